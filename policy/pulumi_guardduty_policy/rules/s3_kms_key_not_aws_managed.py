"""Buckets do not name the key that AWS manages."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding
from pulumi_guardduty_policy.views.keys import KeyName


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the key that default encryption names."""
    encryption = bucket.encryption
    if encryption is not None and encryption.uses_kms and KeyName(encryption.key).is_aws_managed:
        yield (
            f"{bucket.label} uses {encryption.key}, whose policy nobody can edit: GuardDuty cannot be let in, nor "
            "another account; use a key of your own"
        )


RULE = Rule(
    id="s3-kms-key-not-aws-managed",
    claim="A bucket's default encryption does not use the AWS managed key.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("Amazon S3 User Guide, Using server-side encryption with AWS KMS keys"),),
    steps="Create a key (`FindingsKey`, `aws.kms.Key`) and name its ARN as `kms_master_key_id`.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    resource=ResourceCheck(subjects=deciding(Aspect.ENCRYPTION), judge=judge),
)
