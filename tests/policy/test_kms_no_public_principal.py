"""`kms-no-public-principal`."""

import pytest
from policy_keys import ADMINISTRATION, FORMS, GUARDDUTY, WITH_POLICY, aws_key, document, key_policy
from policy_pack import UNKNOWN, Pack


RULE = "kms-no-public-principal"

every_type = pytest.mark.parametrize("declare", WITH_POLICY)
every_form = pytest.mark.parametrize("form", FORMS)


def allow(principal="*", condition=None, **more):
    made = {"Sid": "Open", "Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}
    if condition is not None:
        made["Condition"] = condition
    made.update(more)
    return {key: value for key, value in made.items() if value is not None}


def judged(statement, declare=aws_key):
    return Pack(RULE).resource(*declare(policy=document(statement)))


@every_type
@every_form
def test_named_principals_pass(declare, form):
    assert Pack(RULE).resource(*declare(policy=form(ADMINISTRATION))).passed


@every_type
@every_form
def test_everybody_is_a_violation(declare, form):
    answer = Pack(RULE).resource(*declare(policy=form(allow())))

    assert answer.levels == ["mandatory"]
    assert answer.messages == [
        (
            "statement 'Open' of the key policy allows principal \"*\", and no condition pins the account, "
            "organization or source; name the principals, or add a condition such as StringEquals aws:PrincipalOrgID"
        )
    ]


@every_type
def test_a_declaration_without_a_policy_has_nothing_public(declare):
    assert Pack(RULE).resource(*declare()).passed


@every_type
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).resource(*declare(policy=UNKNOWN))

    assert not answer.violations
    assert "is not known before `pulumi up`" in answer.reason


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": ["arn:aws:iam::111122223333:root", "*"]},
        {"AWS": "arn:aws:iam::*:root"},
        {"Service": "*"},
        {"Federated": "*"},
        {"aws": "*"},
    ],
    ids=str,
)
def test_every_way_to_write_everybody_is_seen(principal):
    assert judged(allow(principal)).messages


def test_all_but_some_principals_is_everybody():
    (message,) = judged(allow(None, NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"})).messages

    assert "allows all but those it names (NotPrincipal)" in message


def test_denying_everybody_is_no_violation():
    assert judged(allow(Effect="Deny")).passed


def test_several_statements_are_judged_apart():
    answer = Pack(RULE).resource(*aws_key(policy=document(ADMINISTRATION, allow(), GUARDDUTY, allow(Sid="Too"))))

    assert [message.split(" of ")[0] for message in answer.messages] == ["statement 'Open'", "statement 'Too'"]


def test_a_statement_without_sid_is_named_by_its_place():
    answer = Pack(RULE).resource(*aws_key(policy=document(ADMINISTRATION, allow(Sid=None))))

    assert answer.messages[0].startswith("statement 2 of the key policy")


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"kms:CallerAccount": "111122223333"}},
        {"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}},
        {"StringEquals": {"aws:principalorgid": "o-a1b2c3d4e5"}},
        {"StringLike": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}},
        {"ArnEquals": {"aws:SourceArn": "arn:aws:guardduty:*:111122223333:detector/*"}},
        {"StringEqualsIgnoreCase": {"aws:SourceAccount": "111122223333"}},
        {"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}},
        {"ForAnyValue:StringEquals": {"aws:SourceOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-1/"}},
        {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::one-bucket"}},
        {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"kms:CallerAccount": "111122223333"}},
    ],
    ids=str,
)
def test_a_condition_that_pins_account_organization_or_source_passes(condition):
    assert judged(allow(condition=condition)).passed


@pytest.mark.parametrize(
    "condition",
    [
        {"Bool": {"aws:SecureTransport": "true"}},
        {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
        {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
        {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}},
        {"StringLike": {"kms:CallerAccount": "*"}},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"StringLike": {"aws:PrincipalAccount": "11112222333?"}},
        {"StringLike": {"aws:PrincipalAccount": ["111122223333", "*"]}},
        {"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}},
        {"StringEquals": {"aws:PrincipalAccount": ""}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:PrincipalArn": "*"}},
        {"ArnLike": {"aws:SourceArn": "arn:*"}},
        {"StringLike": {"aws:SourceArn": "*:aws:guardduty:us-east-1:111122223333:detector/*"}},
        {"StringLike": {"aws:PrincipalOrgPaths": "*/r-ab12/*"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/"}},
        {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}},
        {"StringNotLike": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"Null": {"aws:PrincipalOrgID": "false"}},
        {},
    ],
    ids=str,
)
def test_a_condition_that_pins_none_of_these_does_not_help(condition):
    assert judged(allow(condition=condition)).messages


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param("{", "the policy is not JSON", id="not-json"),
        pytest.param('"text"', "the policy has no Statement", id="json-text"),
        pytest.param("{}", "the policy has no Statement", id="no-statement"),
        pytest.param('{"Statement": 1}', "the policy has no Statement", id="statement-is-a-number"),
        pytest.param('{"Statement": ["x"]}', "statement 1 of the policy is not an object", id="text-for-a-statement"),
        pytest.param(
            document({"Effect": "Permit", "Principal": "*", "Action": "kms:*"}),
            "has Effect 'Permit'; write Allow or Deny",
            id="effect",
        ),
        pytest.param(document({"Principal": "*", "Action": "kms:*"}), "has Effect None", id="no-effect"),
        pytest.param(
            document({"Effect": "Allow", "Action": "kms:*"}), "neither Principal nor NotPrincipal", id="no-principal"
        ),
        pytest.param(
            document({"Effect": "Allow", "Principal": ["x"], "Action": "kms:*"}),
            'the Principal of statement 1 is neither "*" nor an object',
            id="list-of-principals",
        ),
        pytest.param(
            document({"Effect": "Allow", "Principal": {"AWS": {}}, "Action": "kms:*"}),
            "Principal AWS of a policy document is a",
            id="object-for-a-name",
        ),
        pytest.param(document(allow(condition="x")), "the Condition of a policy statement is not", id="condition"),
        pytest.param(
            document(allow(condition={"StringEquals": "x"})),
            "Condition StringEquals of a policy statement is not an object",
            id="operator",
        ),
    ],
)
def test_what_aws_would_not_read_is_a_violation_and_not_a_pass(policy, expected):
    (message,) = Pack(RULE).resource(*key_policy(policy=policy)).messages

    assert expected in message


def test_a_certain_violation_is_reported_beside_a_statement_that_is_not_known_yet():
    policy = {"Statement": [UNKNOWN, allow(), ADMINISTRATION | {"Principal": UNKNOWN}]}

    answer = Pack(RULE).resource(*aws_key(policy=policy))

    assert len(answer.messages) == 1
    assert not answer.waiting


@pytest.mark.parametrize(
    "statement",
    [
        UNKNOWN,
        allow(UNKNOWN),
        allow({"AWS": UNKNOWN}),
        allow({"AWS": [UNKNOWN]}),
        allow(Effect=UNKNOWN),
        allow(condition=UNKNOWN),
        allow(condition={"StringEquals": UNKNOWN}),
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": UNKNOWN}}),
        allow(condition={"StringEquals": {"aws:PrincipalOrgID": [UNKNOWN]}}),
    ],
    ids=str,
)
def test_a_statement_that_is_not_known_yet_in_a_place_that_matters_leaves_it_open(statement):
    answer = Pack(RULE).resource(*aws_key(policy={"Statement": [ADMINISTRATION, statement]}))

    assert not answer.violations
    assert "is not known before" in answer.reason


def test_what_does_not_matter_may_be_unknown():
    policy = {"Statement": [ADMINISTRATION | {"Resource": UNKNOWN, "Action": UNKNOWN, "Condition": UNKNOWN}]}

    assert Pack(RULE).resource(*aws_key(policy=policy)).passed


def test_elements_are_read_in_any_case():
    assert judged({"effect": "allow", "principal": "*", "action": "kms:*", "resource": "*"}).messages


def test_other_resources_are_none_of_the_rules_business():
    answer = Pack(RULE).resource("aws:s3/bucketPolicy:BucketPolicy", {"policy": document(allow())})

    assert answer.reason == "nothing here that the rule is about"
