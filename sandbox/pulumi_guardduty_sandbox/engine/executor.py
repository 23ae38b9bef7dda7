"""Carries out chains of steps, as many at a time as allowed.

Follows `pkg/resource/deploy/step_executor.go` of CLI v3.258.0: a failed step lets those under way finish and keeps
further ones from beginning.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from pulumi_guardduty_sandbox.engine.errors import EngineError, InitError
from pulumi_guardduty_sandbox.engine.listener import Listener
from pulumi_guardduty_sandbox.engine.recorder import Recorder
from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.steps import Op, ProtectedError, Step
from pulumi_guardduty_sandbox.engine.values import Secret, secret


class Executor:
    """Workers for steps."""

    def __init__(
        self,
        parallel: int,
        recorder: Recorder,
        listener: Listener,
        *,
        on_cancel: Callable[[], None],
        on_resource: Callable[[Step], None],
        ignore_errors: bool = False,
    ) -> None:
        """Begin with idle workers.

        Args:
            parallel: How many chains may run at a time.
            recorder: Gets every step before and after it is done.
            listener: Likewise, for people.
            on_cancel: Called once when no further step shall begin.
            on_resource: Called with each step that has given its resource a new state.
            ignore_errors: Go on after a failed step.
        """
        self._recorder, self._listener = recorder, listener
        self._on_cancel, self._on_resource, self._ignore_errors = on_cancel, on_resource, ignore_errors
        self._pool = ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="step")
        self._free, self._changed = parallel, threading.Condition()
        self._cancelled = False
        #: Steps of resources that may still register outputs, by URN.
        self.awaiting_outputs: dict[str, Step] = {}
        self.error: EngineError | None = None
        #: Deletions that were refused for protection; others go on beside them.
        self.refused: list[Step] = []
        self.planning = threading.Lock()

    @property
    def cancelled(self) -> bool:
        """Whether no further step shall begin."""
        return self._cancelled

    def cancel(self) -> None:
        """Keep further steps from beginning."""
        with self._changed:
            first = not self._cancelled
            self._cancelled = True
            self._changed.notify_all()
        if first:
            self._on_cancel()

    def submit(self, chain: Sequence[Step]) -> threading.Event:
        """Hand over steps to be done one after another, as soon as a worker is free; wait until one is.

        Returns:
            Set when the chain has ended.
        """
        ended = threading.Event()
        with self._changed:
            self._changed.wait_for(lambda: self._free or self._cancelled)
            if self._cancelled:
                ended.set()
                return ended
            self._free -= 1
        self._pool.submit(self._work, list(chain), ended)
        return ended

    def run_all(self, steps: Sequence[Step]) -> None:
        """Do steps that do not depend on each other, and wait for their end."""
        for ended in [self.submit([step]) for step in steps]:
            ended.wait()

    def finish(self) -> None:
        """Wait until all workers are idle."""
        self._pool.shutdown(wait=True)

    def _work(self, chain: list[Step], ended: threading.Event) -> None:
        try:
            for step in chain:
                if self._cancelled or not self._run(step):
                    return
        except BaseException as error:
            self._fail(EngineError(f"internal error: {error!r}"))
            self._listener.error(chain[0].urn, f"internal error: {error!r}")
            raise
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
            ended.set()

    def _run(self, step: Step) -> bool:
        self._listener.began(step)
        operation = self._recorder.begin(step)
        error = self._applied(step)
        partly = isinstance(error, InitError)
        if error is None and step.logical and step.new is not None:
            self.awaiting_outputs[step.urn] = step
        if step.new is not None and step.op is not Op.REPLACE:
            _hide_secrets(step.new)
            self._on_resource(step)
        self._listener.ended(step, error)
        if partly and step.op is Op.UPDATE and step.new is not None and step.old is not None:
            # The thing was not brought to what was declared; the next diff has to see that.
            step.new.inputs = dict(step.old.inputs)
        self._recorder.end(operation, step, success=error is None or partly)
        if error is None or (partly and step.op in (Op.READ, Op.READ_REPLACEMENT)):
            step.complete()
        if error is not None:
            self._fail(error, step)
        return error is None

    @staticmethod
    def _applied(step: Step) -> EngineError | None:
        try:
            step.apply()
        except EngineError as error:
            return error
        return None

    def _fail(self, error: EngineError, step: Step | None = None) -> None:
        self.error = self.error or error
        if self._ignore_errors:
            return
        if isinstance(error, ProtectedError) and step is not None:
            # Nothing was done and nobody waits: go on, so that one run tells of every protected resource.
            self.refused.append(step)
            return
        self.cancel()


def _hide_secrets(resource: Resource) -> None:
    """Mark outputs secret that the program named, or that repeat a secret input."""
    if resource.outputs is None:
        return
    named = set(resource.additional_secret_outputs) - {"id"}
    named |= {key for key, value in resource.inputs.items() if isinstance(value, Secret)}
    resource.outputs = {key: secret(value) if key in named else value for key, value in resource.outputs.items()}
