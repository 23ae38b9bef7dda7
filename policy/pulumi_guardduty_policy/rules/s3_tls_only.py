"""Buckets refuse whoever does not use TLS."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.documents.request import Request
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_arn import arn_in
from pulumi_guardduty_policy.views.bucket_subjects import deciding, undecided


#: An action and a key that no policy names: only `s3:*` and `/*` cover them.
_ANY_ACTION, _ANY_KEY = "s3:AnyActionAtAll", "any/key/at/all"

_PLAIN_HTTP = {"aws:securetransport": "false"}


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the bucket's policy with requests over plain HTTP."""
    policy = bucket.policy
    if policy is None:
        yield (
            f"{bucket.label} has no policy, so it answers over plain HTTP; deny s3:* where aws:SecureTransport is false"
        )
        return
    arn = arn_in(policy, bucket)
    spared = [
        what
        for what, resource in (("the bucket", arn), ("its objects", f"{arn}/{_ANY_KEY}"))
        if not policy.denies(Request(_ANY_ACTION, resource, _PLAIN_HTTP))
    ]
    if spared:
        yield (
            f"the policy of {bucket.label} lets {' and '.join(spared)} be reached over plain HTTP; deny s3:* to "
            'everybody on the bucket and on bucket/* where aws:SecureTransport is "false"'
        )


RULE = Rule(
    id="s3-tls-only",
    claim="A bucket's policy denies everybody every action without TLS, on the bucket and on its objects.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(cis_v5("2.1.1"), cis_v6("3.1.1"), security_hub("S3.5"), aws_config("s3-bucket-ssl-requests-only")),
    steps="Add a statement Deny, Principal *, Action s3:*, Resource the bucket's ARN and the ARN with /*, Condition "
    "Bool aws:SecureTransport false; `guardduty_bucket_policy()` writes it.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    resource=ResourceCheck(subjects=deciding(Aspect.POLICY), judge=judge),
    stack=StackCheck(places=undecided(Aspect.POLICY), judge=judge),
)
