"""Lists cannot be read, or replaced, by strangers."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.rule import Place, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import cis_v5, cis_v6, security_hub
from pulumi_guardduty_policy.framework.undecided import UndecidedError
from pulumi_guardduty_policy.views.bucket import Bucket
from pulumi_guardduty_policy.views.guardduty_list import all_lists
from pulumi_guardduty_policy.views.list_source import ListSource


@dataclass(frozen=True)
class _Part:
    """The bucket, or the object, of a list."""

    source: ListSource
    of_object: bool


def _places(stack: Stack) -> Iterator[Place[_Part]]:
    for one in all_lists(stack):
        source = ListSource(stack, one)
        yield Place(one.resource, _Part(source, of_object=True))
        yield Place(one.resource, _Part(source, of_object=False))


def _judge(subject: _Part, _settings: Settings) -> Iterator[str]:
    source = subject.source
    if subject.of_object:
        found = source.object
        if found is not None and found.public:
            yield f"the list's object {found.resource.name} has an ACL that lets strangers read it; leave the ACL out"
        return
    bucket = source.bucket
    if bucket is None:
        raise UndecidedError(
            f"the bucket of {source.list.resource.name} is not part of this stack, so it is judged where it is declared"
        )
    yield from _judge_bucket(bucket)


def _judge_bucket(bucket: Bucket) -> Iterator[str]:
    block = bucket.public_access
    off = ("all switches",) if block is None else block.open_switches
    if off:
        yield (
            f"the list is read from {bucket.label}, whose public access block leaves {', '.join(off)} off; "
            "set all four to True"
        )
        if bucket.public_acl and not bucket.acls_disabled:
            yield f"the ACL of {bucket.label} lets strangers in; leave the ACL out"


RULE = Rule(
    id="guardduty-list-object-private",
    claim="The object of a list has no public ACL, and its bucket blocks public access.",
    severity=Severity.CRITICAL,
    baseline=EnforcementLevel.MANDATORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(cis_v5("2.1.4"), cis_v6("3.1.4"), security_hub("S3.2")),
    steps="Leave `acl` of the object out: GuardDuty reads lists by its service-linked role. Block public access to the "
    "bucket with all four switches. `ThreatList` does both.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html",
    stack=StackCheck(places=_places, judge=_judge),
)
