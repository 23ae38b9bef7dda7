"""Key material stays in one region unless somebody needs it elsewhere."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings, yes_or_no
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.key import Key, keys


def _judge(key: Key, settings: Settings) -> Iterator[str]:
    if not settings["allowed"] and key.multi_region:
        yield (
            "the key is a multi-Region key, whose material leaves its region; GuardDuty needs the key where the "
            "bucket is and nowhere else, so use a single-Region key"
        )


RULE = Rule(
    id="kms-no-unneeded-multi-region",
    claim="A KMS key is a single-Region key unless multi-Region keys are allowed.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("AWS KMS Developer Guide, Multi-Region keys, Security considerations"),),
    steps="Leave `multi_region` out and declare no replica keys, or set `allowed` for this rule.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
    options=(yes_or_no("allowed", False, "Whether multi-Region keys are allowed."),),
    resource=ResourceCheck(subjects=keys, judge=_judge),
)
