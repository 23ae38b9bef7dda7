"""No retention whatever lets a folder object expire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_guardduty.findings_bucket.lifecycle_rules import Retention, altered


DAYS = st.none() | st.integers(1, 36_500)
RETENTIONS = st.builds(Retention, DAYS, DAYS, DAYS)
PREFIXES = st.sampled_from(["", "findings", "a/b", "AWSLogs", "AWSLogs/AWSLogs", "f*"])

FINDING = "AWSLogs/123456789012/GuardDuty/us-east-1/2026/01/01/x.jsonl.gz"


def folder(prefix):
    return f"{prefix}/" if prefix else ""


def removes_current(rule, key, size):
    """Whether a rule makes the current version of an object go, as S3 reads it.

    Source: Amazon S3 User Guide, "Lifecycle configuration elements": a filter's conditions all have to hold, and
    `ExpiredObjectDeleteMarker` concerns no object.
    """
    subject = rule["Filter"].get("And", rule["Filter"])
    meant = key.startswith(subject.get("Prefix", "")) and size > subject.get("ObjectSizeGreaterThan", -1)
    return rule["Status"] == "Enabled" and meant and "Days" in rule.get("Expiration", {})


@given(RETENTIONS, PREFIXES)
def test_no_folder_object_ever_expires(retention, prefix):
    folders = [prefix and folder(prefix), f"{folder(prefix)}AWSLogs/", f"{folder(prefix)}AWSLogs/123456789012/"]

    doomed = [
        (rule["ID"], key)
        for rule in retention.rules(prefix)
        for key in folders
        if key and removes_current(rule, key, 0)
    ]

    assert doomed == []


@given(st.integers(1, 36_500), PREFIXES)
def test_findings_expire_once_their_days_are_over(days, prefix):
    rules = Retention(days, None, None).rules(prefix)

    assert [rule["Expiration"]["Days"] for rule in rules if removes_current(rule, folder(prefix) + FINDING, 1)] == [
        days
    ]


@given(PREFIXES)
def test_findings_without_a_retention_are_kept(prefix):
    rules = Retention(None, 90, 7).rules(prefix)

    assert not any(removes_current(rule, folder(prefix) + FINDING, 1) for rule in rules)


def test_what_lies_beside_the_prefix_is_left_alone():
    rules = Retention(1, 1, 1).rules("findings")

    assert not any(removes_current(rule, key, 1) for rule in rules for key in ("other/x", "AWSLogs/x", "findings2/x"))


@given(RETENTIONS, PREFIXES)
def test_the_days_are_read_back_and_nothing_is_altered(retention, prefix):
    rules = retention.rules(prefix)

    assert Retention.of(rules) == retention
    assert altered(rules, prefix) == []


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        pytest.param(
            lambda rules: rules.append({"ID": "mine", "Status": "Enabled", "Expiration": {"Days": 1}, "Filter": {}}),
            ["mine"],
            id="a-rule-added",
        ),
        pytest.param(lambda rules: rules[0].update(Status="Disabled"), ["guardduty-findings"], id="a-rule-disabled"),
        pytest.param(
            lambda rules: rules[0].update(Filter={"Prefix": ""}), ["guardduty-findings"], id="a-filter-opened"
        ),
        pytest.param(
            lambda rules: rules[1].update(Transitions=[{"Days": 1, "StorageClass": "GLACIER"}]),
            ["guardduty-older-versions"],
            id="a-transition-added",
        ),
        pytest.param(lambda rules: rules.pop(2), ["guardduty-delete-markers"], id="a-rule-removed"),
    ],
)
def test_a_rule_that_is_not_as_written_is_named(spoil, named):
    rules = Retention(30, 90, 7).rules("findings")
    spoil(rules)

    assert altered(rules, "findings") == named
