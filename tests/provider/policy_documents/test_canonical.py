import json

import pytest
from hypothesis import given
from policy_samples import ACCOUNT, BUCKET, bucket_policy, key_policy
from policy_strategies import UNHURRIED, documents
from pulumi_guardduty.policy_documents import canonical, parse_document, same_meaning


ALLOW = {
    "Sid": "A",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": ["s3:GetObject", "s3:PutObject"],
    "Resource": [BUCKET, f"{BUCKET}/*"],
    "Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}, "Bool": {"aws:SecureTransport": "true"}},
}
DENY = {"Sid": "D", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def policy(*statements, **rest):
    return {"Version": "2012-10-17", "Statement": list(statements), **rest}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(policy(DENY, ALLOW), id="order-of-statements"),
        pytest.param(policy(ALLOW, DENY, DENY), id="a-statement-twice"),
        pytest.param(policy(ALLOW, DENY, Id="named"), id="id"),
        pytest.param(policy(dict(reversed(ALLOW.items())), DENY), id="order-of-elements"),
        pytest.param(policy(ALLOW | {"Action": ["s3:PutObject", "s3:GetObject"]}, DENY), id="order-of-actions"),
        pytest.param(policy(ALLOW | {"Action": ["S3:putobject", "s3:GETOBJECT"]}, DENY), id="case-of-actions"),
        pytest.param(policy(ALLOW | {"Action": [*ALLOW["Action"], "s3:PutObject"]}, DENY), id="an-action-twice"),
        pytest.param(policy(ALLOW | {"Resource": [f"{BUCKET}/*", BUCKET]}, DENY), id="order-of-resources"),
        pytest.param(policy(ALLOW | {"Principal": {"AWS": ACCOUNT}}, DENY), id="account-id"),
        pytest.param(policy(ALLOW | {"Principal": {"AWS": [ACCOUNT]}}, DENY), id="account-id-in-a-list"),
        pytest.param(policy(ALLOW, DENY | {"Principal": {"AWS": "*"}}), id="everybody"),
        pytest.param(policy(ALLOW, DENY | {"Principal": {"AWS": ["*"]}}), id="everybody-in-a-list"),
        pytest.param(policy(ALLOW, DENY | {"Action": ["s3:*"], "Resource": ["*"]}), id="lists-of-one"),
        pytest.param(policy(ALLOW, DENY | {"Condition": {}}), id="empty-condition"),
        pytest.param(
            policy(
                ALLOW
                | {
                    "Condition": {
                        "Bool": {"AWS:securetransport": [True]},
                        "StringEquals": {"aws:sourceaccount": [2, "1"]},
                    }
                },
                DENY,
            ),
            id="spelling-of-conditions",
        ),
        pytest.param(json.dumps(policy(ALLOW, DENY), indent=4), id="text"),
    ],
)
def test_another_spelling_of_the_same_is_no_difference(other):
    assert same_meaning(policy(ALLOW, DENY), other)


def test_one_statement_may_stand_alone():
    assert same_meaning({"Version": "2012-10-17", "Statement": DENY}, policy(DENY))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(policy(ALLOW), id="a-statement-less"),
        pytest.param(policy(ALLOW, DENY, DENY | {"Sid": "E"}), id="a-statement-more"),
        pytest.param(policy(ALLOW | {"Sid": "B"}, DENY), id="sid"),
        pytest.param(policy(ALLOW | {"Effect": "Deny"}, DENY), id="effect"),
        pytest.param(policy(ALLOW | {"Principal": {"AWS": "444455556666"}}, DENY), id="principal"),
        pytest.param(policy(ALLOW | {"Principal": {"Service": ACCOUNT}}, DENY), id="kind-of-principal"),
        pytest.param(policy(ALLOW | {"Action": "s3:GetObject"}, DENY), id="action"),
        pytest.param(policy(ALLOW | {"Resource": BUCKET.upper()}, DENY), id="case-of-resource"),
        pytest.param(policy({k: v for k, v in ALLOW.items() if k != "Condition"}, DENY), id="condition-gone"),
        pytest.param(
            policy(ALLOW | {"Condition": {"StringLike": ALLOW["Condition"]["StringEquals"]}}, DENY), id="operator"
        ),
        pytest.param({**policy(ALLOW, DENY), "Version": "2008-10-17"}, id="version"),
        pytest.param({"Statement": [ALLOW, DENY]}, id="no-version"),
        pytest.param(
            policy({("NotAction" if k == "Action" else k): v for k, v in ALLOW.items()}, DENY), id="negated-element"
        ),
    ],
)
def test_a_change_of_meaning_is_a_difference(other):
    assert not same_meaning(policy(ALLOW, DENY), other)


def test_case_counts_in_string_values_and_not_in_booleans():
    def with_test(operator, value):
        return policy(DENY | {"Condition": {operator: {"aws:X": value}}})

    assert same_meaning(with_test("Bool", "False"), with_test("Bool", "false"))
    assert not same_meaning(with_test("StringEquals", "False"), with_test("StringEquals", "false"))


def test_one_condition_key_in_two_spellings_is_left_alone():
    tests = {"aws:sourceAccount": "1", "AWS:SourceAccount": "2"}

    assert canonical(policy(DENY | {"Condition": {"StringEquals": tests}}))["Statement"][0]["Condition"] == {
        "StringEquals": tests
    }


@pytest.mark.parametrize("document", [bucket_policy(), key_policy()])
def test_the_canonical_form_is_a_policy_of_the_same_meaning_and_its_own_canonical_form(document):
    once = canonical(document)

    assert canonical(once) == once
    assert same_meaning(once, document)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "nonsense",
            "the policy document is not JSON: Expecting value: line 1 column 1 (char 0)",
        ),
        ("[]", "the policy document must be a JSON object, not a list"),
        ("null", "the policy document must be a JSON object, not null"),
        ('"x"', "the policy document must be a JSON object, not a string"),
        ("1.5", "the policy document must be a JSON object, not a number"),
        ("true", "the policy document must be a JSON object, not a boolean"),
        ('{"a":' * 70 + "1" + "}" * 70, "the policy document is nested more than 64 levels deep"),
    ],
)
def test_what_is_no_policy_document_is_refused_in_one_sentence(text, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        parse_document(text)

    assert str(refusal.value) == message


def test_a_text_nested_beyond_the_parsers_stack_is_refused():
    with pytest.raises(ValueError, match="the policy document is not JSON"):
        parse_document('{"a":' + "[" * 100_000)


@given(documents)
@UNHURRIED
def test_no_document_whatever_makes_canonical_raise(document):
    assert canonical(canonical(document)) == canonical(json.dumps(document))
