"""Buckets cannot be made public."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import states
from pulumi_guardduty_policy.framework.rule import ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.standard import aws_config, cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_settings import PUBLIC_ACCESS_SWITCHES
from pulumi_guardduty_policy.views.bucket_subjects import deciding, undecided


def judge(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge the four switches."""
    block = bucket.public_access
    if block is None:
        yield f"{bucket.label} has no public access block; declare one with all four switches on"
    elif block.open_switches:
        yield (
            f"the public access block of {bucket.label} leaves {', '.join(block.open_switches)} off; set "
            "all four to True"
        )


def _fill(type_: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Switch on what the program is silent about; a declared False is left for a person to decide."""
    if type_ not in tokens.AWS_PUBLIC_ACCESS:
        return {}
    return {name: True for name in PUBLIC_ACCESS_SWITCHES if not states(inputs, name)}


RULE = Rule(
    id="s3-public-access-block",
    claim="A bucket blocks public access with all four switches.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(
        cis_v5("2.1.4"),
        cis_v6("3.1.4"),
        security_hub("S3.8"),
        aws_config("s3-bucket-level-public-access-prohibited"),
    ),
    steps="Declare `BucketPublicAccessBlock` (`public_access_block_configuration` in aws-native) with "
    "`block_public_acls`, `block_public_policy`, `ignore_public_acls` and `restrict_public_buckets` all True.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    resource=ResourceCheck(subjects=deciding(Aspect.PUBLIC_ACCESS), judge=judge, fill=_fill),
    stack=StackCheck(places=undecided(Aspect.PUBLIC_ACCESS), judge=judge),
)
