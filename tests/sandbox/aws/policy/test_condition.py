"""Each condition operator, on values that fit, that do not, and on a key that is absent.

Evidence: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multi-valued
context keys"; that negated operators match when the key is absent is IAM's documented rule.
"""

import pytest
from pulumi_guardduty_sandbox.aws.policy.condition import Condition


def holds(operator: str, wanted, seen=None, **more) -> bool:
    """Whether `{operator: {"k": wanted}}` holds where the request has `seen` for `k`; None: it has nothing."""
    values = wanted if isinstance(wanted, list) else [wanted]
    context = {} if seen is None else {"k": (seen,) if isinstance(seen, str) else tuple(seen)}
    return Condition.of(operator, "K", values).holds({**context, **more})


@pytest.mark.parametrize(
    ("operator", "wanted", "fitting", "unfitting"),
    [
        ("StringEquals", "aws:kms", "aws:kms", "AWS:KMS"),
        ("StringEquals", "a*", "a*", "ab"),
        ("StringEqualsIgnoreCase", "aws:kms", "AWS:KMS", "aws:km"),
        ("StringLike", "arn:*:k?y", "arn:aws:key", "arn:aws:ky"),
        ("StringLike", "arn:*", "arn:", "ARN:x"),
        ("ArnEquals", "arn:aws:s3:::a*", "arn:aws:s3:::ab", "arn:aws:s3:::b"),
        ("ArnLike", "arn:aws:guardduty:*:1:detector/*", "arn:aws:guardduty:eu-x:1:detector/d", "arn:aws:s3:::x"),
        ("Bool", "false", "False", "true"),
        ("BinaryEquals", "QUI=", "QUI=", "qui="),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", "11.1.2.3"),
        ("IpAddress", "10.0.0.1", "10.0.0.1", "10.0.0.2"),
        ("IpAddress", "10.9.9.9/8", "10.1.2.3", "11.9.9.9"),
        ("NumericEquals", "7", "7.0", "8"),
        ("NumericLessThan", "7", "6", "7"),
        ("NumericLessThanEquals", "7", "7", "8"),
        ("NumericGreaterThan", "7", "8", "7"),
        ("NumericGreaterThanEquals", "7", "7", "6"),
        ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"),
        ("DateEquals", "2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00Z", "2026-01-01T02:00:00Z"),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
        ("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:01Z"),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"),
        ("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
    ],
)
class TestPositiveOperators:
    def test_hold_for_a_fitting_value(self, operator, wanted, fitting, unfitting):
        assert holds(operator, wanted, fitting)

    def test_do_not_hold_for_another(self, operator, wanted, fitting, unfitting):
        assert not holds(operator, wanted, unfitting)

    def test_do_not_hold_when_the_key_is_absent(self, operator, wanted, fitting, unfitting):
        assert not holds(operator, wanted)

    def test_hold_with_if_exists_when_the_key_is_absent(self, operator, wanted, fitting, unfitting):
        assert holds(f"{operator}IfExists", wanted)

    def test_judge_with_if_exists_a_key_that_is_there(self, operator, wanted, fitting, unfitting):
        assert holds(f"{operator}IfExists", wanted, fitting)
        assert not holds(f"{operator}IfExists", wanted, unfitting)

    def test_need_only_one_of_several_values(self, operator, wanted, fitting, unfitting):
        assert holds(operator, ["0", wanted], fitting)

    def test_hold_for_all_values_only_when_each_fits(self, operator, wanted, fitting, unfitting):
        assert holds(f"ForAllValues:{operator}", wanted, [fitting, fitting])
        assert not holds(f"ForAllValues:{operator}", wanted, [fitting, unfitting])

    def test_hold_for_any_value_when_one_fits(self, operator, wanted, fitting, unfitting):
        assert holds(f"ForAnyValue:{operator}", wanted, [unfitting, fitting])
        assert not holds(f"ForAnyValue:{operator}", wanted, [unfitting])


@pytest.mark.parametrize(
    ("operator", "wanted", "matching", "other"),
    [
        ("StringNotEquals", "aws:kms", "aws:kms", "AES256"),
        ("StringNotEqualsIgnoreCase", "aws:kms", "AWS:kms", "AES256"),
        ("StringNotLike", "aws:*", "aws:kms", "AES256"),
        ("ArnNotEquals", "arn:aws:s3:::a", "arn:aws:s3:::a", "arn:aws:s3:::b"),
        ("ArnNotLike", "arn:aws:s3:::a*", "arn:aws:s3:::ab", "arn:aws:s3:::b"),
        ("NotIpAddress", "10.0.0.0/8", "10.1.2.3", "11.1.2.3"),
        ("NumericNotEquals", "7", "7", "8"),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"),
    ],
)
class TestNegatedOperators:
    def test_do_not_hold_for_the_value_they_exclude(self, operator, wanted, matching, other):
        assert not holds(operator, wanted, matching)

    def test_hold_for_any_other_value(self, operator, wanted, matching, other):
        assert holds(operator, wanted, other)

    def test_hold_when_the_key_is_absent(self, operator, wanted, matching, other):
        assert holds(operator, wanted)

    def test_exclude_every_one_of_several_values(self, operator, wanted, matching, other):
        assert not holds(operator, ["0", wanted], matching)

    def test_never_hold_for_any_value_of_an_absent_key(self, operator, wanted, matching, other):
        assert not holds(f"ForAnyValue:{operator}", wanted)

    def test_hold_for_any_value_when_one_is_another(self, operator, wanted, matching, other):
        assert holds(f"ForAnyValue:{operator}", wanted, [matching, other])
        assert not holds(f"ForAnyValue:{operator}", wanted, [matching])

    def test_hold_for_all_values_only_when_none_is_excluded(self, operator, wanted, matching, other):
        assert holds(f"ForAllValues:{operator}", wanted, [other, other])
        assert not holds(f"ForAllValues:{operator}", wanted, [other, matching])


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals"])
def test_for_all_values_holds_when_the_key_is_absent(operator):
    assert holds(f"ForAllValues:{operator}", "x")


@pytest.mark.parametrize("operator", ["StringEquals", "StringLike", "Bool"])
def test_for_any_value_does_not_hold_when_the_key_is_absent(operator):
    assert not holds(f"ForAnyValue:{operator}", "true")


@pytest.mark.parametrize("wanted", ["true", True])
def test_null_true_asks_for_an_absent_key(wanted):
    assert holds("Null", wanted)
    assert not holds("Null", wanted, "x")


@pytest.mark.parametrize("wanted", ["false", False])
def test_null_false_asks_for_a_key_that_is_there(wanted):
    assert holds("Null", wanted, "x")
    assert not holds("Null", wanted)


def test_null_needs_only_one_of_several_values():
    assert holds("Null", ["true", "false"])


def test_keys_are_told_apart_without_regard_to_case():
    condition = Condition.of("StringEquals", "AWS:sourceACCOUNT", ["1"])

    assert condition.holds({"aws:sourceaccount": ("1",)})


@pytest.mark.parametrize(("written", "seen"), [(True, "true"), (False, "false"), (7, "7")])
def test_json_booleans_and_numbers_count_as_their_text(written, seen):
    assert holds("StringEquals", written, seen)


@pytest.mark.parametrize(
    ("operator", "wanted", "seen"),
    [
        ("NumericEquals", "seven", "7"),
        ("NumericEquals", "7", "seven"),
        ("DateEquals", "someday", "2026-01-01"),
        ("DateEquals", "2026-01-01", "someday"),
        ("IpAddress", "10.0.0.0/8", "localhost"),
        ("IpAddress", "everywhere", "10.0.0.1"),
        ("ArnLike", "*", "arn:aws:s3:::x"),
        ("ArnLike", "arn:aws:s3:::x", "x"),
    ],
)
def test_values_that_are_none_of_the_operators_kind_do_not_match(operator, wanted, seen):
    assert not holds(operator, wanted, seen)


@pytest.mark.parametrize("operator", ["ArnLike", "ArnEquals"])
def test_an_arn_wildcard_does_not_reach_over_a_colon(operator):
    assert not holds(operator, "arn:aws:*:detector/d", "arn:aws:guardduty:us-east-1:1:detector/d")
    assert not holds(operator, "arn:aws:gu*:1:detector/*", "arn:aws:guardduty:us-east-1:1:detector/d")


def test_the_last_part_of_an_arn_may_hold_colons():
    assert holds("ArnLike", "arn:aws:sns:r:1:topic:*", "arn:aws:sns:r:1:topic:sub:x")


def test_string_like_reaches_over_colons():
    assert holds("StringLike", "arn:aws:*/d", "arn:aws:guardduty:us-east-1:1:detector/d")


def test_policy_variables_take_the_requests_value():
    assert holds("StringEquals", "home/${aws:username}", "home/me", **{"aws:username": ("me",)})
    assert not holds("StringEquals", "home/${aws:username}", "home/you", **{"aws:username": ("me",)})


def test_a_policy_variable_without_value_matches_nothing():
    assert not holds("StringLike", "home/${aws:username}", "home/")


def test_a_negated_operator_holds_where_a_policy_variable_has_no_value():
    assert holds("StringNotEquals", "${aws:username}", "me")


def test_a_wildcard_in_a_variables_value_is_no_wildcard():
    assert not holds("StringLike", "${aws:username}", "anything", **{"aws:username": ("*",)})
