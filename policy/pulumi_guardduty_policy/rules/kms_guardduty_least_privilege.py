"""GuardDuty may generate data keys, and nothing else."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.guardduty_principal import is_guardduty
from pulumi_guardduty_policy.views.key_policy import KeyStatement, key_statements


#: Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
_NEEDED = "kms:generatedatakey"


def _judge(subject: KeyStatement, _settings: Settings) -> Iterator[str]:
    statement = subject.statement
    if not statement.allows or not any(is_guardduty(service) for service in statement.services):
        return
    if statement.actions is None:
        yield f"{subject.label} allows GuardDuty all but some actions (NotAction); allow kms:GenerateDataKey alone"
        return
    surplus = [action for action in statement.actions if action.lower() != _NEEDED]
    if surplus:
        yield f"{subject.label} allows GuardDuty {', '.join(surplus)}; kms:GenerateDataKey is all it needs"


RULE = Rule(
    id="kms-guardduty-least-privilege",
    claim="A key policy allows GuardDuty kms:GenerateDataKey and nothing else.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("GuardDuty User Guide, Exporting generated findings to Amazon S3"),),
    steps="Allow the GuardDuty principal `kms:GenerateDataKey` only; `guardduty_key_policy()` writes the statement.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    resource=ResourceCheck(subjects=key_statements, judge=_judge),
)
