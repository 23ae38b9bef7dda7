"""The contract test finds what is wrong with a provider, and nothing wrong with a good one."""

import importlib
import threading
from pathlib import Path

import pytest
from pulumi_guardduty_sandbox.engine.contract import RULES, ContractError, assert_contract, contract_breaches


MUTANTS = Path(__file__).parent / "mutants"

#: Each mutant, the rule it breaks and a word of why.
BROKEN = {
    "cannot_be_pickled": ("pickles", "cannot be serialized"),
    "check_trips_over_unknowns": ("check-with-unknowns", "'>' not supported"),
    "diff_on_a_none_valued_key": ("no-change-no-diff", "KeyError: 'note'"),
    "replaces_without_changes": ("replacement-is-announced", "nothing is replaced"),
    "int_float_confusion": ("no-change-no-diff", "a change where there is none"),
    "nested_none": ("no-change-no-diff", "a change where there is none"),
    "secret_copied_to_another_output": ("secrets-stay-put", "connection repeats the secret password"),
    "read_drops_properties": ("read-keeps-properties", "leaves out arn"),
    "read_of_a_vanished_thing": ("read-of-the-vanished", "NoneType"),
    "delete_not_idempotent": ("delete-is-idempotent", "FileNotFoundError"),
}


@pytest.fixture
def case(tmp_path, monkeypatch):
    """What every provider is tried with; `vanish` takes a thing away by hand."""
    monkeypatch.syspath_prepend(str(MUTANTS))
    cloud = tmp_path / "cloud"
    cloud.mkdir()
    return {
        "inputs": {"name": "a", "size": 3, "kind": "x", "labels": {"team": "blue"}, "password": "hunter2"},
        "update": {"size": 4, "note": "bigger"},
        "replace": {"kind": "y"},
        "vanish": lambda id_: (cloud / f"{id_}.json").unlink(),
        "secrets": ("password",),
        "env": {"THING_CLOUD": str(cloud)},
        "folder": MUTANTS,
    }


def provider(name):
    return importlib.import_module(name).Provider()


def test_a_provider_that_keeps_the_contract_breaks_no_rule(case):
    assert contract_breaches(provider("healthy"), **case) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_mutant_breaks_the_rule_it_was_made_for(case, name):
    rule, why = BROKEN[name]

    breaches = contract_breaches(provider(name), **case)

    told = [breach.text for breach in breaches if breach.rule == rule]
    assert any(why in text for text in told), breaches


def test_every_mutant_of_the_contract_is_tried():
    others = {"healthy", "healthy_pair", "child_not_parented"}

    assert {path.stem for path in MUTANTS.glob("*.py")} - others == set(BROKEN)


def test_a_breach_fails_a_test_with_all_that_is_wrong(case):
    with pytest.raises(ContractError, match="delete-is-idempotent") as failure:
        assert_contract(provider("delete_not_idempotent"), **case)

    rules = [breach.rule for breach in failure.value.breaches]
    assert rules == ["delete-is-idempotent", "delete-of-the-vanished"]


def test_breaches_are_named_in_the_rules():
    assert {rule for rule, _ in BROKEN.values()} <= set(RULES)


def test_the_contract_leaves_no_thread_and_no_pulumi_settings_behind(case):
    before = threading.active_count()

    contract_breaches(provider("healthy"), **case)

    assert threading.active_count() <= before + 1
