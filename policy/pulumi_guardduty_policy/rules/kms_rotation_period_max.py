"""KMS keys are rotated often enough."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings, whole_number
from pulumi_guardduty_policy.framework.standard import cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.views.key import Key, keys


def _judge(key: Key, settings: Settings) -> Iterator[str]:
    allowed = int(settings["maxDays"])
    if key.rotates and key.rotation_days > allowed and key.rotatable:
        yield (
            f"the key is rotated every {key.rotation_days} days, which is more than {allowed}; "
            f"set rotation_period_in_days to {allowed} or less"
        )


RULE = Rule(
    id="kms-rotation-period-max",
    claim="A KMS key that is rotated is rotated at least once in the longest period allowed.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(cis_v5("3.6"), cis_v6("4.6"), security_hub("KMS.4")),
    steps="Set `rotation_period_in_days` to the period allowed; without it KMS rotates every 365 days.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    options=(
        whole_number("maxDays", 365, "Longest period between two rotations, in days.", at_least=90, at_most=2560),
    ),
    resource=ResourceCheck(subjects=keys, judge=_judge),
)
