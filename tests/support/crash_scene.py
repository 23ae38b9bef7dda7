"""One resource's create on either engine, about to be cut off in the midst of real processes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from findings_sink import make_sink, put_list
from pulumi_guardduty_sandbox.aws import Sandbox
from pulumi_guardduty_sandbox.engine import CliStack
from real_processes import Apart, Processes, up_apart, wait_until
from stacks import MakeStack
from world import world


PROGRAM = Path(__file__).parents[1] / "crash/program"

CALLS = {
    "PublishingDestination": "CreatePublishingDestination",
    "ThreatIntelSet": "CreateThreatIntelSet",
    "FindingsKey": "CreateKey",
    "FindingsBucket": "CreateBucket",
}


class Scene:
    """One resource's create, about to be cut off."""

    def __init__(
        self, make_stack: MakeStack, sandbox: Sandbox, folder: Path, kind: str, more: Mapping[str, str]
    ) -> None:
        sink = make_sink(sandbox)
        ground = {"detector": sink.detector_id, "destination": sink.destination_arn, "key": sink.key_arn}
        self.config = {"kind": kind, "location": put_list(sandbox), "aws:region": "us-east-1", **ground}
        self.sandbox, self.control, self.operation = sandbox, sandbox.control, CALLS[kind]
        self.processes, self.folder, self.backend = Processes(folder), folder, folder / "backend"
        self.env = {**sandbox.environment, **self.processes.environment, **more}
        self.stack = make_stack(PROGRAM, backend=self.backend, config=self.config, env=self.env)
        self.before = world(sandbox)

    def hold(self, moment: str, times: int = 1) -> None:
        """Have the sandbox keep so many of the create's calls, before or after their change."""
        self.control.fault(moment, operation=self.operation, times=times)

    def up_apart(self) -> AbstractContextManager[Apart]:
        """Begin an `up` in an engine of its own."""
        given = [part for name, value in self.config.items() for part in ("--config", f"{name}={value}")]
        arguments = ["--cwd", str(PROGRAM), "--backend", str(self.backend), *given]
        return up_apart(self.stack, arguments, self.env, self.folder / "said.txt")

    def survivors(self) -> list[int]:
        """The provider that has outlived its engine; the embedded engine takes everything along."""
        if isinstance(self.stack, CliStack):
            return self.processes.running("pulumi.dynamic")
        wait_until(lambda: self.processes.running() == [])
        return []

    def end_survivors(self) -> None:
        """Nothing else does: a provider that the CLI left behind would serve for ever."""
        if self.survivors():
            self.processes.kill_all()

    def forget_the_dead(self) -> None:
        """What Pulumi asks for after its engine was killed; the embedded one sees that a lock was left behind.

        What has been made is looked up by its token: nothing is lost by forgetting that it was being created.
        """
        if isinstance(self.stack, CliStack):
            self.stack.unlock()
        pending = self.stack.export()["deployment"]["pending_operations"]
        refreshed = self.stack.refresh(clear_pending_creates=True)

        assert [operation["type"] for operation in pending] == ["creating"]
        assert refreshed.ok, refreshed.text

    def creates(self) -> list[dict[str, Any]]:
        """The create's calls that have arrived."""
        return self.control.calls(operation=self.operation)

    def made(self) -> list[Any]:
        """What of the sandbox the stack has made."""
        after = world(self.sandbox)
        rows = [
            row for what in ("destinations", "lists", "keys") for row in after[what] if row not in self.before[what]
        ]
        return rows + sorted(after["buckets"].keys() - self.before["buckets"].keys())

    def rows(self) -> list[Any]:
        """What the state knows of the stack's resource."""
        rows = self.stack.export()["deployment"]["resources"]
        return [row for row in rows if row["type"].startswith("pulumi-python:dynamic/")]

    def ends_well(self) -> None:
        """One resource, known to the state, with nothing to do; destroy leaves what was there before."""
        pending, rows = self.stack.export()["deployment"].get("pending_operations"), self.rows()
        made = self.made()
        again = self.stack.up(refresh=True)
        destroyed = self.stack.destroy()

        assert not pending
        assert len(rows) == len(made) == 1
        assert again.ok, again.text
        assert {op for op, _ in again.steps} <= {"same", "refresh"}
        assert destroyed.ok, destroyed.text
        assert world(self.sandbox) == self.before
        wait_until(lambda: self.processes.running() == [])
