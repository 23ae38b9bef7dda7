"""The order to delete a key leaves time to take it back."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings, whole_number
from pulumi_guardduty_policy.framework.standard import aws_config, cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.views.key import Key, keys


def _judge(key: Key, settings: Settings) -> Iterator[str]:
    needed = int(settings["minDays"])
    if key.deletion_days < needed:
        yield (
            f"a deleted key can be taken back for {key.deletion_days} days only, and all that it encrypts is lost "
            f"with it; wait {needed} days or more"
        )


RULE = Rule(
    id="kms-deletion-window-min",
    claim="KMS waits long enough before it deletes a key.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(
        cis_v5("4.7"),
        cis_v6("5.7"),
        security_hub("KMS.3"),
        aws_config("kms-cmk-not-scheduled-for-deletion"),
    ),
    steps="Raise `deletion_window_in_days` (`pending_window_in_days` in aws-native), or leave it out: KMS waits 30.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    options=(whole_number("minDays", 14, "Fewest days between the order and the end.", at_least=7, at_most=30),),
    strict_options={"minDays": 30},
    resource=ResourceCheck(subjects=keys, judge=_judge),
)
