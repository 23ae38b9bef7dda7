"""Buckets clean up after themselves, and never remove the folder GuardDuty looks for."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import security_hub
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.bucket_subjects import deciding, exported_to, undecided


def judge_presence(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge whether there is a lifecycle that aborts incomplete uploads."""
    lifecycle = bucket.lifecycle
    if lifecycle is None:
        yield f"{bucket.label} has no lifecycle, so it grows without end; declare one that expires and aborts uploads"
    elif not lifecycle.aborts_uploads:
        yield (
            f"the lifecycle of {bucket.label} keeps the parts of incomplete uploads for ever; abort them "
            "after some days"
        )


def judge_marker(bucket: Bucket, _settings: Settings) -> Iterator[str]:
    """Judge whether a rule deletes the empty object that stands for the destination's folder.

    Source: GuardDuty refuses every later change of a destination whose `prefix/`
    object is gone, while findings keep flowing (aws/aws-cli issue 10483).
    """
    lifecycle = bucket.lifecycle
    if lifecycle is None or not bucket.folder:
        return
    marker = f"{bucket.folder}/"
    if any(rule.deletes(marker) for rule in lifecycle.rules):
        yield (
            f"the lifecycle of {bucket.label} deletes the folder object {marker!r}, without which GuardDuty refuses "
            f"every change of the destination; limit the rule to {marker}AWSLogs/"
        )


def judge(bucket: Bucket, settings: Settings) -> Iterator[str]:
    """Judge both."""
    yield from judge_presence(bucket, settings)
    yield from judge_marker(bucket, settings)


def _in_stack(bucket: Bucket, settings: Settings) -> Iterator[str]:
    if bucket.exported_to is not None:
        yield from judge_marker(bucket, settings)
    else:
        yield from judge_presence(bucket, settings)


def _places(stack: Stack) -> Iterator[Place[Bucket] | Exception]:
    yield from undecided(Aspect.LIFECYCLE)(stack)
    yield from exported_to(stack)


RULE = Rule(
    id="s3-lifecycle",
    claim="A bucket has a lifecycle that aborts incomplete uploads and spares the folder object of a destination.",
    severity=Severity.LOW,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(security_hub("S3.13"), security_hub("S3.10")),
    steps="Declare `BucketLifecycleConfiguration` with `abort_incomplete_multipart_upload`, and limit expiry to "
    "`<prefix>/AWSLogs/`: expiring `<prefix>/` itself breaks the export at its next change.",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
    resource=ResourceCheck(subjects=deciding(Aspect.LIFECYCLE), judge=judge),
    stack=StackCheck(places=_places, judge=_in_stack),
)
