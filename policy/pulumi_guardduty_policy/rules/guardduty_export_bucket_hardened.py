"""The bucket that findings go to is hardened, and encrypted with the same key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Option, Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import security_hub
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.rules import (
    s3_access_logging,
    s3_bucket_key_enabled,
    s3_deny_wrong_key,
    s3_kms_key_not_aws_managed,
    s3_lifecycle,
    s3_object_lock,
    s3_public_access_block,
    s3_sse_kms_cmk,
    s3_tls_only,
    s3_versioning,
)
from pulumi_guardduty_policy.views.bucket import Bucket
from pulumi_guardduty_policy.views.destination import all_destinations
from pulumi_guardduty_policy.views.export import Export


_Judge = Callable[[Bucket, Settings], Iterator[str]]

_JUDGES: dict[str, tuple[Rule, _Judge]] = {
    module.RULE.id: (module.RULE, module.judge)
    for module in (
        s3_sse_kms_cmk,
        s3_kms_key_not_aws_managed,
        s3_public_access_block,
        s3_tls_only,
        s3_versioning,
        s3_deny_wrong_key,
        s3_lifecycle,
        s3_bucket_key_enabled,
        s3_access_logging,
        s3_object_lock,
    )
}

_GRAVE = ["s3-sse-kms-cmk", "s3-kms-key-not-aws-managed", "s3-public-access-block", "s3-tls-only"]


@dataclass(frozen=True)
class _Held:
    """One thing to hold an export's bucket to: a rule, or the key where it is None."""

    export: Export
    rule: str | None


def _places(stack: Stack) -> Iterator[Place[_Held]]:
    for destination in all_destinations(stack):
        export = Export(stack, destination)
        for rule in (None, *_JUDGES):
            yield Place(destination.resource, _Held(export, rule))


def _judge(subject: _Held, settings: Settings) -> Iterator[str]:
    if subject.rule is not None and subject.rule not in settings["hold"]:
        return
    bucket = subject.export.bucket
    if bucket is None:
        name = subject.export.destination.resource.name
        raise UndecidedError(f"the bucket of {name} is not part of this stack, so it is judged where it is declared")
    if subject.rule is None:
        yield from _judge_key(subject.export, bucket)
        return
    rule, judge = _JUDGES[subject.rule]
    for message in judge(subject.export.seen_on(bucket), Settings(rule.all_options, {})):
        yield f"{message} [{rule.id}]"


def _judge_key(export: Export, bucket: Bucket) -> Iterator[str]:
    if not export.uses_key_of(bucket):
        yield (
            f"findings are encrypted with another key than {bucket.label}, so whoever may read the bucket may not read "
            "them; use one key for both"
        )


RULE = Rule(
    id="guardduty-export-bucket-hardened",
    claim="The bucket of a destination keeps the rules for buckets, and is encrypted with the destination's key.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(security_hub("S3.5"), security_hub("S3.8"), security_hub("S3.17")),
    steps="Export into a `FindingsBucket`, or give the bucket SSE-KMS with the destination's key, all four public "
    "access switches and a policy that denies plain HTTP.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    options=(
        Option(
            "hold",
            {"type": "array", "items": {"type": "string", "enum": list(_JUDGES)}},
            _GRAVE,
            "Rules about buckets that the bucket is held to, with their own default settings.",
        ),
    ),
    strict_options={"hold": [*_GRAVE, "s3-versioning", "s3-deny-wrong-key", "s3-lifecycle"]},
    stack=StackCheck(places=_places, judge=_judge),
)
