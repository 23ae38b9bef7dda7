"""Buckets keep what is overwritten or deleted."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding, undecided


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge versioning."""
    versioning = bucket.versioning
    if versioning is None or not versioning.enabled:
        yield f"{bucket.label} keeps no versions, so what is overwritten or deleted is gone; switch versioning on"


RULE = Rule(
    id="s3-versioning",
    claim="A bucket keeps versions.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(security_hub("S3.14"), aws_config("s3-bucket-versioning-enabled")),
    steps="Declare `BucketVersioning` with status Enabled, `versioning_configuration` in aws-native, or "
    "`versioning=True` for a FindingsBucket.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    resource=ResourceCheck(subjects=deciding(Aspect.VERSIONING), judge=judge),
    stack=StackCheck(places=undecided(Aspect.VERSIONING), judge=judge),
)
