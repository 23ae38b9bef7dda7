"""Real processes, killed while AWS has a call in hand: the provider, the engine, or the engine without the provider.

A call is held before or after its change. One held before is on its way to AWS: it is carried out although nobody
waits for the answer any more, or it is lost. One held after has made something that nobody has been told of.
"""

import sys

import pytest
from pulumi_guardduty_sandbox.engine import CliStack
from real_processes import Running, wait_until
from stacks import on_the_cli


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]

HOOKS_OFF = {"PULUMI_GUARDDUTY_HOOKS": "off"}


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
def test_a_killed_engine_leaves_a_stack_that_the_next_up_brings_to_rights(scene, kind, moment, drop, more):
    scene = scene(kind, **more)
    scene.hold(moment)
    with scene.up_apart() as engine:
        scene.control.wait_until_held(timeout=120)
        engine.kill()
    scene.control.release(drop=drop)

    scene.forget_the_dead()
    again = scene.stack.up()

    assert again.ok, again.text
    scene.end_survivors()
    scene.ends_well()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("PublishingDestination", {}),
        ("ThreatIntelSet", {}),
        ("PublishingDestination", HOOKS_OFF),
        ("FindingsBucket", {}),
    ],
)
def test_a_create_that_outlives_its_engine_and_meets_the_next_one_makes_one_resource(scene, kind, more):
    """The CLI leaves its provider behind, which gets its answer and goes on beside the next one.

    The embedded engine takes its provider along, so that what meets the next create is the call that the dead provider
    had sent already.
    """
    _both_at_once(scene(kind, **more))


@pytest.mark.parametrize("make_stack", [on_the_cli], indirect=True)
def test_a_provider_that_outlives_its_engine_agrees_with_the_next_one_on_one_key(scene):
    # KMS knows no token: it takes both of them alive to find out that there are two keys.
    _both_at_once(scene("FindingsKey"))


def _both_at_once(scene):
    """Hold the create of an engine that is killed and that of the next `up` on their way, and let both go."""
    scene.hold("hold_before", times=2)
    with scene.up_apart() as engine:
        scene.control.wait_until_held(timeout=120)
        engine.kill()
    survivors = scene.survivors()
    scene.forget_the_dead()
    running = Running(scene.stack.up)
    scene.control.wait_until_held(2, timeout=120)

    tokens = {call["params"].get("clientToken") for call in scene.creates()}
    scene.control.release()
    again = running.result()

    assert len(tokens) == 1
    assert len(survivors) == isinstance(scene.stack, CliStack)
    assert again.ok, again.text
    wait_until(lambda: len(scene.made()) == 1)
    scene.end_survivors()
    scene.ends_well()
