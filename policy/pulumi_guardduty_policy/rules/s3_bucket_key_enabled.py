"""Buckets with SSE-KMS save calls to KMS."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the bucket key; DSSE-KMS has none."""
    encryption = bucket.encryption
    if encryption is not None and encryption.uses_kms and not encryption.twice and not encryption.bucket_key:
        yield f"{bucket.label} calls KMS for every object; set bucket_key_enabled=True"


RULE = Rule(
    id="s3-bucket-key-enabled",
    claim="A bucket with SSE-KMS uses a bucket key.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("Amazon S3 User Guide, Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys"),),
    steps="Set `bucket_key_enabled=True` beside the default encryption. Mind key policies that test the encryption "
    "context: with a bucket key it is the bucket's ARN, no longer the object's.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html",
    resource=ResourceCheck(subjects=deciding(Aspect.ENCRYPTION), judge=judge),
)
