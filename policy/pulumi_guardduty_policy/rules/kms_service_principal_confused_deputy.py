"""An AWS service may use a key for the accounts and resources that are meant, and for no others."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings, patterns_with_reason
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.key_policy import KeyStatement, key_statements


#: Source: IAM User Guide, "The confused deputy problem".
_PINS = frozenset({"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"})


def _judge(subject: KeyStatement, settings: Settings) -> Iterator[str]:
    statement = subject.statement
    if not statement.allows:
        return
    services = [name for name in statement.services if settings.let_off("allowedServices", (name,)) is None]
    if services and not statement.pinned_by(_PINS):
        yield (
            f"{subject.label} lets {', '.join(services)} use the key for anybody; add a condition such as "
            "StringEquals aws:SourceAccount and aws:SourceArn"
        )


RULE = Rule(
    id="kms-service-principal-confused-deputy",
    claim="A key policy that allows an AWS service pins the account, organization or resource it acts for.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("IAM User Guide, The confused deputy problem"),),
    steps="Add `aws:SourceArn` and `aws:SourceAccount` to the statement's Condition. For GuardDuty the ARN is "
    "`arn:aws:guardduty:<region>:<account>:detector/<id>`; `guardduty_key_policy()` writes it.",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    options=(
        patterns_with_reason(
            "allowedServices",
            "Service principals that need no such condition (pattern), and the reason: some services do not send it.",
        ),
    ),
    resource=ResourceCheck(subjects=key_statements, judge=_judge),
)
