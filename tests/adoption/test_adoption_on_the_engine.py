"""Renames and moves, on the embedded engine and on the real CLI: refused with nothing deleted, or carried out.

Each test is a road of `docs/importing.md`, or the mistake that it keeps from.
"""

from pathlib import Path

import pytest
from world import world


PROGRAM = Path(__file__).with_name("program")


@pytest.fixture
def stack(make_stack, sandbox, ground):
    def make(name="one", stack="dev", **config):
        return make_stack(PROGRAM, stack=stack, config={**ground, "name": name, **config}, env=sandbox.environment)

    return make


def ids(sandbox):
    state = sandbox.control.state()
    live = [row for kind in ("destinations", "lists") for row in state[kind] if not row["deleted"]]
    return sorted(row.get("destinationId") or row["id"] for row in live)


def test_a_rename_without_an_alias_is_refused_and_with_one_changes_nothing(stack, sandbox):
    assert stack("one").up().ok
    before = ids(sandbox)

    refused = stack("two").up()
    carried_out = stack("two", old="one").up()

    assert not refused.ok
    assert "which this resource did not make" in refused.text
    assert any(one in refused.text for one in before)
    assert carried_out.ok, carried_out.text
    assert carried_out.changes["same"] == 3
    assert ids(sandbox) == before


def test_a_rename_by_adoption_warns_and_does_not_delete_what_the_new_resource_holds(stack, sandbox):
    assert stack("one").up().ok
    before = ids(sandbox)

    result = stack("two", adopt="true").up()

    assert result.ok, result.text
    kept = [row.urn for row in result.diagnostics if "another resource of this stack has taken it over" in row.text]
    assert len(kept) == 2
    assert ids(sandbox) == before


def test_two_stacks_with_equal_declarations_are_told_apart_and_a_move_is_by_letting_go_first(stack, sandbox):
    assert stack("one").up().ok
    before = ids(sandbox)

    refused = stack("one", stack="prod").up()
    assert stack("one", retain="true").up().ok
    assert stack("one", retain="true").destroy().ok
    moved = stack("one", stack="prod", adopt="true").up()

    assert not refused.ok
    assert "set adopt=True to take it over once nothing else manages it" in refused.text
    assert moved.ok, moved.text
    assert ids(sandbox) == before


def test_what_a_person_made_is_refused_until_it_is_adopted(stack, sandbox, ground):
    guardduty = sandbox.client("guardduty")
    properties = {"DestinationArn": ground["destination"], "KmsKeyArn": ground["key"]}
    guardduty.create_publishing_destination(
        DetectorId=ground["detector"], DestinationType="S3", DestinationProperties=properties
    )
    guardduty.create_threat_intel_set(
        DetectorId=ground["detector"], Name="hostile", Format="TXT", Location=ground["location"], Activate=True
    )
    before, held = ids(sandbox), world(sandbox)

    refused = stack("one").up()
    untouched = world(sandbox)
    adopted = stack("one", adopt="true").up()

    assert not refused.ok
    assert untouched == held
    assert adopted.ok, adopted.text
    assert ids(sandbox) == before
