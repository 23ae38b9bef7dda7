"""How the pack reads policy documents: as AWS does."""

import pytest
from pulumi_guardduty_policy.documents.condition import conditions
from pulumi_guardduty_policy.documents.document import parse
from pulumi_guardduty_policy.documents.request import AS_NAMED, Request
from pulumi_guardduty_policy.documents.wildcard import is_wild, matches
from pulumi_guardduty_policy.framework.malformed import MalformedError


ARN = "arn:aws:s3:::b/findings/a"


def statement(**changed):
    whole = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*", **changed}
    (one,) = parse([{name: value for name, value in whole.items() if value is not None}]).statements
    return one


def refuses(context=None, service=None, **changed):
    return statement(**changed).denies(Request("s3:PutObject", ARN, context or {}, service))


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("*", "anything"),
        ("a*c", "abc"),
        ("a*c", "ac"),
        ("a?c", "abc"),
        ("a.c", "a.c"),
        ("a${*}c", "a*c"),
        ("a${?}c", "a?c"),
        ("a${$}c", "a$c"),
        ("*", "two\nlines"),
    ],
)
def test_a_pattern_covers(pattern, value):
    assert matches(pattern, value)


@pytest.mark.parametrize(
    ("pattern", "value"),
    [("a?c", "ac"), ("a.c", "abc"), ("a", "ab"), ("b", "ab"), ("a${*}c", "abc"), ("a${?}c", "abc"), ("A", "a")],
)
def test_a_pattern_does_not_cover(pattern, value):
    assert not matches(pattern, value)


def test_case_counts_unless_told_otherwise():
    assert matches("S3:Put*", "s3:putobject", ignore_case=True)
    assert not matches("S3:Put*", "s3:putobject")


@pytest.mark.parametrize("text", ["*", "a?", "${aws:PrincipalAccount}"])
def test_wildcards_and_variables_are_wild(text):
    assert is_wild(text)
    assert not is_wild("o-a1b2c3d4e5")


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"aws": ["x", "*"]}], ids=str)
def test_a_deny_for_everybody_binds_everybody(principal):
    assert refuses(Principal=principal)


@pytest.mark.parametrize(
    "principal",
    ["x", {"AWS": "111122223333"}, {"Service": "*"}, {"Federated": "*"}, {"CanonicalUser": "*"}, {"AWS": "arn:*"}],
    ids=str,
)
def test_a_deny_for_some_binds_not_everybody(principal):
    assert not refuses(Principal=principal)


def test_a_deny_for_all_but_some_binds_not_everybody():
    assert not refuses(Principal=None, NotPrincipal={"AWS": "111122223333"})
    assert not refuses(NotPrincipal={"AWS": "111122223333"})


def test_a_deny_for_a_service_binds_that_service():
    one = {"Principal": {"Service": ["logs.amazonaws.com", "GuardDuty.amazonaws.com"]}}

    assert refuses(service="guardduty.*", **one)
    assert not refuses(service="s3.*", **one)
    assert not refuses(**one)
    assert not refuses(service="guardduty.*", NotPrincipal={"AWS": "1"}, **one)


def test_a_service_is_not_bound_by_a_deny_for_an_account_of_its_name():
    assert not refuses(service="guardduty.*", Principal={"AWS": "guardduty.amazonaws.com"})


def test_allowing_is_not_denying():
    assert not refuses(Effect="Allow")


@pytest.mark.parametrize("action", ["s3:PutObject", "S3:putobject", "s3:*", "*", ["s3:Get*", "s3:Put*"]], ids=str)
def test_actions_are_covered_in_any_case_and_form(action):
    assert refuses(Action=action)


@pytest.mark.parametrize("action", ["s3:GetObject", [], ["s3:Get*"]], ids=str)
def test_other_actions_are_not_covered(action):
    assert not refuses(Action=action)


@pytest.mark.parametrize(
    ("spared", "refused"),
    [("s3:GetObject", True), (["s3:Get*", "s3:List*"], True), ("s3:*", False), (["s3:Get*", "s3:Put*"], False)],
    ids=str,
)
def test_all_actions_but_some(spared, refused):
    assert refuses(Action=None, NotAction=spared) is refused


@pytest.mark.parametrize(
    "resource", ["*", ARN, "arn:aws:s3:::b/*", ["arn:aws:s3:::c", "arn:aws:s3:::b/find*"]], ids=str
)
def test_resources_are_covered_in_any_form(resource):
    assert refuses(Resource=resource)


@pytest.mark.parametrize("resource", ["arn:aws:s3:::b", "ARN:aws:s3:::b/*", []], ids=str)
def test_other_resources_are_not_covered(resource):
    assert not refuses(Resource=resource)


@pytest.mark.parametrize(
    ("spared", "refused"),
    [
        ("arn:aws:s3:::b/other/*", True),
        (["arn:aws:s3:::c", "arn:aws:s3:::d"], True),
        (ARN, False),
        (["arn:aws:s3:::c", "arn:aws:s3:::b/*"], False),
    ],
    ids=str,
)
def test_all_resources_but_some(spared, refused):
    assert refuses(Resource=None, NotResource=spared) is refused


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("Effect", "has Effect None; write Allow or Deny"),
        ("Principal", "neither Principal nor NotPrincipal"),
        ("Action", "neither Action nor NotAction"),
        ("Resource", "neither Resource nor NotResource"),
    ],
)
def test_a_statement_without_one_of_its_parts_is_not_one(missing, words):
    with pytest.raises(MalformedError, match=words):
        refuses(**{missing: None})


@pytest.mark.parametrize("value", [{"a": 1}, [["x"]], [None]], ids=str)
def test_an_action_is_a_string_or_a_list_of_them(value):
    with pytest.raises(MalformedError, match=r"Action of a policy document is a .*; write a string or a list"):
        refuses(Action=value)


@pytest.mark.parametrize(
    ("written", "read"), [(True, "true"), (False, "false"), (12.0, "12"), (1.5, "1.5"), (7, "7"), ("x", "x")]
)
def test_values_are_read_as_json_writes_them(written, read):
    (condition,) = conditions({"StringEquals": {"k": written}})

    assert condition.values == (read,)


def test_a_condition_is_taken_apart():
    (condition,) = conditions({"ForAllValues:StringEqualsIfExists": {"AWS:SourceArn": ["a", "b"]}})

    assert (condition.quantifier, condition.operator, condition.if_exists, condition.key, condition.values) == (
        "forallvalues",
        "stringequals",
        True,
        "aws:sourcearn",
        ("a", "b"),
    )


def test_no_condition_is_none():
    assert list(conditions(None)) == []
    assert refuses()


def holds(operator, values, present):
    return refuses({"k": present}, Condition={operator: {"K": values}})


@pytest.mark.parametrize(
    ("operator", "values", "present"),
    [
        ("StringEquals", ["a", "b"], "b"),
        ("StringEqualsIgnoreCase", "A", "a"),
        ("StringLike", "a*", "ab"),
        ("ArnEquals", "arn:aws:s3:::*", "arn:aws:s3:::b"),
        ("ArnLike", "arn:aws:s3:::*", "arn:aws:s3:::b"),
        ("Bool", "FALSE", "false"),
        ("StringNotEquals", ["a", "b"], "c"),
        ("StringNotEqualsIgnoreCase", "a", "b"),
        ("StringNotLike", "a*", "b"),
        ("ArnNotEquals", "arn:x", "arn:y"),
        ("ArnNotLike", "arn:x*", "arn:y"),
        ("Null", "false", "a"),
        ("Null", ["true", "false"], "a"),
        ("StringEquals", "a", AS_NAMED),
        ("ForAnyValue:StringEquals", "a", "a"),
        ("ForAnyValue:StringNotEquals", "a", "b"),
        ("StringEqualsIfExists", "a", "a"),
        # The request lacks the key.
        ("Null", "true", None),
        ("StringNotEquals", "a", None),
        ("StringNotLike", "a", None),
        ("ArnNotEquals", "a", None),
        ("ArnNotLike", "a", None),
        ("StringNotEqualsIgnoreCase", "a", None),
        ("StringEqualsIfExists", "a", None),
        ("BoolIfExists", "true", None),
        ("StringNotEqualsIfExists", "a", None),
        ("ForAllValues:StringEquals", "a", None),
        ("ForAllValues:StringNotEquals", "a", None),
    ],
)
def test_a_condition_is_sure_to_hold(operator, values, present):
    assert holds(operator, values, present)


@pytest.mark.parametrize(
    ("operator", "values", "present"),
    [
        ("StringEquals", ["a", "b"], "c"),
        ("StringEquals", "A", "a"),
        ("StringEquals", "a*", "ab"),
        ("StringLike", "a*", "b"),
        ("ArnLike", "arn:x*", "arn:y"),
        ("Bool", "true", "false"),
        ("StringNotEquals", ["a", "b"], "b"),
        ("StringNotEqualsIgnoreCase", "A", "a"),
        ("StringNotLike", ["a*", "b*"], "ab"),
        ("ArnNotEquals", "arn:x", "arn:x"),
        ("ArnNotLike", "arn:x*", "arn:xy"),
        ("Null", "true", "a"),
        ("StringNotEquals", "a", AS_NAMED),
        ("NumericEquals", "1", "1"),
        ("IpAddress", "192.0.2.0/24", "192.0.2.1"),
        ("StringEqualsIfExists", "a", "b"),
        # The request lacks the key.
        ("Null", "false", None),
        ("StringEquals", "a", None),
        ("Bool", "false", None),
        ("ForAnyValue:StringEquals", "a", None),
        ("ForAnyValue:StringNotEquals", "a", None),
        ("ForAnyValue:StringNotEqualsIfExists", "a", None),
        ("NumericEqualsIfExists", "1", None),
    ],
)
def test_a_condition_is_not_sure_to_hold(operator, values, present):
    assert not holds(operator, values, present)


def test_a_condition_on_what_nothing_is_known_of_is_not_sure_to_hold():
    assert not refuses({}, Condition={"StringNotEquals": {"k": "a"}})
    assert not refuses({}, Condition={"Null": {"k": "true"}})


def test_every_condition_has_to_hold():
    both = {"StringEquals": {"k": "a", "l": "b"}}

    assert refuses({"k": "a", "l": "b"}, Condition=both)
    assert not refuses({"k": "a", "l": "c"}, Condition=both)


PRINCIPALS = frozenset({"aws:sourceaccount", "aws:sourcearn"})


def test_one_condition_that_pins_is_enough():
    one = statement(Condition={"Bool": {"x": "true"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})

    assert one.pinned_by(PRINCIPALS)
    assert not one.pinned_by(frozenset({"aws:sourcearn"}))


@pytest.mark.parametrize(
    ("principal", "alone"),
    [
        ({"AWS": "arn:aws:iam::111122223333:root"}, True),
        ({"AWS": ["111122223333", "arn:aws-cn:iam::444455556666:root"]}, True),
        ({"aws": "111122223333"}, True),
        ({"AWS": 111122223333}, True),
        ({"AWS": ["111122223333", "arn:aws:iam::111122223333:role/x"]}, False),
        ({"AWS": "1111222233334"}, False),
        ({"AWS": "x111122223333"}, False),
        ({"AWS": "111122223333", "Service": "s3.amazonaws.com"}, False),
        ({"Service": "111122223333"}, False),
        ({"AWS": []}, False),
        ("*", False),
    ],
    ids=str,
)
def test_an_account_stands_for_its_iam_policies(principal, alone):
    assert statement(Principal=principal).only_account_roots is alone


def test_all_but_an_account_does_not_stand_for_its_iam_policies():
    assert not statement(Principal=None, NotPrincipal={"AWS": "111122223333"}).only_account_roots
    assert not statement(Principal={"AWS": "111122223333"}, NotPrincipal={"AWS": "x"}).only_account_roots


@pytest.mark.parametrize(
    "principal", ["*", {"AWS": "*"}, {"Service": "*"}, {"AWS": ["a", "arn:aws:iam::*:root"]}], ids=str
)
def test_an_allow_with_a_wildcard_reaches_everybody(principal):
    assert statement(Principal=principal).reaches_everyone


def test_an_allow_for_all_but_some_reaches_everybody():
    assert statement(Principal=None, NotPrincipal="x").reaches_everyone
    assert not statement(Principal={"AWS": "111122223333"}).reaches_everyone


def test_one_statement_that_denies_is_enough():
    both = parse({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}).statements
    document = parse([{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}])

    assert document.denies(Request("s3:PutObject", ARN))
    assert not type(document)(both).denies(Request("s3:PutObject", ARN))
    assert type(document)([*both, *document.statements]).denies(Request("s3:PutObject", ARN))
    assert not parse([]).denies(Request("s3:PutObject", ARN))
