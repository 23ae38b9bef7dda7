"""Declared detectors detect."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, security_hub
from pulumi_guardduty_policy.views.detector import Detector, detectors


def _judge(detector: Detector, _settings: Settings) -> Iterator[str]:
    if not detector.enabled:
        yield "the detector is declared suspended, so GuardDuty detects nothing in its region; set enable=True"


RULE = Rule(
    id="guardduty-detector-enabled",
    claim="A detector is enabled.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(security_hub("GuardDuty.1"), aws_config("guardduty-enabled-centralized")),
    steps="Set `enable=True`, or leave it out in the `aws` provider.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html",
    resource=ResourceCheck(subjects=detectors, judge=_judge),
)
