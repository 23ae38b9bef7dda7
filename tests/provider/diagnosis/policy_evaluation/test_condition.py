"""One row a rule of IAM. Source of each: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set
operators for multivalued context keys"."""

import pytest
from pulumi_guardduty.diagnosis.policy_evaluation import Caller, Request, Truth, evaluate


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
CONTEXT = {
    "aws:sourceaccount": ("111122223333",),
    "aws:sourcearn": ("arn:aws:guardduty:eu-central-1:111122223333:detector/d",),
    "aws:securetransport": ("true",),
    "aws:sourceip": ("10.1.2.3",),
    "aws:currenttime": ("2026-06-01T12:00:00Z",),
    "aws:multifactorauthage": ("300",),
    "aws:tagkeys": ("a", "b"),
    "aws:empty": (),
    "x": ("Value",),
    "wild": ("a*",),
    "oddarn": ("not-an-arn",),
    "shortarn": ("arn",),
    "word": ("abc",),
}
ABSENT = frozenset({"absent", "gone*"})


def judge(condition, version="2012-10-17"):
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}
    request = Request(Caller("Service", frozenset({"s"})), "a:B", "arn:aws:a:::b", CONTEXT, ABSENT)
    return evaluate({"Version": version, "Statement": [statement]}, request).allowed


ARN = "arn:aws:guardduty:eu-central-1:111122223333:detector/d"


@pytest.mark.parametrize(
    ("operator", "key", "wanted", "truth"),
    [
        ("StringEquals", "x", "Value", YES),
        ("StringEquals", "X", "Value", YES),
        ("StringEquals", "x", "value", NO),
        ("StringEquals", "x", ["other", "Value"], YES),
        ("StringEquals", "x", "Val*", NO),
        ("StringEquals", "wild", "a*", YES),
        ("StringEquals", "x", [], NO),
        ("StringNotEquals", "x", "Value", NO),
        ("StringNotEquals", "x", ["other", "Value"], NO),
        ("StringNotEquals", "x", ["other", "another"], YES),
        ("StringNotEquals", "x", [], YES),
        ("StringEqualsIgnoreCase", "x", "vALUE", YES),
        ("StringNotEqualsIgnoreCase", "x", "vALUE", NO),
        ("StringLike", "x", "Val*", YES),
        ("StringLike", "x", "V?lue", YES),
        ("StringLike", "x", "val*", NO),
        ("StringNotLike", "x", "Val*", NO),
        ("StringNotLike", "x", "val*", YES),
        ("stringequals", "x", "Value", YES),
        ("BinaryEquals", "x", "Value", YES),
        ("BinaryEquals", "x", "VmFsdWU=", NO),
        ("Bool", "aws:SecureTransport", "true", YES),
        ("Bool", "aws:SecureTransport", True, YES),
        ("Bool", "aws:SecureTransport", "TRUE", YES),
        ("Bool", "aws:SecureTransport", "false", NO),
        ("Bool", "aws:SecureTransport", "maybe", UNKNOWN),
        ("Bool", "x", "true", NO),
        ("NumericEquals", "aws:MultiFactorAuthAge", 300, YES),
        ("NumericEquals", "aws:MultiFactorAuthAge", "300.0", YES),
        ("NumericNotEquals", "aws:MultiFactorAuthAge", "300", NO),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "300", NO),
        ("NumericLessThan", "aws:MultiFactorAuthAge", "301", YES),
        ("NumericLessThanEquals", "aws:MultiFactorAuthAge", "300", YES),
        ("NumericGreaterThan", "aws:MultiFactorAuthAge", "300", NO),
        ("NumericGreaterThan", "aws:MultiFactorAuthAge", "299", YES),
        ("NumericGreaterThanEquals", "aws:MultiFactorAuthAge", "300", YES),
        ("NumericEquals", "aws:MultiFactorAuthAge", "NaN", UNKNOWN),
        ("NumericEquals", "aws:MultiFactorAuthAge", "soon", UNKNOWN),
        ("NumericEquals", "x", "300", UNKNOWN),
        ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", YES),
        ("DateGreaterThan", "aws:CurrentTime", "2026-06-01T14:00:00+02:00", NO),
        ("DateGreaterThanEquals", "aws:CurrentTime", "2026-06-01T14:00:00+02:00", YES),
        ("DateLessThan", "aws:CurrentTime", "2026-01-01", NO),
        ("DateLessThan", "aws:CurrentTime", "1900000000", YES),
        ("DateLessThanEquals", "aws:CurrentTime", "2026-06-01T12:00:00Z", YES),
        ("DateEquals", "aws:CurrentTime", "2026-06-01T12:00:00Z", YES),
        ("DateNotEquals", "aws:CurrentTime", "2026-06-01T12:00:00Z", NO),
        ("DateLessThan", "aws:CurrentTime", "never", UNKNOWN),
        ("DateLessThan", "aws:CurrentTime", "9" * 30, UNKNOWN),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8", YES),
        ("IpAddress", "aws:SourceIp", ["192.0.2.0/24", "10.1.2.3"], YES),
        ("IpAddress", "aws:SourceIp", "10.1.2.3/16", YES),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32", NO),
        ("IpAddress", "aws:SourceIp", "intranet", UNKNOWN),
        ("IpAddress", "x", "10.0.0.0/8", NO),
        ("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", NO),
        ("NotIpAddress", "aws:SourceIp", "192.0.2.0/24", YES),
        ("ArnEquals", "aws:SourceArn", ARN, YES),
        ("ArnEquals", "aws:SourceArn", "arn:aws:guardduty:*:111122223333:detector/*", YES),
        ("ArnLike", "aws:SourceArn", "arn:aws:guardduty:eu-*:111122223333:*", YES),
        ("ArnLike", "aws:SourceArn", "arn:*:*:*:*:*", YES),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:*:111122223333:*", NO),
        ("ArnLike", "aws:SourceArn", "arn:aws:guardduty:*", UNKNOWN),
        ("ArnLike", "aws:SourceArn", "*", UNKNOWN),
        ("ArnLike", "aws:SourceArn", "arn:aws:guardduty:*:*", UNKNOWN),
        ("ArnLike", "shortarn", "arn:*:*:*:*:*", NO),
        ("ArnNotEquals", "aws:SourceArn", "arn:aws:guardduty:*:*:*", NO),
        ("ArnLike", "oddarn", "arn:*:*:*:*:*", NO),
        ("ArnNotEquals", "aws:SourceArn", ARN, NO),
        ("ArnNotLike", "aws:SourceArn", "arn:aws:s3:*:*:*", YES),
        ("StringEquals", "absent", "x", NO),
        ("StringEqualsIfExists", "absent", "x", YES),
        ("StringEqualsIfExists", "x", "other", NO),
        ("StringEqualsIfExists", "x", "Value", YES),
        ("StringNotEquals", "absent", "x", YES),
        ("StringNotEqualsIfExists", "absent", "x", YES),
        ("StringNotEqualsIfExists", "x", "Value", NO),
        ("StringNotLike", "gone/by", "*", YES),
        ("NotIpAddress", "absent", "10.0.0.0/8", YES),
        ("ArnNotLike", "absent", ARN, YES),
        ("NumericNotEquals", "absent", "1", YES),
        ("DateNotEquals", "absent", "2026-01-01", YES),
        ("Bool", "absent", "false", NO),
        ("BoolIfExists", "absent", "true", YES),
        ("IpAddressIfExists", "absent", "10.0.0.0/8", YES),
        ("Null", "absent", "true", YES),
        ("Null", "absent", True, YES),
        ("Null", "absent", "false", NO),
        ("Null", "x", "true", NO),
        ("Null", "x", "false", YES),
        ("Null", "x", ["true", "false"], YES),
        ("Null", "x", "perhaps", UNKNOWN),
        ("Null", "unestablished", "true", UNKNOWN),
        ("StringEquals", "unestablished", "x", UNKNOWN),
        ("StringNotEquals", "unestablished", "x", UNKNOWN),
        ("StringEqualsIfExists", "unestablished", "x", UNKNOWN),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["a", "b", "c"], YES),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["a"], NO),
        ("ForAllValues:StringEquals", "absent", ["a"], YES),
        ("ForAllValues:StringEquals", "aws:empty", ["a"], YES),
        ("StringEqualsIfExists", "aws:empty", "x", YES),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", ["a"], NO),
        ("ForAllValues:StringNotEquals", "aws:TagKeys", ["c"], YES),
        ("ForAnyValue:StringEquals", "aws:TagKeys", ["a"], YES),
        ("ForAnyValue:StringEquals", "aws:TagKeys", ["c"], NO),
        ("ForAnyValue:StringEquals", "absent", ["a"], NO),
        ("ForAnyValue:StringEqualsIfExists", "absent", ["a"], YES),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a"], YES),
        ("ForAnyValue:StringNotEquals", "aws:TagKeys", ["a", "b"], NO),
        ("ForAnyValue:StringNotEquals", "absent", ["a"], NO),
        ("forallvalues:StringLike", "aws:TagKeys", ["?"], YES),
        ("StringEquals", "aws:TagKeys", ["a"], YES),
        ("StringNotEquals", "aws:TagKeys", ["a"], NO),
        ("Invented", "x", "Value", UNKNOWN),
        ("NullIfExists", "x", "true", UNKNOWN),
        ("ForSomeValues:StringEquals", "x", "Value", UNKNOWN),
        ("StringEquals", "x", {"not": "text"}, UNKNOWN),
        ("StringEquals", "x", None, UNKNOWN),
        ("StringEquals", "word", "${word}", YES),
        ("StringLike", "word", "${word}*", YES),
        ("StringEquals", "wild", "a${*}", YES),
        ("StringLike", "word", "a${*}", NO),
        ("StringEquals", "x", "${absent}", NO),
        ("StringNotEquals", "x", "${absent}", UNKNOWN),
        ("StringEquals", "x", "${absent, 'Value'}", YES),
        ("StringEquals", "x", "${unestablished}", UNKNOWN),
        ("StringEquals", "x", "${aws:TagKeys}", UNKNOWN),
        ("ArnLike", "aws:SourceArn", "arn:aws:guardduty:*:${aws:SourceAccount}:detector/*", YES),
    ],
)
def test_a_condition_holds_by_iams_rules(operator, key, wanted, truth):
    assert judge({operator: {key: wanted}}) is truth


def test_all_conditions_have_to_hold():
    good, bad, open_ = {"x": "Value"}, {"aws:SourceAccount": "0"}, {"unestablished": "0"}

    assert judge({"StringEquals": good, "StringLike": bad}) is NO
    assert judge({"StringEquals": {**good, **bad}}) is NO
    assert judge({"StringEquals": {**good, **open_}}) is UNKNOWN
    assert judge({"StringEquals": {**bad, **open_}}) is NO


def test_variables_are_plain_text_in_older_versions():
    assert judge({"StringEquals": {"word": "${word}"}}, version="2008-10-17") is NO


@pytest.mark.parametrize("condition", ["x", ["x"], {"StringEquals": "x"}, {"StringEquals": ["x"]}])
def test_a_malformed_condition_is_not_judged(condition):
    assert judge(condition) is UNKNOWN
