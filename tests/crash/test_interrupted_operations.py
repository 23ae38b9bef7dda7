"""^C while the provider waits for AWS: what has been made stays in the state, and a second ^C is as a kill."""

import re
import sys

import pytest


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]

KINDS = {"PublishingDestination": "PENDING_VERIFICATION", "ThreatIntelSet": "ACTIVATING"}
HOUR = 3600


@pytest.fixture(params=KINDS)
def waiting(request, scene):
    """A resource that has been made, and an `up` that has said until when it waits for it to be healthy."""
    scene = scene(request.param)
    with scene.control.switched(profile="slow", seconds=HOUR), scene.up_apart() as engine:
        engine.wait_until_it_says(f"{KINDS[request.param]} now (")
        yield scene, engine


def test_an_interrupt_during_a_wait_takes_effect_after_it_and_the_resource_stays_in_the_state(waiting):
    scene, engine = waiting

    engine.interrupt()
    engine.wait_until_it_says("^C")
    scene.control.advance(HOUR)
    code = engine.code()
    (row,) = scene.rows()
    scene.control.switch(profile="instant")
    again = scene.stack.up()

    assert code != 0
    assert re.search(r"waiting for .* \(\d+ s so far, 300 s at most\)", engine.said())
    assert row["outputs"]["status"] in ("PUBLISHING", "ACTIVE")
    assert again.ok, again.text
    assert {op for op, _ in again.steps} == {"same"}
    scene.ends_well()


def test_a_second_interrupt_ends_at_once_and_leaves_what_a_kill_leaves(waiting):
    scene, engine = waiting

    engine.interrupt()
    engine.wait_until_it_says("^C")
    engine.interrupt()
    code = engine.code()
    scene.control.advance(HOUR)
    scene.control.switch(profile="instant")
    scene.forget_the_dead()
    again = scene.stack.up()

    assert code != 0
    assert again.ok, again.text
    scene.end_survivors()
    scene.ends_well()
