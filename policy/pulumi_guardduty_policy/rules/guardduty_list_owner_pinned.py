"""A list is read from nobody else's bucket."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.guardduty_list import GuardDutyList, guardduty_lists


def _judge(one: GuardDutyList, _settings: Settings) -> Iterator[str]:
    if not one.bucket_owner:
        how = (
            "set expected_bucket_owner to the account that owns it"
            if one.can_pin_owner
            else "the aws provider has no argument for it, so declare the list with aws-native or pulumi_guardduty"
        )
        yield f"whoever comes to own the bucket of this list decides what is on it; {how}"


RULE = Rule(
    id="guardduty-list-owner-pinned",
    claim="A list names the account that has to own its bucket.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.ADVISORY,
    standards=(aws_guide("GuardDuty API Reference, ExpectedBucketOwner"),),
    steps="Set `expected_bucket_owner`: a bucket that is deleted can be made again by another account under its name.",
    url="https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateThreatIntelSet.html",
    resource=ResourceCheck(subjects=guardduty_lists, judge=_judge),
)
