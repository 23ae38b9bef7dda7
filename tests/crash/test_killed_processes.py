"""Real processes, killed while AWS has a call in hand: the provider, the engine, or the engine without the provider.

A call is held before or after its change. One held before is on its way to AWS: it is carried out although nobody
waits for the answer any more, or it is lost. One held after has made something that nobody has been told of.
"""

import sys
from pathlib import Path

import pytest
from findings_sink import make_sink, put_list
from real_processes import Processes, Running, engine_apart, wait_until
from world import world


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]

PROGRAM = Path(__file__).with_name("program")

CALLS = {
    "PublishingDestination": "CreatePublishingDestination",
    "ThreatIntelSet": "CreateThreatIntelSet",
    "FindingsKey": "CreateKey",
}
HOOKS_OFF = {"PULUMI_GUARDDUTY_HOOKS": "off"}


class Scene:
    """One resource's create, about to be cut off."""

    def __init__(self, make_stack, sandbox, folder, kind, more):
        sink = make_sink(sandbox)
        ground = {"detector": sink.detector_id, "destination": sink.destination_arn, "key": sink.key_arn}
        self.config = {"kind": kind, "location": put_list(sandbox), "aws:region": "us-east-1", **ground}
        self.sandbox, self.control, self.operation = sandbox, sandbox.control, CALLS[kind]
        self.processes, self.backend = Processes(folder), folder / "backend"
        self.env = {**sandbox.environment, **self.processes.environment, **more}
        self.stack = make_stack(PROGRAM, backend=self.backend, config=self.config, env=self.env)
        self.before = world(sandbox)

    def hold(self, moment, times=1):
        self.control.fault(moment, operation=self.operation, times=times)

    def engine(self):
        given = [part for name, value in self.config.items() for part in ("--config", f"{name}={value}")]
        arguments = ["--cwd", str(PROGRAM), "--backend", str(self.backend), *given]
        return engine_apart(arguments, self.env)

    def made(self):
        """What of the sandbox the stack has made."""
        after = world(self.sandbox)
        return [
            row for what in ("destinations", "lists", "keys") for row in after[what] if row not in self.before[what]
        ]

    def ends_well(self):
        """One resource, known to the state, with nothing to do; destroy leaves what was there before."""
        deployment = self.stack.export()["deployment"]
        rows = [row for row in deployment["resources"] if row["type"].startswith("pulumi-python:dynamic/")]
        made = self.made()
        again = self.stack.up(refresh=True)
        destroyed = self.stack.destroy()

        assert not deployment.get("pending_operations")
        assert len(rows) == len(made) == 1
        assert again.ok, again.text
        assert {op for op, _ in again.steps} <= {"same", "refresh"}
        assert destroyed.ok, destroyed.text
        assert world(self.sandbox) == self.before
        wait_until(lambda: self.processes.running() == [])


@pytest.fixture
def scene(make_stack, sandbox, tmp_path):
    made = []

    def make(kind, **more):
        made.append(Scene(make_stack, sandbox, tmp_path, kind, more))
        return made[-1]

    yield make
    sandbox.control.release(drop=True)
    for one in made:
        one.processes.kill_all()


@pytest.mark.parametrize(
    ("kind", "moment", "drop", "more"),
    [
        ("PublishingDestination", "hold_after", False, {}),
        ("PublishingDestination", "hold_before", True, {}),
        ("ThreatIntelSet", "hold_after", False, HOOKS_OFF),
        ("ThreatIntelSet", "hold_before", False, {}),
        ("FindingsKey", "hold_after", False, {}),
    ],
)
def test_a_killed_provider_makes_the_up_fail_and_the_next_one_finds_what_it_made(scene, kind, moment, drop, more):
    scene = scene(kind, **more)
    scene.hold(moment)
    running = Running(scene.stack.up)
    scene.control.wait_until_held(timeout=120)

    scene.processes.kill("pulumi.dynamic")
    scene.control.release(drop=drop)
    cut_off = running.result()
    again = scene.stack.up()

    assert not cut_off.ok
    assert again.ok, again.text
    scene.ends_well()


@pytest.mark.parametrize(
    ("kind", "moment", "drop", "more"),
    [
        ("PublishingDestination", "hold_after", False, {}),
        ("PublishingDestination", "hold_before", True, HOOKS_OFF),
        ("ThreatIntelSet", "hold_after", False, {}),
    ],
)
@pytest.mark.parametrize("make_stack", ["embedded"], indirect=True)
def test_a_killed_engine_leaves_a_stack_that_the_next_up_brings_to_rights(scene, kind, moment, drop, more):
    scene = scene(kind, **more)
    scene.hold(moment)
    with scene.engine() as kill:
        scene.control.wait_until_held(timeout=120)
        kill()
    scene.control.release(drop=drop)
    pending = scene.stack.export()["deployment"]["pending_operations"]

    # What has been made is looked up by its token: nothing is lost by forgetting that it was being created.
    refreshed = scene.stack.refresh(clear_pending_creates=True)
    again = scene.stack.up()

    assert [operation["type"] for operation in pending] == ["creating"]
    assert refreshed.ok, refreshed.text
    assert again.ok, again.text
    scene.ends_well()


@pytest.mark.parametrize(
    ("kind", "more"), [("PublishingDestination", {}), ("ThreatIntelSet", {}), ("PublishingDestination", HOOKS_OFF)]
)
@pytest.mark.parametrize("make_stack", ["embedded"], indirect=True)
def test_a_create_that_outlives_its_engine_and_meets_the_next_one_makes_one_resource(scene, kind, more):
    """Both creates are held on their way and let go at once.

    The embedded engine takes its provider along, so that what meets the next create is the call that the dead
    provider had sent already.
    """
    scene = scene(kind, **more)
    scene.hold("hold_before", times=2)
    with scene.engine() as kill:
        scene.control.wait_until_held(timeout=120)
        kill()
    wait_until(lambda: scene.processes.running() == [])
    assert scene.stack.refresh(clear_pending_creates=True).ok
    running = Running(scene.stack.up)
    scene.control.wait_until_held(2, timeout=120)

    tokens = {call["params"]["clientToken"] for call in scene.control.calls(operation=scene.operation)}
    scene.control.release()
    again = running.result()

    assert len(tokens) == 1
    assert again.ok, again.text
    scene.ends_well()
