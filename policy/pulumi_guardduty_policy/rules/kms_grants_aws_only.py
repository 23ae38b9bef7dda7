"""Grants on a key are left to AWS services."""

from collections.abc import Iterable, Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.documents.condition import Condition
from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings, patterns_with_reason
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.key_policy import KeyStatement, key_statements


def _subjects(resource: Resource) -> Iterable[KeyStatement | Resource] | None:
    if resource.type in tokens.AWS_GRANT:
        return (resource,)
    return key_statements(resource)


def _judge(subject: KeyStatement | Resource, settings: Settings) -> Iterator[str]:
    if isinstance(subject, Resource):
        yield from _judge_grant(subject, settings)
    else:
        yield from _judge_statement(subject, settings)


def _judge_grant(resource: Resource, settings: Settings) -> Iterator[str]:
    grantee = str(resource.declared.get("granteePrincipal"))
    if settings.let_off("allowedGrantees", (grantee,)) is None:
        yield (
            f"the grant gives {grantee} the key beside its policy, where no reader of the policy sees it; "
            "put a statement into the key policy instead"
        )


def _judge_statement(subject: KeyStatement, settings: Settings) -> Iterator[str]:
    statement = subject.statement
    # An account's root stands for its IAM policies: KMS asks for that statement in every key policy.
    if not statement.allows or statement.only_account_roots or not statement.covers_action("kms:CreateGrant"):
        return
    if any(_for_aws_only(condition) for condition in statement.conditions):
        return
    named = [name for _, name in statement.principals]
    if statement.spares_principals or any(settings.let_off("allowedGrantees", (name,)) is None for name in named):
        yield (
            f"{subject.label} allows kms:CreateGrant without the condition Bool kms:GrantIsForAWSResource true, so "
            "the key can be passed on to anybody; add it, or leave the action out"
        )


def _for_aws_only(condition: Condition) -> bool:
    return (
        condition.operator == "bool"
        and not condition.if_exists
        and condition.key == "kms:grantisforawsresource"
        and [value.lower() for value in condition.values] == ["true"]
    )


RULE = Rule(
    id="kms-grants-aws-only",
    claim="Only AWS services acting for a principal may create grants on a key.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("AWS KMS Developer Guide, kms:GrantIsForAWSResource"),),
    steps="Add the condition `Bool: {kms:GrantIsForAWSResource: true}` to statements that allow kms:CreateGrant "
    "(`kms:Create*` and `kms:*` do), and write key policy statements instead of `aws.kms.Grant`.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
    options=(
        patterns_with_reason(
            "allowedGrantees",
            "Principals that may create grants, or be given one by the program (pattern), and the reason.",
        ),
    ),
    resource=ResourceCheck(subjects=_subjects, judge=_judge),
)
