"""Elements and whole documents. Source of each rule: IAM User Guide, "IAM JSON policy element reference"."""

import pytest
from pulumi_guardduty.diagnosis.policy_evaluation import Caller, Effect, Request, Truth, evaluate


YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
GUARDDUTY = Caller("Service", frozenset({"guardduty.amazonaws.com"}))
OWNER = Caller("AWS", frozenset({"111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/r"}))
ALLOW = {"Effect": "Allow", "Principal": {"Service": "guardduty.amazonaws.com"}, "Action": "s3:PutObject"}
ALLOW |= {"Resource": "arn:aws:s3:::audit/*"}
CONTEXT = {"aws:sourceaccount": ("111122223333",)}


def decide(*statements, caller=GUARDDUTY, version="2012-10-17", **request):
    asked = {"action": "s3:PutObject", "resource": "arn:aws:s3:::audit/AWSLogs/", "context": CONTEXT} | request
    asked["absent"] = frozenset({"aws:username"})
    return evaluate({"Version": version, "Statement": list(statements)}, Request(caller, **asked))


def without(statement, *elements, **replacements):
    return {key: value for key, value in statement.items() if key not in elements} | replacements


@pytest.mark.parametrize(
    ("replacements", "truth"),
    [
        ({"Principal": "*"}, YES),
        ({"Principal": {"AWS": "*"}}, YES),
        ({"Principal": {"AWS": ["111122223333", "*"]}}, YES),
        ({"Principal": {"AWS": "guardduty.amazonaws.com"}}, NO),
        ({"Principal": {"Service": ["s3.amazonaws.com", "guardduty.amazonaws.com"]}}, YES),
        ({"Principal": {"Service": "guardduty.me-south-1.amazonaws.com"}}, NO),
        ({"Principal": {"Service": "guardduty.*"}}, NO),
        ({"Principal": {"Service": "*"}}, NO),
        ({"Principal": {"Federated": "guardduty.amazonaws.com"}}, NO),
        ({"Principal": {}}, NO),
        ({"Principal": []}, UNKNOWN),
        ({"Principal": {"Service": 7}}, UNKNOWN),
        ({"Principal": "guardduty.amazonaws.com"}, UNKNOWN),
        ({"NotPrincipal": "*"}, UNKNOWN),
        ({"Action": "s3:*"}, YES),
        ({"Action": "*"}, YES),
        ({"Action": "S3:putobject"}, YES),
        ({"Action": "s3:Put?bject"}, YES),
        ({"Action": ["s3:GetObject"]}, NO),
        ({"Action": []}, NO),
        ({"Action": None}, UNKNOWN),
        ({"Action": ["s3:PutObject", 7]}, UNKNOWN),
        ({"NotAction": "s3:*"}, UNKNOWN),
        ({"Resource": "*"}, YES),
        ({"Resource": ["arn:aws:s3:::other/*", "arn:aws:s3:::audit/AWSLogs/"]}, YES),
        ({"Resource": "arn:aws:s3:::audit"}, NO),
        ({"Resource": "arn:aws:s3:::AUDIT/*"}, NO),
        ({"Resource": "arn:aws-cn:s3:::audit/*"}, NO),
        ({"Resource": "arn:aws:s3:::audit/${*}"}, NO),
        ({"Resource": "arn:aws:s3:::audit/${aws:username}/*"}, NO),
        ({"Resource": "arn:aws:s3:::audit/${aws:PrincipalOrgID}/*"}, UNKNOWN),
        ({"Resource": {"a": "b"}}, UNKNOWN),
        ({"Effect": "allow"}, UNKNOWN),
        ({"Effect": None}, UNKNOWN),
        ({"Effect": "Deny"}, NO),
    ],
)
def test_an_element_covers_a_request_by_iams_rules(replacements, truth):
    assert decide(ALLOW | replacements).allowed is truth


@pytest.mark.parametrize(
    ("element", "value", "truth"),
    [
        ("Principal", {"AWS": "111122223333"}, YES),
        ("Principal", {"Service": "guardduty.amazonaws.com"}, NO),
        ("Principal", "*", NO),
        ("Action", "s3:GetObject", YES),
        ("Action", ["s3:Put*"], NO),
        ("Resource", "arn:aws:s3:::other/*", YES),
        ("Resource", "*", NO),
        ("Resource", "arn:aws:s3:::audit/${aws:PrincipalOrgID}/*", UNKNOWN),
    ],
)
def test_a_negated_element_covers_what_it_does_not_list(element, value, truth):
    assert decide(without(ALLOW, element, **{f"Not{element}": value})).allowed is truth


@pytest.mark.parametrize("element", ["Principal", "Action", "Resource", "Effect"])
def test_a_statement_without_an_element_is_not_judged(element):
    assert decide(without(ALLOW, element)).allowed is UNKNOWN


@pytest.mark.parametrize("name", ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/r"])
def test_a_principal_of_iam_is_meant_by_each_of_its_names(name):
    assert decide(ALLOW | {"Principal": {"AWS": name}}, caller=OWNER).allowed is YES
    assert decide(ALLOW | {"Principal": {"AWS": name}}).allowed is NO


DENY = {"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
OPEN = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o"}}}


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        pytest.param([], NO, id="nothing-is-allowed-by-itself"),
        pytest.param([ALLOW], YES, id="an-allow-is-enough"),
        pytest.param([ALLOW, DENY], NO, id="a-deny-wins"),
        pytest.param([DENY, ALLOW], NO, id="whatever-the-order"),
        pytest.param([DENY], NO, id="a-deny-allows-nothing"),
        pytest.param([ALLOW | OPEN], UNKNOWN, id="an-open-allow"),
        pytest.param([ALLOW | OPEN, ALLOW], YES, id="an-open-allow-beside-a-plain-one"),
        pytest.param([ALLOW, DENY | OPEN], UNKNOWN, id="an-open-deny"),
        pytest.param([DENY | OPEN], NO, id="an-open-deny-with-no-allow"),
        pytest.param([ALLOW | OPEN, DENY], NO, id="a-deny-settles-an-open-allow"),
        pytest.param([ALLOW, "statement"], UNKNOWN, id="a-statement-that-is-none"),
        pytest.param([ALLOW, {}], UNKNOWN, id="an-empty-statement"),
    ],
)
def test_a_document_decides_by_iams_rules(statements, allowed):
    assert decide(*statements).allowed is allowed


def test_no_policy_allows_nothing():
    request = Request(GUARDDUTY, "s3:PutObject", "arn:aws:s3:::audit/x")

    assert evaluate(None, request).allowed is NO
    assert evaluate({}, request).allowed is NO


def test_a_single_statement_may_stand_alone():
    request = Request(GUARDDUTY, "s3:PutObject", "arn:aws:s3:::audit/x")

    assert evaluate({"Statement": ALLOW}, request).allowed is YES


def test_a_decision_names_its_statements():
    decision = decide(ALLOW, DENY, {**ALLOW, "Sid": "Mine"}, DENY | OPEN | {"Sid": ""})

    assert [s.name for s in decision.working_as(Effect.ALLOW, YES)] == ["statement 1 (without Sid)", "statement 'Mine'"]
    assert [s.name for s in decision.working_as(Effect.DENY, YES)] == ["statement 'No'"]
    assert [s.name for s in decision.working_as(Effect.DENY, UNKNOWN)] == ["statement 4 (without Sid)"]
