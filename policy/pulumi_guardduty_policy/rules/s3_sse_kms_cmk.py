"""Buckets are encrypted with a customer's own KMS key."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import aws_config, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding
from pulumi_guardduty_policy.views.buckets import buckets, strangers
from pulumi_guardduty_policy.views.keys import KeyName


def judge_key(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the key that default encryption names: a wrong one is never to be used."""
    encryption = bucket.encryption
    if encryption is None or not encryption.uses_kms:
        return
    key = KeyName(encryption.key)
    if not key.text:
        yield (
            f"{bucket.label} uses {encryption.algorithm} without a key, so S3 takes the AWS managed one; "
            "name a key by its ARN"
        )
    elif key.alias and not key.is_aws_managed:
        yield (
            f"{bucket.label} names its key by the alias {key.text}, which S3 looks up in the account of whoever "
            "writes; name the key by its ARN"
        )


def judge_algorithm(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge whether there is KMS encryption at all, which depends on what the bucket is for."""
    # S3 cannot deliver access logs to a bucket whose default encryption is SSE-KMS.
    # Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
    # GuardDuty reads lists with its service-linked role, which the policy of a KMS key would have to let in; a bucket
    # made for lists may leave them to S3's own keys.
    # Source: GuardDuty User Guide, "Prerequisites for entity lists and IP address lists".
    if bucket.receives_logs or bucket.holds_lists:
        return
    encryption = bucket.encryption
    if encryption is None or not encryption.uses_kms:
        found = "no default encryption" if encryption is None else f"default encryption {encryption.algorithm!r}"
        yield f"{bucket.label} has {found}; encrypt it with aws:kms (or aws:kms:dsse) and a key of your own"


def judge(bucket: Bucket, settings: Settings) -> Iterator[str]:
    """Judge both."""
    yield from judge_algorithm(bucket, settings)
    yield from judge_key(bucket, settings)


def _places(stack: Stack) -> Iterator[Place[Bucket]]:
    for bucket in buckets(stack):
        yield Place(bucket.resource, bucket)
    for bucket in strangers(stack):
        if bucket.settled(Aspect.ENCRYPTION):
            yield Place(bucket.resource, bucket)


RULE = Rule(
    id="s3-sse-kms-cmk",
    claim="A bucket's default encryption is SSE-KMS or DSSE-KMS with a customer managed key, named by its ARN.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(security_hub("S3.17"), aws_config("s3-default-encryption-kms")),
    steps="Declare `BucketServerSideEncryptionConfiguration` (or the inline setting) with "
    '`sse_algorithm="aws:kms"` and `kms_master_key_id=key.arn`. Buckets that receive the access logs of others in '
    "the stack are not judged, nor a ListBucket.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    resource=ResourceCheck(subjects=deciding(Aspect.ENCRYPTION), judge=judge_key),
    stack=StackCheck(places=_places, judge=judge_algorithm),
)
