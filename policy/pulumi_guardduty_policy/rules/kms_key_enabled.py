"""Declared keys can be used."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.key import Key, keys


def _judge(key: Key, _settings: Settings) -> Iterator[str]:
    if not key.enabled:
        yield "the key is declared disabled, so nothing it encrypts can be read or written; enable it, or remove it"


RULE = Rule(
    id="kms-key-enabled",
    claim="A KMS key is enabled: GuardDuty stops exporting when it cannot use its key.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("AWS KMS Developer Guide, Enable and disable keys"),),
    steps="Leave `is_enabled` (`enabled` in aws-native) out, or set it to True.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
    resource=ResourceCheck(subjects=keys, judge=_judge),
)
