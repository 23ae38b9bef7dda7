"""The embedded engine on provider processes of the test's own choice, without a program.

Planner, steps, journal and state are the engine's. What a program would register is registered by this module, so
that an operation costs milliseconds instead of the start of two interpreters.
"""

import functools
import shutil
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi.dynamic.dynamic import serialize_provider
from pulumi_guardduty import loader
from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.analyzers import Policies
from pulumi_guardduty_sandbox.engine.backend import Backend
from pulumi_guardduty_sandbox.engine.listener import Listener, Result
from pulumi_guardduty_sandbox.engine.monitor import Finished, Outputs, Registration
from pulumi_guardduty_sandbox.engine.recorder import StateRecorder
from pulumi_guardduty_sandbox.engine.registry import Provider
from pulumi_guardduty_sandbox.engine.resource import Goal, Plain, from_row
from pulumi_guardduty_sandbox.engine.run import Deployment, Options, Target
from pulumi_guardduty_sandbox.engine.values import from_struct, to_struct


PROJECT, STACK = "matrix", "dev"

#: What a program declares: a resource's name to its kind and its properties, by wire name.
Declared = Mapping[str, tuple[str, Mapping[str, Any]]]


class _Unsealed(Plain):
    """Nothing here is secret, and deriving a key takes a third of a second."""

    state = ""


class SmallStack:
    """One stack; what it has made is kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def up(self, declared: Declared, start: Callable[[], Provider], *, refresh: bool = False) -> Result:
        """Make what is declared, with providers that `start` starts."""
        return self._run("up", Options(dry_run=False, parallel=1, refresh=refresh), start, declared)

    def refresh(self, start: Callable[[], Provider]) -> Result:
        """Bring the state up to what really is."""
        return self._run("refresh", Options(dry_run=False, parallel=1, refresh=True, refresh_only=True), start, None)

    def destroy(self, start: Callable[[], Provider]) -> Result:
        """Delete everything."""
        return self._run("destroy", Options(dry_run=False, parallel=1), start, None)

    def rows(self) -> list[dict[str, Any]]:
        """The resources of the state, but for stack and providers."""
        return [row for row in self._backend.load().rows if urns.package_of(row["type"]) == urns.DYNAMIC_PACKAGE]

    def as_killed_now(self, folder: Path) -> "SmallStack":
        """The stack as it would be found if the engine were killed at this moment."""
        shutil.copytree(self._folder, folder)
        return SmallStack(folder)

    @property
    def _backend(self) -> Backend:
        return Backend(self._folder, PROJECT, STACK)

    def _run(self, kind: str, options: Options, start: Callable[[], Provider], declared: Declared | None) -> Result:
        checkpoint, crypter = self._backend.load(), _Unsealed()
        resources = [from_row(row, crypter) for row in checkpoint.rows]
        recorder = StateRecorder(self._backend, checkpoint, resources, crypter)
        listener = Listener(kind, dry=False, refreshing=options.refresh_only, write=lambda _line: None)
        deployment = Deployment(
            Target(PROJECT, STACK),
            options,
            resources,
            listener=listener,
            recorder=recorder,
            start_provider=start,
            policies=Policies(),
        )
        try:
            ok = deployment.execute(None if declared is None else functools.partial(_program, declared))
        finally:
            deployment.registry.close()
            recorder.close()
        return listener.finish(ok=ok, saved={}, planned={})


def _program(declared: Declared, deployment: Deployment) -> None:
    """Register what a program would, from a thread of its own; one that is never answered ends with the process."""

    def register(goal: Goal) -> Any:
        event = Registration(goal)
        deployment.inbox.put(event)
        return event.answer.result().resource

    def run() -> None:
        stack = register(Goal(type=urns.STACK_TYPE, name=f"{PROJECT}-{STACK}", custom=False, properties={}))
        provider = register(
            Goal(type=urns.provider_type(urns.DYNAMIC_PACKAGE), name="default", custom=True, properties={})
        )
        for name, (kind, properties) in declared.items():
            held = {**properties, "__provider": serialized(kind)}
            goal = Goal(
                type=f"pulumi-python:dynamic/guardduty:{kind}",
                name=name,
                custom=True,
                properties=from_struct(to_struct(held, unknowns=False, secrets=False)),
                parent=stack.urn,
                provider=urns.reference(provider.urn, provider.id),
            )
            register(goal)
        outputs = Outputs(stack.urn, {})
        deployment.inbox.put(outputs)
        deployment.inbox.put(Finished())

    threading.Thread(target=run, daemon=True).start()


@functools.cache
def serialized(kind: str) -> str:
    """The provider of `kind` as state holds it."""
    return serialize_provider(loader.load(kind))
