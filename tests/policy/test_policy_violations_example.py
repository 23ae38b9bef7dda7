"""The example that is wrong on purpose: what the user reads is what its page says, and nothing is made."""

import re
from pathlib import Path

import pytest
from findings_sink import make_detector
from pulumi_guardduty_policy import CONFIGURATIONS
from pulumi_guardduty_policy.catalogue import RULES
from sdks import OLDEST


ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "policy-violations"

#: `- [mandatory] [severity: high]  <policy>  (<type>: <name>)`, the description, and the message.
_SHOWN = re.compile(r"^- \[(\w+)\] \[severity: (\w+)\]  (\S+)  \((\S+): (\S+)\)\n  (.+)\n  (.+)$", re.MULTILINE)


def told() -> set[tuple[str, str, str, str]]:
    """Level, policy, resource and text of each violation on the page."""
    page = (EXAMPLE / "README.md").read_text()
    return {
        (level, policy, f"{type_}::{name}", f"{claim}\n{message}")
        for level, _, policy, type_, name, claim, message in _SHOWN.findall(page)
    }


def seen(result):
    return {
        (one.level, one.policy, one.urn.partition("::")[2].partition("::")[2], one.text) for one in result.violations
    }


@pytest.mark.slow
def test_each_violation_is_read_as_the_page_says(sandbox, make_stack):
    make_detector(sandbox)
    stack = make_stack(EXAMPLE, env=sandbox.environment, config={"aws:region": "us-east-1"})

    preview = stack.preview(policy_packs=[ROOT / "policy"])

    assert not preview.ok
    assert seen(preview) == told()
    for _, policy, _, text in told():
        assert policy in preview.text
        assert text.partition("\n")[2] in preview.text


@pytest.mark.slow
@pytest.mark.parametrize("make_stack", ["embedded"], indirect=True)
def test_each_violation_is_found_on_the_oldest_sdk(sandbox, make_stack):
    make_detector(sandbox)
    env = {**sandbox.environment, **OLDEST.environment}

    preview = make_stack(EXAMPLE, env=env, config={"aws:region": "us-east-1"}).preview(policy_packs=[ROOT / "policy"])

    assert not preview.ok
    assert seen(preview) == told()


@pytest.mark.slow
def test_the_wrong_key_and_what_would_use_it_are_never_made(sandbox, make_stack):
    make_detector(sandbox)
    stack = make_stack(EXAMPLE, env=sandbox.environment, config={"aws:region": "us-east-1"})

    up = stack.up(policy_packs=[ROOT / "policy"])

    assert not up.ok
    made = {urn.rpartition("::")[2] for op, urn in up.steps if op == "create"}
    assert not made & {"open-key", "findings", "export"}
    assert not sandbox.client("s3").list_buckets()["Buckets"]


@pytest.mark.slow
def test_an_audit_shows_the_same_and_stops_nothing(sandbox, make_stack):
    make_detector(sandbox)
    stack = make_stack(EXAMPLE, env=sandbox.environment, config={"aws:region": "us-east-1"})

    preview = stack.preview(policy_packs=[ROOT / "policy"], policy_config=CONFIGURATIONS / "audit.json")

    assert preview.ok, preview.text
    assert {violation.level for violation in preview.violations} == {"advisory"}
    assert {policy for _, policy, _, _ in told()} <= {violation.policy for violation in preview.violations}


def test_the_severities_on_the_page_are_those_of_the_rules():
    severities = {policy: rule.severity.value for rule in RULES for policy in rule.policy_ids}
    page = (EXAMPLE / "README.md").read_text()

    shown = {policy: severity for _, severity, policy, *_ in _SHOWN.findall(page)}

    assert shown == {policy: severities[policy] for policy in shown}
    assert len(shown) == len({policy for _, policy, _, _ in told()})
