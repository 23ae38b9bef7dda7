"""Access to buckets is logged."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding, undecided


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge access logging; a bucket for logs does not log itself, and who reads a list is of no interest."""
    if bucket.receives_logs or bucket.holds_lists:
        return
    logging = bucket.logging
    if logging is None or not logging.target:
        yield f"nobody can tell later who read {bucket.label}; send its access logs to another bucket"


RULE = Rule(
    id="s3-access-logging",
    claim="A bucket sends its access logs to another bucket.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.ADVISORY,
    standards=(security_hub("S3.9"), aws_config("s3-bucket-logging-enabled")),
    steps="Declare `BucketLogging`, `logging_configuration` in aws-native, or `access_log_bucket` for a "
    "FindingsBucket. Buckets that receive the logs of others in the stack are not judged, nor a ListBucket.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html",
    resource=ResourceCheck(subjects=deciding(Aspect.LOGGING), judge=judge),
    stack=StackCheck(places=undecided(Aspect.LOGGING), judge=judge),
)
