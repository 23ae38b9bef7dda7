"""`kms-grants-aws-only`."""

import pytest
from policy_keys import ADMINISTRATION, FORMS, WITH_POLICY, aws_key, document
from policy_pack import UNKNOWN, Pack


RULE = "kms-grants-aws-only"

every_type = pytest.mark.parametrize("declare", WITH_POLICY)
every_form = pytest.mark.parametrize("form", FORMS)

ROLE = "arn:aws:iam::111122223333:role/Uses"
FOR_AWS = {"Bool": {"kms:GrantIsForAWSResource": True}}

GRANT = {
    "Sid": "Grants",
    "Effect": "Allow",
    "Principal": {"AWS": ROLE},
    "Action": ["kms:ListGrants", "kms:CreateGrant"],
    "Resource": "*",
}


def judged(statement, **settings):
    return Pack(RULE, **settings).resource(*aws_key(policy=document(statement)))


@every_type
@every_form
def test_grants_for_aws_services_pass(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(GRANT | {"Condition": FOR_AWS}))).passed


@every_type
@every_form
def test_grants_for_anybody_are_a_violation(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(GRANT))).messages == [
        (
            "statement 'Grants' of the key policy allows kms:CreateGrant without the condition Bool "
            "kms:GrantIsForAWSResource true, so the key can be passed on to anybody; add it, "
            "or leave the action out"
        )
    ]


@every_type
def test_a_declaration_without_a_policy_allows_no_grants(declare):
    assert Pack(RULE).resource(*declare()).passed


@every_type
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).resource(*declare(policy=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize("action", ["kms:Create*", "kms:*", "*", "KMS:creategrant", "kms:Create?rant"])
def test_wildcards_that_cover_the_action_are_seen(action):
    assert judged(GRANT | {"Action": action}).messages


@pytest.mark.parametrize("action", ["kms:RetireGrant", "kms:CreateKey", "kms:Decrypt"])
def test_other_actions_pass(action):
    assert judged(GRANT | {"Action": action}).passed


def without_action(**more):
    return {key: value for key, value in GRANT.items() if key != "Action"} | more


def test_all_but_some_actions_covers_it_unless_it_is_among_them():
    assert judged(without_action(NotAction="kms:Decrypt")).messages
    assert judged(without_action(NotAction=["kms:Create*"])).passed


@pytest.mark.parametrize(
    "principal", [{"AWS": "arn:aws:iam::111122223333:root"}, {"AWS": ["111122223333"]}, {"AWS": 111122223333}]
)
def test_an_account_stands_for_its_iam_policies_and_passes(principal):
    assert judged(ADMINISTRATION | {"Principal": principal}).passed


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": ["arn:aws:iam::111122223333:root", ROLE]},
        {"AWS": "arn:aws:iam::111122223333:user/root"},
        {"Service": "111122223333"},
        "*",
    ],
    ids=str,
)
def test_a_statement_for_more_than_accounts_is_judged(principal):
    assert judged(ADMINISTRATION | {"Principal": principal}).messages


def test_all_but_some_principals_is_judged():
    statement = {key: value for key, value in GRANT.items() if key != "Principal"}

    assert judged(statement | {"NotPrincipal": {"AWS": "111122223333"}}).messages


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        {"Bool": {"kms:grantisforawsresource": ["True"]}},
        {"StringEquals": {"kms:CallerAccount": "111122223333"}, "Bool": {"kms:GrantIsForAWSResource": True}},
    ],
    ids=str,
)
def test_the_condition_is_read_in_every_form(condition):
    assert judged(GRANT | {"Condition": condition}).passed


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"kms:GrantIsForAWSResource": False}},
        {"Bool": {"kms:GrantIsForAWSResource": ["true", "false"]}},
        {"BoolIfExists": {"kms:GrantIsForAWSResource": True}},
        {"StringEquals": {"kms:GrantIsForAWSResource": "true"}},
        {"Bool": {"kms:ViaService": True}},
    ],
    ids=str,
)
def test_a_condition_that_says_less_does_not_help(condition):
    assert judged(GRANT | {"Condition": condition}).messages


def test_denying_grants_is_no_violation():
    assert judged(GRANT | {"Effect": "Deny"}).passed


def test_principals_can_be_let_off_with_a_reason():
    allowed = [{"name": "arn:aws:iam::111122223333:role/Uses", "reason": "makes volumes"}]

    assert judged(GRANT, allowedGrantees=allowed).passed
    assert judged(GRANT | {"Principal": {"AWS": [ROLE, f"{ROLE}2"]}}, allowedGrantees=allowed).messages


@pytest.mark.parametrize("changed", [{"Action": UNKNOWN}, {"Principal": UNKNOWN}, {"Condition": UNKNOWN}], ids=str)
def test_a_statement_that_is_not_known_yet_leaves_it_open(changed):
    answer = Pack(RULE).resource(*aws_key(policy={"Statement": [GRANT | changed]}))

    assert not answer.violations
    assert "is not known before" in answer.reason


def grant(**props):
    return "aws:kms/grant:Grant", {"keyId": "k", "operations": ["Decrypt"], **props}


def test_a_declared_grant_is_a_violation():
    assert Pack(RULE).resource(*grant(granteePrincipal=ROLE)).messages == [
        (
            f"the grant gives {ROLE} the key beside its policy, where no reader of the policy sees it; "
            "put a statement into the key policy instead"
        )
    ]


def test_a_declared_grant_can_be_let_off_with_a_reason():
    allowed = [{"name": "*:role/Uses", "reason": "makes volumes"}]

    assert Pack(RULE, allowedGrantees=allowed).resource(*grant(granteePrincipal=ROLE)).passed
    assert Pack(RULE, allowedGrantees=allowed).resource(*grant(granteePrincipal=f"{ROLE}2")).messages


def test_a_declared_grant_whose_grantee_is_not_known_yet_is_left_open():
    answer = Pack(RULE).resource(*grant(granteePrincipal=UNKNOWN))

    assert not answer.violations
    assert "`granteePrincipal` is not known" in answer.reason
