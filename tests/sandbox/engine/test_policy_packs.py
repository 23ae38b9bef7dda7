"""A policy pack stops, warns or mends, on the embedded engine and on the real CLI alike."""

import json
from pathlib import Path

import pytest


PACK = Path(__file__).parent / "packs" / "sized"


@pytest.fixture
def up(make_stack, things, tmp_path):
    """Ups a program under the pack, with its policies at the levels given."""

    def call(source, **levels):
        config = tmp_path / "levels.json"
        config.write_text(json.dumps(levels))
        stack = make_stack(things.declare(source), env=things.env)
        return stack.up(policy_packs=[PACK], policy_config=config)

    return call


def told(result):
    return [(found.policy, found.level, found.text) for found in result.violations]


def test_a_mandatory_policy_stops_what_violates_it(up, things):
    result = up('Thing("a", size=7)', small="mandatory")

    assert not result.ok
    [(policy, level, text)] = told(result)
    assert (policy, level) == ("small", "mandatory")
    assert "size is 7, at most 5 is allowed" in text
    assert things.names() == []


def test_an_advisory_policy_tells_and_lets_pass(up, things):
    result = up('Thing("a", size=7)', small="advisory")

    assert result.ok, result.text
    [(policy, level, text)] = told(result)
    assert (policy, level) == ("small", "advisory")
    assert "size is 7, at most 5 is allowed" in text
    assert things.names() == ["a-7"]


def test_a_remediation_mends_what_is_declared_before_the_provider_sees_it(up, things):
    result = up('Thing("a")\nThing("b", note="mine")', noted="remediate")

    assert result.ok, result.text
    assert [(policy, urn.rpartition("::")[2]) for policy, urn in result.remediations] == [("noted", "a")]
    assert told(result) == []
    assert things.properties("a-1")["note"] == "set by policy"
    assert things.properties("b-1")["note"] == "mine"


def test_a_policy_that_is_switched_off_says_nothing(up, things):
    result = up('Thing("a", size=7)', small="disabled")

    assert result.ok, result.text
    assert told(result) == []
    assert things.names() == ["a-7"]
