"""The control endpoint: `POST <url>/_sandbox/<verb>` with a JSON object, answered with JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.core.base_backend import BackendDict

from pulumi_guardduty_sandbox.aws import guardduty
from pulumi_guardduty_sandbox.aws.answer import Answer
from pulumi_guardduty_sandbox.aws.world import World


class ControlApi:
    """Answers for one sandbox's control endpoint."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._verbs: Mapping[str, Callable[..., Any]] = {
            "advance": world.clock.advance,
            "calls": world.calls.all,
            "clear_calls": world.calls.clear,
            "clear_faults": world.faults.clear,
            "crashes": lambda: list(world.crashes),
            "export_tick": lambda **where: guardduty.export_tick(world, **where),
            "fault": world.faults.order,
            "faults": world.faults.records,
            "guardduty_write": lambda **write: guardduty.judged_write(world, **write),
            "held": lambda: world.holding.count,
            "now": world.clock.now,
            "release": lambda drop=False: world.holding.release(drop=drop),
            "reset": self._reset,
            "set_administrator": lambda **who: guardduty.set_administrator(world, **who),
            "set_status": lambda **status: guardduty.set_status(world, **status),
            "settings": lambda: {name: getattr(world.settings, name) for name in world.settings.names()},
            "state": lambda: guardduty.state(world),
            "switch": lambda **changes: world.switch(changes),
        }

    def answer(self, verb: str, body: bytes) -> Answer:
        """Do what a verb says; what it cannot do is one sentence and status 400."""
        if verb not in self._verbs:
            return _json(400, {"error": f"there is no verb {verb!r}; there are {', '.join(sorted(self._verbs))}"})
        try:
            result = self._verbs[verb](**(json.loads(body) if body else {}))
        except (ValueError, TypeError, KeyError) as error:
            return _json(400, {"error": str(error)})
        return _json(200, {"result": result})

    def _reset(self) -> None:
        self._world.reset()
        with self._world.lock:
            BackendDict.reset()


def _json(status: int, content: Any) -> Answer:
    return Answer(status, (("Content-Type", "application/json"),), json.dumps(content).encode())
