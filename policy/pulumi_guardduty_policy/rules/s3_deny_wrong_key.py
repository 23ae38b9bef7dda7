"""Findings cannot be written with any key but the bucket's."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.documents.request import AS_NAMED, Request
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_guide, security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_arn import arn_in
from pulumi_guardduty_policy.views.bucket_subjects import deciding_for_findings, exported_to
from pulumi_guardduty_policy.views.guardduty_principal import GUARDDUTY_PATTERN


_ALGORITHM = "s3:x-amz-server-side-encryption"
_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"

#: A key that no policy names.
_OTHER_KEY = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"

#: What is written, and the headers it is written with. A write without any header
#: is not among them: it gets the bucket's default encryption.
#: Source: Amazon S3 User Guide, "Specifying server-side encryption with AWS KMS".
_WRONG_WRITES = (
    ("with another key", {_ALGORITHM: "aws:kms", _KEY: _OTHER_KEY}),
    ("with the AWS managed key", {_ALGORITHM: "aws:kms", _KEY: None}),
    ("without KMS", {_ALGORITHM: "AES256", _KEY: None}),
)

#: GuardDuty writes for the detector that a statement names.
_WRITER = {
    "aws:sourcearn": AS_NAMED,
    "aws:sourceaccount": AS_NAMED,
    "aws:securetransport": "true",
    "aws:principalisawsservice": "true",
}


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the bucket's policy with wrong writes of GuardDuty."""
    policy = bucket.policy
    if policy is None:
        yield f"{bucket.label} has no policy, so findings may be written with any key; deny s3:PutObject with others"
        return
    folder = f"{bucket.folder}/" if bucket.folder else ""
    written = f"{arn_in(policy, bucket)}/{folder}AWSLogs/000000000000/GuardDuty/any"
    accepted = [
        how
        for how, headers in _WRONG_WRITES
        if not policy.denies(Request("s3:PutObject", written, _WRITER | headers, service=GUARDDUTY_PATTERN))
    ]
    if accepted:
        yield (
            f"the policy of {bucket.label} accepts findings written {', '.join(accepted)}; deny s3:PutObject where "
            "s3:x-amz-server-side-encryption-aws-kms-key-id is not the ARN of the bucket's key"
        )


RULE = Rule(
    id="s3-deny-wrong-key",
    claim="The policy of a bucket for findings denies writing them with another KMS key, or without KMS.",
    severity=Severity.MEDIUM,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(
        security_hub("S3.17"),
        aws_guide("GuardDuty User Guide, Exporting generated findings to Amazon S3"),
    ),
    steps="Add a statement Deny, Action s3:PutObject, Condition StringNotEquals "
    "s3:x-amz-server-side-encryption-aws-kms-key-id the key's ARN; `guardduty_bucket_policy()` writes it.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    resource=ResourceCheck(subjects=deciding_for_findings(Aspect.POLICY), judge=judge),
    stack=StackCheck(places=exported_to, judge=judge),
)
