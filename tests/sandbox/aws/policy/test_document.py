"""Documents that AWS would store, and those it would refuse. Evidence: IAM User Guide, "Grammar of the IAM JSON policy
language"."""

import json

import pytest
from pulumi_guardduty_sandbox.aws.policy import Effect, Policy, PolicyError
from pulumi_guardduty_sandbox.aws.policy.condition import Condition


STATEMENT = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def document(**changes) -> dict:
    return {"Version": "2012-10-17", "Statement": [{**STATEMENT, **changes}]}


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(document(), id="values"),
        pytest.param(json.dumps(document()), id="text"),
        pytest.param(json.dumps(document()).encode(), id="bytes"),
        pytest.param({"Statement": STATEMENT}, id="one-statement-no-version"),
        pytest.param({"Version": "2008-10-17", "Statement": STATEMENT}, id="old-version"),
    ],
)
def test_a_document_is_read_from_any_of_its_forms(form):
    (statement,) = Policy.parse(form).statements

    assert (statement.effect, statement.action, statement.resource) == (Effect.ALLOW, ("s3:*",), ("*",))
    assert (statement.sid, statement.not_action, statement.not_resource, statement.conditions) == ("", None, None, ())
    assert (statement.principal, statement.not_principal) == (None, None)


def test_every_element_is_read():
    found = {
        "Sid": "One",
        "Effect": "Deny",
        "NotPrincipal": {"AWS": ["1", "2"]},
        "NotAction": ["a:B"],
        "NotResource": ["r"],
        "Condition": {"Bool": {"x": False}, "ForAnyValue:StringLikeIfExists": {"Y": ["a", "b"]}},
    }

    (statement,) = Policy.parse({"Statement": [found]}).statements

    assert (statement.sid, statement.name, statement.effect) == ("One", "One", Effect.DENY)
    assert statement.not_principal == {"AWS": ["1", "2"]}
    assert (statement.not_action, statement.not_resource) == (("a:B",), ("r",))
    assert statement.conditions == (
        Condition("Bool", "x", ("false",)),
        Condition("StringLike", "y", ("a", "b"), quantifier="ForAnyValue", if_exists=True),
    )


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_statement_without_sid_has_a_name_to_speak_of(effect):
    (statement,) = Policy.parse(document(Effect=effect)).statements

    assert statement.name == f"an unnamed {effect} statement"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param(
            "{",
            "the policy is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            id="not-json",
        ),
        pytest.param("[]", "the policy is not a JSON object", id="not-an-object"),
        pytest.param(
            {"Version": "2012", "Statement": STATEMENT},
            "Version is '2012'; allowed are 2012-10-17 and 2008-10-17",
            id="version",
        ),
        pytest.param({"Version": "2012-10-17"}, "Statement is missing or empty", id="no-statement"),
        pytest.param({"Statement": []}, "Statement is missing or empty", id="empty-statement"),
        pytest.param({"Statement": "x"}, "Statement is missing or empty", id="statement-is-text"),
        pytest.param({"Statement": [STATEMENT, 1]}, "statement 1 is not an object", id="not-a-statement"),
        pytest.param(document(Actions="x", Sids=1), "statement 0 has unknown elements: Actions, Sids", id="unknown"),
        pytest.param(
            document(Effect="allow"), "statement 0 has Effect 'allow'; allowed are Allow and Deny", id="effect"
        ),
        pytest.param(
            document(Principal="*", NotPrincipal="*"), "statement 0 has both Principal and NotPrincipal", id="both-p"
        ),
        pytest.param(document(NotAction="x"), "statement 0 has both Action and NotAction", id="both-actions"),
        pytest.param(document(NotResource="x"), "statement 0 has both Resource and NotResource", id="both-resources"),
        pytest.param(
            {"Statement": {"Effect": "Allow", "Resource": "*"}},
            "statement 0 has neither Action nor NotAction",
            id="no-action",
        ),
        pytest.param(
            document(Action=[]), "statement 0 has Action []; a string or a list of strings is needed", id="no-actions"
        ),
        pytest.param(
            document(Resource=[1]),
            "statement 0 has Resource [1]; a string or a list of strings is needed",
            id="resource-number",
        ),
        pytest.param(
            document(Resource=["a", 1]),
            "statement 0 has Resource ['a', 1]; a string or a list of strings is needed",
            id="resource-mixed",
        ),
        pytest.param(
            document(Resource={"a": 1}),
            "statement 0 has Resource {'a': 1}; a string or a list of strings is needed",
            id="resource-object",
        ),
        pytest.param(
            document(Principal="arn"),
            "statement 0 has Principal 'arn'; '*' or an object of AWS, Service is needed",
            id="principal-text",
        ),
        pytest.param(
            document(Principal={}),
            "statement 0 has Principal {}; '*' or an object of AWS, Service is needed",
            id="principal-empty",
        ),
        pytest.param(
            document(NotPrincipal={"Aws": "1"}),
            "statement 0 has NotPrincipal {'Aws': '1'}; '*' or an object of AWS, Service is needed",
            id="principal-kind",
        ),
        pytest.param(
            document(Principal={"Service": 1}),
            "statement 0, Principal has Service 1; a string or a list of strings is needed",
            id="principal-value",
        ),
        pytest.param(document(Condition=[]), "statement 0 has a Condition that is not an object", id="condition"),
        pytest.param(
            document(Condition={"StringEqual": {"a": "b"}}),
            "statement 0 has the unknown condition operator 'StringEqual'",
            id="operator",
        ),
        pytest.param(
            document(Condition={"StringEquals": "a"}), "statement 0 has a StringEquals that is not an object", id="test"
        ),
    ],
)
def test_what_aws_would_not_store_is_refused_with_the_place(form, text):
    with pytest.raises(PolicyError) as caught:
        Policy.parse(form)

    assert str(caught.value) == text


@pytest.mark.parametrize("operator", ["Null", "StringLike", "StringNotEqualsIfExists", "ForAllValues:ArnNotLike"])
def test_each_kind_of_operator_is_known(operator):
    (statement,) = Policy.parse(document(Condition={operator: {"a": "b"}})).statements

    assert len(statement.conditions) == 1


@pytest.mark.parametrize("kind", ["AWS", "Service", "Federated", "CanonicalUser"])
def test_each_kind_of_principal_is_known(kind):
    (statement,) = Policy.parse(document(Principal={kind: "x"})).statements

    assert statement.principal == {kind: "x"}
