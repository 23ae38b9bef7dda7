"""Findings are encrypted with a customer's own key, in the bucket's region."""

from collections.abc import Iterator

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, ResourceCheck, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views.bucket_region import region_of
from pulumi_guardduty_policy.views.destination import Destination, all_destinations, destinations
from pulumi_guardduty_policy.views.export import Export
from pulumi_guardduty_policy.views.keys import KeyName


def _judge(destination: Destination, _settings: Settings) -> Iterator[str]:
    key = KeyName(destination.key)
    if not key.text:
        yield "the destination names no KMS key; give the ARN of a key of your own"
    elif key.is_aws_managed:
        yield (
            f"{key.text} is a key that AWS manages, into which GuardDuty cannot be let; give the ARN of a "
            "key of your own"
        )
    elif not key.is_arn:
        yield (
            f"{key.text} is not the ARN of a key; GuardDuty takes arn:aws:kms:<region>:<account>:key/<id>, and no alias"
        )


def _places(stack: Stack) -> Iterator[Place[Export]]:
    for destination in all_destinations(stack):
        yield Place(destination.resource, Export(stack, destination))


def _judge_region(export: Export, _settings: Settings) -> Iterator[str]:
    bucket, here = export.bucket, KeyName(export.destination.key).region
    if bucket is None:
        raise UndecidedError(
            f"the bucket of {export.destination.resource.name} is not part of this stack, so its region is not compared"
        )
    there = region_of(bucket)
    if not there:
        raise UndecidedError(f"{bucket.label} does not say in which region it is, so it is not compared with the key's")
    if here and here != there:
        yield (
            f"the key is in {here} and {bucket.label} in {there}; GuardDuty takes a key from the bucket's region only"
        )


RULE = Rule(
    id="guardduty-export-key-is-cmk",
    claim="A destination names the ARN of a customer managed key, which is in the region of its bucket.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("GuardDuty User Guide, Exporting generated findings to Amazon S3"),),
    steps="Give `kms_key_arn` the ARN of a symmetric key (`FindingsKey`, `aws.kms.Key`) in the bucket's region.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    resource=ResourceCheck(subjects=destinations, judge=_judge),
    stack=StackCheck(places=_places, judge=_judge_region),
)
