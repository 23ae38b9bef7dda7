"""One operation on a stack, from the loaded state to the last deletion.

Follows `pkg/resource/deploy/deployment_executor.go` of CLI v3.258.0.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from pulumi_guardduty_sandbox.engine import differences
from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.analyzers import Policies
from pulumi_guardduty_sandbox.engine.deletion import antichains
from pulumi_guardduty_sandbox.engine.differences import Difference
from pulumi_guardduty_sandbox.engine.errors import Bail, EngineError
from pulumi_guardduty_sandbox.engine.executor import Executor
from pulumi_guardduty_sandbox.engine.graph import DependencyGraph
from pulumi_guardduty_sandbox.engine.langhost import SHOWN
from pulumi_guardduty_sandbox.engine.listener import Listener
from pulumi_guardduty_sandbox.engine.monitor import (
    Event,
    Finished,
    Outputs,
    Reading,
    Refusal,
    Registration,
    Wake,
)
from pulumi_guardduty_sandbox.engine.planner import Planner
from pulumi_guardduty_sandbox.engine.property_path import parse, reset
from pulumi_guardduty_sandbox.engine.recorder import Recorder
from pulumi_guardduty_sandbox.engine.refreshing import rebuilt
from pulumi_guardduty_sandbox.engine.registry import Provider, Registry
from pulumi_guardduty_sandbox.engine.resource import Goal, Resource
from pulumi_guardduty_sandbox.engine.steps import Op, RefreshStep, Step
from pulumi_guardduty_sandbox.engine.values import Properties, copied


@dataclass(frozen=True)
class Options:
    """How an operation shall run."""

    dry_run: bool
    parallel: int
    #: Look at everything before anything else.
    refresh: bool = False
    #: Stop after that.
    refresh_only: bool = False


@dataclass(frozen=True)
class Target:
    """The stack an operation is about."""

    project: str
    stack: str


#: Starts the program and says where its exit code comes; None for an operation without a program.
Source = Callable[["Deployment"], None]


class Deployment:
    """The state of a running operation, shared by everything that takes part in it."""

    def __init__(
        self,
        target: Target,
        options: Options,
        previous: list[Resource],
        *,
        listener: Listener,
        recorder: Recorder,
        start_provider: Callable[[], Provider],
        policies: Policies,
    ) -> None:
        self.target, self.options, self.previous = target, options, previous
        self.listener, self.recorder, self.policies = listener, recorder, policies
        self.registry = Registry(start_provider, lambda: self.previous)
        self.inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        #: What this operation has made of resources, by URN; those only read are kept apart.
        self.news: dict[str, Resource] = {}
        self.reads: dict[str, Resource] = {}
        self.goals: dict[str, Goal] = {}
        self.provider_resources: dict[str, Resource] = {}
        self.olds: dict[str, Resource] = {}
        self.graph = DependencyGraph([])
        self._index()
        self._stack_outputs: Outputs | None = None
        self._cancelled = threading.Event()
        self._running: Executor | None = None

    def _index(self) -> None:
        self.olds = {resource.urn: resource for resource in self.previous if not resource.delete}
        self.graph = DependencyGraph(self.previous)

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """The URN of a resource of this stack."""
        return urns.make(self.target.stack, self.target.project, parent, type_, name)

    def find(self, urn: str) -> Resource | None:
        """A resource of this operation."""
        return self.news.get(urn) or self.reads.get(urn)

    def cancel(self) -> None:
        """Begin nothing more, and ask providers to stop what they do."""
        self._cancelled.set()
        if self._running is not None:
            self._running.cancel()
        self.inbox.put(Wake())
        self.registry.cancel()

    def compare(
        self,
        provider: Provider,
        old: Resource,
        *,
        news: Properties,
        ignore_changes: list[str],
        unknowns: bool,
        urn: str = "",
    ) -> Difference:
        """What a provider says of a change; where it does not know, what a comparison of the inputs says.

        Follows `diffResource` in `step_generator.go` of CLI v3.258.0.
        """
        found = provider.diff(
            urn or old.urn,
            old.id,
            old_inputs=old.inputs,
            old_outputs=old.outputs or {},
            news=news,
            unknowns=unknowns,
            ignore_changes=ignore_changes,
        )
        if found.changes is not None:
            return found
        news = copied(news)
        for path in ignore_changes:
            reset(parse(path), old.inputs, news)
        keys = differences.changed_keys(old.inputs, news)
        if not keys:
            return Difference(
                False, found.replace_keys, found.changed_keys, found.detailed, found.delete_before_replace
            )
        detailed = differences.detailed(old.inputs, news)
        return Difference(True, found.replace_keys, keys, detailed, found.delete_before_replace)

    def execute(self, start: Source | None) -> bool:
        """Run the operation; `start` starts the program, if there is one.

        Returns:
            Whether all went well. What did not has been told.
        """
        try:
            if self.options.refresh and not self._refresh():
                return self._failed()
            if self.options.refresh_only:
                return True
            return self._update(start)
        except EngineError as error:
            self.listener.error("", str(error))
            return self._failed()

    def _failed(self) -> bool:
        kind = "preview" if self.options.dry_run else "update"
        self.listener.error("", f"{kind} {'canceled' if self._cancelled.is_set() else 'failed'}")
        return False

    def _executor(self, *, ignore_errors: bool = False) -> Executor:
        self._running = Executor(
            self.options.parallel,
            self.recorder,
            self.listener,
            on_cancel=lambda: self.inbox.put(Wake()),
            on_resource=self._note,
            ignore_errors=ignore_errors,
        )
        return self._running

    def _note(self, step: Step) -> None:
        if step.new is not None:
            kept = self.reads if step.op in (Op.READ, Op.READ_REPLACEMENT) else self.news
            kept[step.new.urn] = step.new

    def _refresh(self) -> bool:
        """Look at every resource of the state; False where one could not be looked at."""
        steps = {}
        for resource in self.previous:
            try:
                self.registry.ensure(resource.provider)
            except EngineError as error:
                raise EngineError(f"could not load provider for resource {resource.urn}: {error}") from error
            steps[id(resource)] = RefreshStep(self, resource)
        executor = self._executor(ignore_errors=True)
        executor.run_all(list(steps.values()))
        executor.finish()
        self.previous = rebuilt(self.previous, steps)
        self._index()
        self.recorder.rebase(self.previous)
        return executor.error is None and not self._cancelled.is_set()

    def _update(self, start: Source | None) -> bool:
        planner = Planner(self)
        executor = self._executor()
        bailed = False
        try:
            if start is None:
                self._finish(planner, executor)
            else:
                start(self)
                self._serve(planner, executor)
        except Bail:
            bailed = True
        except EngineError as error:
            self.listener.error("", str(error))
            bailed = True
        if bailed:
            executor.cancel()
        executor.finish()
        ok = not bailed and executor.error is None and not planner.erred
        self._register_stack_outputs(executor, ok=ok)
        if bailed:
            return False
        if ok and not self._cancelled.is_set() and self.policies.review_stack(self):
            ok = False
        if not ok or self._cancelled.is_set():
            return self._failed()
        return True

    def _serve(self, planner: Planner, executor: Executor) -> None:
        """Answer the program until it has declared everything, then delete what it no longer declares."""
        while True:
            event = self.inbox.get()
            if executor.cancelled or self._cancelled.is_set():
                return
            match event:
                case Registration() | Reading():
                    steps = self._planned(planner, executor, event)
                    executor.submit(steps)
                case Outputs():
                    self._register_outputs(executor, event)
                case Refusal(error):
                    raise error
                case Finished(code):
                    if code:
                        self._program_failed(code)
                    self._finish(planner, executor)
                    return
                case Wake():
                    pass

    def _planned(self, planner: Planner, executor: Executor, event: Registration | Reading) -> list[Step]:
        try:
            return planner.register(event) if isinstance(event, Registration) else planner.read(event)
        except EngineError as error:
            goal = event.goal
            self.listener.error(self.make_urn(goal.parent, goal.type, goal.name), str(error))
            raise Bail(str(error)) from error

    def _program_failed(self, code: int) -> None:
        if code != SHOWN:
            raise EngineError(f"an unhandled error occurred: program exited with non-zero exit code: {code}")
        raise Bail("the program failed")

    def _register_outputs(self, executor: Executor, event: Outputs, *, final: bool = False) -> None:
        if not final and urns.qualified_type(event.urn) == urns.STACK_TYPE:
            # Kept for the end: only then is it known whether outputs that are missing are gone.
            self._stack_outputs = event
            event.answer.set_result(None)
            return
        step = executor.awaiting_outputs.pop(event.urn, None)
        if step is None or step.new is None:
            raise EngineError(f"cannot complete a resource '{event.urn}' whose registration isn't pending")
        step.new.outputs = event.outputs
        self.listener.outputs(step)
        self.recorder.outputs(step)
        if not event.answer.done():
            event.answer.set_result(None)

    def _register_stack_outputs(self, executor: Executor, *, ok: bool) -> None:
        event = self._stack_outputs
        if event is None or event.urn not in executor.awaiting_outputs:
            return
        if not ok:
            old = self.olds.get(event.urn)
            event.outputs = {**((old.outputs if old else None) or {}), **event.outputs}
        self._register_outputs(executor, event, final=True)

    def _finish(self, planner: Planner, executor: Executor) -> None:
        """Delete what is no longer declared, dependents first."""
        if not self.previous:
            return
        for layer in antichains(planner.deletions(), self.previous):
            kept = {needed for step in executor.refused for needed in self.graph.all_dependencies_of(step.subject)}
            executor.run_all([step for step in layer if step.subject not in kept])
            if executor.cancelled:
                return
