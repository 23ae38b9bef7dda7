"""Deleting a version takes a second factor: nothing a program can set."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Pass where it is declared on; say that nobody can tell otherwise."""
    versioning = bucket.versioning
    if versioning is None or not versioning.mfa_delete:
        raise UndecidedError(
            f"MFA delete of {bucket.label} can only be switched on by the account's root user with an MFA device, "
            "so a program cannot set it; check it by hand"
        )
    yield from ()


RULE = Rule(
    id="s3-mfa-delete",
    claim="Deleting versions of a bucket takes a second factor; not settable by a program, so this never fails.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.ADVISORY,
    standards=(cis_v5("2.1.2"), cis_v6("3.1.2"), security_hub("S3.20"), aws_config("s3-bucket-mfa-delete-enabled")),
    steps="Switch it on as the account's root user: `aws s3api put-bucket-versioning` with `--mfa`.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
    resource=ResourceCheck(subjects=deciding(Aspect.VERSIONING), judge=judge),
)
