"""`kms-guardduty-least-privilege`."""

import pytest
from policy_keys import ADMINISTRATION, FORMS, GUARDDUTY, WITH_POLICY, aws_key, document
from policy_pack import UNKNOWN, Pack


RULE = "kms-guardduty-least-privilege"

every_type = pytest.mark.parametrize("declare", WITH_POLICY)
every_form = pytest.mark.parametrize("form", FORMS)


def judged(**changed):
    return Pack(RULE).resource(*aws_key(policy=document(GUARDDUTY | changed)))


@every_type
@every_form
def test_generating_data_keys_passes(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(GUARDDUTY))).passed


@every_type
@every_form
def test_anything_more_is_a_violation(declare, form):
    policy = form(GUARDDUTY | {"Action": ["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"]})

    assert Pack(RULE).resource(*declare(policy=policy)).messages == [
        (
            "statement 'AllowGuardDutyKey' of the key policy allows GuardDuty kms:Decrypt, kms:Encrypt; "
            "kms:GenerateDataKey is all it needs"
        )
    ]


@every_type
def test_a_declaration_without_a_policy_allows_nothing(declare):
    assert Pack(RULE).resource(*declare()).passed


@every_type
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).resource(*declare(policy=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize("action", ["kms:*", "*", "kms:GenerateDataKey*", "kms:GenerateDataKeyWithoutPlaintext"])
def test_wildcards_and_neighbours_are_more_than_is_needed(action):
    assert judged(Action=action).messages


def test_actions_are_compared_in_any_case():
    assert judged(Action="KMS:generatedatakey").passed


def test_all_but_some_actions_is_a_violation():
    statement = {key: value for key, value in GUARDDUTY.items() if key != "Action"} | {"NotAction": "kms:Decrypt"}

    (message,) = Pack(RULE).resource(*aws_key(policy=document(statement))).messages

    assert "allows GuardDuty all but some actions (NotAction)" in message


def test_a_statement_without_action_is_a_violation():
    statement = {key: value for key, value in GUARDDUTY.items() if key != "Action"}

    (message,) = Pack(RULE).resource(*aws_key(policy=document(statement))).messages

    assert message == "statement 'AllowGuardDutyKey' of the policy has neither Action nor NotAction"


@pytest.mark.parametrize(
    "name", ["guardduty.amazonaws.com", "guardduty.af-south-1.amazonaws.com", "GuardDuty.amazonaws.com.cn"]
)
def test_guardduty_is_known_under_its_global_regional_and_foreign_names(name):
    assert judged(Action="kms:*", Principal={"Service": ["logs.amazonaws.com", name]}).messages


@pytest.mark.parametrize("name", ["malware-protection-plan.guardduty.amazonaws.com", "logs.amazonaws.com"])
def test_other_services_are_not_held_to_it(name):
    assert judged(Action="kms:*", Principal={"Service": name}).passed


def test_people_and_roles_are_not_held_to_it():
    assert Pack(RULE).resource(*aws_key(policy=document(ADMINISTRATION))).passed


def test_denying_guardduty_more_is_no_violation():
    assert judged(Effect="Deny", Action="kms:*").passed


@pytest.mark.parametrize(
    "changed",
    [{"Action": UNKNOWN}, {"Action": [UNKNOWN]}, {"Principal": UNKNOWN}, {"Effect": UNKNOWN}],
    ids=str,
)
def test_a_statement_that_is_not_known_yet_leaves_it_open(changed):
    answer = Pack(RULE).resource(*aws_key(policy={"Statement": [GUARDDUTY | changed]}))

    assert not answer.violations
    assert "is not known before" in answer.reason
