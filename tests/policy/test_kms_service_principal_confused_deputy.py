"""`kms-service-principal-confused-deputy`."""

import pytest
from policy_keys import ADMINISTRATION, FORMS, GUARDDUTY, WITH_POLICY, aws_key, document
from policy_pack import UNKNOWN, Pack


RULE = "kms-service-principal-confused-deputy"

every_type = pytest.mark.parametrize("declare", WITH_POLICY)
every_form = pytest.mark.parametrize("form", FORMS)


def service(condition=None, **more):
    made = {key: value for key, value in GUARDDUTY.items() if key != "Condition"} | more
    return made if condition is None else made | {"Condition": condition}


def judged(statement, **settings):
    return Pack(RULE, **settings).resource(*aws_key(policy=document(statement)))


@every_type
@every_form
def test_a_service_that_is_pinned_passes(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(GUARDDUTY))).passed


@every_type
@every_form
def test_a_service_that_acts_for_anybody_is_a_violation(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(service()))).messages == [
        (
            "statement 'AllowGuardDutyKey' of the key policy lets guardduty.amazonaws.com use the key for anybody; "
            "add a condition such as StringEquals aws:SourceAccount and aws:SourceArn"
        )
    ]


@every_type
def test_a_declaration_without_a_policy_lets_no_service_in(declare):
    assert Pack(RULE).resource(*declare()).passed


@every_type
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).resource(*declare(policy=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"AWS:SourceArn": "arn:aws:guardduty:us-east-1:111122223333:detector/*"}},
        {"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}},
        {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-a1b2c3d4e5/*"}},
    ],
    ids=str,
)
def test_each_of_the_keys_for_services_pins(condition):
    assert judged(service(condition)).passed


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"kms:CallerAccount": "111122223333"}},
        {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:guardduty:us-east-1:*:detector/*"}},
        {"Bool": {"aws:SecureTransport": True}},
    ],
    ids=str,
)
def test_other_conditions_do_not_pin_whom_a_service_acts_for(condition):
    assert judged(service(condition)).messages


def test_denying_a_service_is_no_violation():
    assert judged(service(Effect="Deny")).passed


def test_people_and_roles_are_another_rules_business():
    assert judged(ADMINISTRATION).passed


def test_every_service_of_a_statement_is_named():
    services = {"Service": ["Logs.amazonaws.com", "guardduty.amazonaws.com"], "AWS": "111122223333"}

    (message,) = judged(service(Principal=services)).messages

    assert "lets logs.amazonaws.com, guardduty.amazonaws.com use the key" in message


def test_a_service_can_be_let_off_with_a_reason():
    allowed = [{"name": "logs.*", "reason": "CloudWatch Logs sends no source account"}]

    assert judged(service(Principal={"Service": "logs.us-east-1.amazonaws.com"}), allowedServices=allowed).passed
    assert judged(service(), allowedServices=allowed).messages


@pytest.mark.parametrize(
    "statement",
    [
        service(Principal=UNKNOWN),
        service(Principal={"Service": UNKNOWN}),
        service(UNKNOWN),
        service({"StringEquals": {"aws:SourceAccount": UNKNOWN}}),
        service(Effect=UNKNOWN),
    ],
    ids=str,
)
def test_a_statement_that_is_not_known_yet_leaves_it_open(statement):
    answer = Pack(RULE).resource(*aws_key(policy={"Statement": [statement, GUARDDUTY]}))

    assert not answer.violations
    assert "is not known before" in answer.reason
