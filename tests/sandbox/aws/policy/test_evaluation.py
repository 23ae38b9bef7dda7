"""Whole documents against whole requests. Evidence: IAM User Guide, "Policy evaluation logic", "Principal" and
"NotPrincipal"."""

import pytest
from pulumi_guardduty_sandbox.aws.policy import AccessRequest, Policy, Principal, PrincipalMatch, Verdict, evaluate


ROOT = Principal(arn="arn:aws:iam::111111111111:root", account="111111111111")
USER = Principal(arn="arn:aws:iam::111111111111:user/me", account="111111111111")
ROLE = "arn:aws:iam::111111111111:role/r"
SESSION = Principal(arn="arn:aws:sts::111111111111:assumed-role/r/s", account="111111111111", role_arn=ROLE)
SERVICE = Principal.of_service("guardduty.amazonaws.com")
NOBODY = Principal()
NONE, ACCOUNT, DIRECT = PrincipalMatch.NONE, PrincipalMatch.ACCOUNT, PrincipalMatch.DIRECT


def judged(*statements, principal=USER, action="s3:PutObject", resource="arn:aws:s3:::b/k", identity=False, **context):
    policy = Policy.parse({"Version": "2012-10-17", "Statement": list(statements)})
    return evaluate(policy, AccessRequest.of(principal, action, resource, context), identity=identity)


def statement(effect="Allow", **elements):
    chosen = {"Effect": effect, "Principal": "*", "Action": "s3:PutObject", "Resource": "*", **elements}
    return {key: value for key, value in chosen.items() if value is not None}


@pytest.mark.parametrize(
    ("named", "principal", "match"),
    [
        ("*", USER, DIRECT),
        ("*", SERVICE, DIRECT),
        ("*", NOBODY, DIRECT),
        ({"AWS": "*"}, USER, DIRECT),
        ({"AWS": "*"}, SERVICE, DIRECT),
        ({"AWS": USER.arn}, USER, DIRECT),
        ({"AWS": [ROLE, USER.arn]}, USER, DIRECT),
        ({"AWS": ROLE}, SESSION, DIRECT),
        ({"AWS": SESSION.arn}, SESSION, DIRECT),
        ({"AWS": "111111111111"}, USER, ACCOUNT),
        ({"AWS": ROOT.arn}, USER, ACCOUNT),
        ({"AWS": "arn:aws-cn:iam::111111111111:root"}, USER, ACCOUNT),
        ({"AWS": ROOT.arn}, SESSION, ACCOUNT),
        ({"AWS": ROOT.arn}, ROOT, DIRECT),
        ({"AWS": [ROOT.arn, USER.arn]}, USER, DIRECT),
        ({"Service": "guardduty.amazonaws.com"}, SERVICE, DIRECT),
        ({"Service": ["s3.amazonaws.com", "guardduty.amazonaws.com"]}, SERVICE, DIRECT),
        ({"AWS": ROOT.arn, "Service": "guardduty.amazonaws.com"}, SERVICE, DIRECT),
        ({"AWS": "222222222222"}, USER, NONE),
        ({"AWS": "arn:aws:iam::222222222222:root"}, USER, NONE),
        ({"AWS": "arn:aws:iam::111111111111:user/*"}, USER, NONE),
        ({"AWS": "arn:aws:iam::111111111111:user/you"}, USER, NONE),
        ({"AWS": ROOT.arn}, SERVICE, NONE),
        ({"AWS": ROOT.arn}, NOBODY, NONE),
        ({"AWS": ""}, NOBODY, NONE),
        ({"Service": "guardduty.eu-south-1.amazonaws.com"}, SERVICE, NONE),
        ({"Service": "*"}, SERVICE, NONE),
        ({"Service": "guardduty.amazonaws.com"}, USER, NONE),
        ({"Service": ""}, USER, NONE),
        ({"Federated": USER.arn}, USER, NONE),
        ({"CanonicalUser": USER.arn}, USER, NONE),
        (None, USER, NONE),
    ],
)
def test_a_statement_applies_to_the_principals_it_names(named, principal, match):
    verdict = judged(statement(Principal=named), principal=principal)

    assert verdict.match is match
    assert verdict.allows is (match is not NONE)


@pytest.mark.parametrize(
    ("named", "principal", "denied"),
    [
        ({"AWS": USER.arn}, USER, False),
        ({"AWS": ROOT.arn}, USER, False),
        ({"Service": "guardduty.amazonaws.com"}, SERVICE, False),
        ({"AWS": USER.arn}, SESSION, True),
        ({"AWS": USER.arn}, SERVICE, True),
        ({"Service": "s3.amazonaws.com"}, SERVICE, True),
        ("*", USER, False),
    ],
)
def test_not_principal_means_everybody_else(named, principal, denied):
    verdict = judged(statement("Deny", Principal=None, NotPrincipal=named), principal=principal)

    assert (verdict.denied_by is not None) is denied


@pytest.mark.parametrize(
    ("elements", "action"),
    [
        ({"Action": "s3:PutObject"}, "s3:PutObject"),
        ({"Action": "S3:putobject"}, "s3:PutObject"),
        ({"Action": "s3:Put*"}, "s3:PutObject"),
        ({"Action": "s3:P?tObject"}, "s3:PutObject"),
        ({"Action": "*"}, "s3:PutObject"),
        ({"Action": ["s3:GetObject", "s3:PutObject"]}, "s3:PutObject"),
        ({"Action": None, "NotAction": "s3:Get*"}, "s3:PutObject"),
    ],
)
def test_an_action_fits(elements, action):
    assert judged(statement(**elements), action=action).allows


@pytest.mark.parametrize(
    "elements",
    [
        {"Action": "s3:PutObjectAcl"},
        {"Action": "kms:*"},
        {"Action": ["s3:GetObject"]},
        {"Action": None, "NotAction": ["s3:GetObject", "S3:Put*"]},
    ],
)
def test_an_action_does_not_fit(elements):
    assert not judged(statement(**elements)).allows


@pytest.mark.parametrize(
    "elements",
    [
        {"Resource": "arn:aws:s3:::b/k"},
        {"Resource": "arn:aws:s3:::b/*"},
        {"Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b*"]},
        {"Resource": None, "NotResource": "arn:aws:s3:::a/*"},
        {"Resource": None},
        {"Resource": "arn:aws:s3:::${aws:PrincipalTag/bucket}/k"},
    ],
)
def test_a_resource_fits(elements):
    assert judged(statement(**elements), **{"aws:PrincipalTag/bucket": "b"}).allows


@pytest.mark.parametrize(
    "elements",
    [
        {"Resource": "arn:aws:s3:::b"},
        {"Resource": "arn:aws:s3:::B/k"},
        {"Resource": "arn:aws:s3:::${aws:username}/k"},
        {"Resource": None, "NotResource": ["arn:aws:s3:::b/*"]},
    ],
)
def test_a_resource_does_not_fit(elements):
    assert not judged(statement(**elements)).allows


def test_every_condition_has_to_hold():
    both = {"StringEquals": {"aws:SourceAccount": "1"}, "Bool": {"aws:SecureTransport": "true"}}

    assert judged(statement(Condition=both), **{"aws:sourceaccount": "1", "aws:SecureTransport": "true"}).allows
    assert not judged(statement(Condition=both), **{"aws:sourceaccount": "1"}).allows
    assert not judged(statement(Condition=both), **{"aws:SecureTransport": "true"}).allows


def test_a_key_of_a_request_may_have_several_values():
    wanted = {"ForAnyValue:StringEquals": {"aws:TagKeys": "b"}}

    assert judged(statement(Condition=wanted), **{"aws:TagKeys": ["a", "b"]}).allows


@pytest.mark.parametrize("reverse", [False, True])
def test_an_explicit_deny_wins_wherever_it_stands(reverse):
    statements = [statement(Sid="yes"), statement("Deny", Sid="no")]

    verdict = judged(*(reversed(statements) if reverse else statements))

    assert not verdict.allows
    assert verdict.denied_by.sid == "no"
    assert verdict.allowed_by is None


def test_a_deny_that_does_not_apply_changes_nothing():
    verdict = judged(statement("Deny", Resource="arn:aws:s3:::other"), statement(Sid="yes"))

    assert verdict.allows
    assert verdict.allowed_by.sid == "yes"


def test_silence_is_not_consent():
    verdict = judged(statement(Action="s3:GetObject"))

    assert not verdict.allows
    assert (verdict.denied_by, verdict.allowed_by, verdict.match) == (None, None, NONE)


@pytest.mark.parametrize("reverse", [False, True])
def test_being_named_oneself_counts_for_more_than_the_account(reverse):
    statements = [
        statement(Principal={"AWS": ROOT.arn}, Sid="account"),
        statement(Principal={"AWS": USER.arn}, Sid="me"),
    ]

    verdict = judged(*(reversed(statements) if reverse else statements))

    assert (verdict.match, verdict.allowed_by.sid) == (DIRECT, "me")


def test_a_resources_policy_that_names_nobody_applies_to_nobody():
    policy = Policy.parse({"Statement": statement(Principal=None)})

    assert not evaluate(policy, AccessRequest.of(USER, "s3:PutObject", "arn:aws:s3:::b/k", {})).allows


def test_a_verdict_with_a_deny_never_allows():
    (one,) = Policy.parse({"Statement": statement()}).statements

    assert Verdict(allowed_by=one).allows
    assert not Verdict(denied_by=one, allowed_by=one).allows


def test_an_identity_policy_names_nobody_and_means_its_owner():
    assert judged(statement(Principal=None), identity=True).allows


@pytest.mark.parametrize(
    ("principal", "name"),
    [(USER, USER.arn), (SERVICE, "guardduty.amazonaws.com"), (NOBODY, "anonymous")],
)
def test_a_principal_has_a_name_for_messages(principal, name):
    assert principal.name == name


@pytest.mark.parametrize("principal", [SERVICE, NOBODY])
def test_who_belongs_to_no_account_has_neither_account_nor_role(principal):
    assert (principal.account, principal.role_arn, principal.arn) == ("", "", "")


@pytest.mark.parametrize(("principal", "is_root"), [(ROOT, True), (USER, False), (SERVICE, False)])
def test_a_root_is_told_from_others(principal, is_root):
    assert principal.is_root is is_root
