"""Findings cannot be deleted before their time."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings, whole_number
from pulumi_guardduty_policy.framework.standard import aws_config, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding_for_findings, exported_to


def judge(bucket: Bucket, settings: Settings) -> Iterator[str]:
    """Judge default retention."""
    needed = int(settings["minDays"])
    lock = bucket.object_lock
    if lock is None or not lock.mode:
        yield (
            f"{bucket.label} has no object lock, so whoever may delete objects can remove findings; lock it by default"
        )
    elif lock.days < needed:
        yield (
            f"{bucket.label} locks findings for {lock.days} days, which is less than {needed}; raise its "
            "default retention"
        )


RULE = Rule(
    id="s3-object-lock",
    claim="A bucket for findings locks its objects for some time by default.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.ADVISORY,
    standards=(security_hub("S3.15"), aws_config("s3-bucket-default-lock-enabled")),
    steps="Set `object_lock` of a FindingsBucket, or `BucketObjectLockConfiguration` with a default retention. "
    "Mode COMPLIANCE cannot be lifted by anybody, not even by `pulumi destroy`.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    options=(
        whole_number(
            "minDays",
            90,
            "Fewest days of default retention; GuardDuty itself shows findings for 90.",
            at_least=1,
            at_most=36500,
        ),
    ),
    resource=ResourceCheck(subjects=deciding_for_findings(Aspect.OBJECT_LOCK), judge=judge),
    stack=StackCheck(places=exported_to, judge=judge),
)
