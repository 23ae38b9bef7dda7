"""Which buckets a rule about one setting has to judge, alone or in the stack."""

from collections.abc import Callable, Iterable, Iterator

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.rule import Place
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.buckets import alone, bucket_facts, buckets
from pulumi_guardduty_policy.views.destination import all_destinations
from pulumi_guardduty_policy.views.export import Export


def deciding(aspect: Aspect) -> Callable[[Resource], Iterable[Bucket] | None]:
    """Resources that decide a setting of a bucket alone."""

    def subjects(resource: Resource) -> Iterable[Bucket] | None:
        facts = bucket_facts(resource)
        return (alone(facts),) if facts is not None and facts.decides(aspect) else None

    return subjects


def deciding_for_findings(aspect: Aspect) -> Callable[[Resource], Iterable[Bucket] | None]:
    """Resources that decide a setting alone, and whose type says that findings go there."""

    def subjects(resource: Resource) -> Iterable[Bucket] | None:
        facts = bucket_facts(resource)
        return (alone(facts),) if facts is not None and facts.holds_findings and facts.decides(aspect) else None

    return subjects


def undecided(aspect: Aspect) -> Callable[[Stack], Iterable[Place[Bucket]]]:
    """Buckets of the stack whose setting no single resource decides."""

    def places(stack: Stack) -> Iterator[Place[Bucket]]:
        for bucket in buckets(stack):
            if not bucket.settled(aspect):
                yield Place(bucket.resource, bucket)

    return places


def exported_to(stack: Stack) -> Iterator[Place[Bucket] | Exception]:
    """Buckets of the stack that a destination writes to, other than those whose type says so."""
    seen = set[str]()
    for destination in all_destinations(stack):
        export = Export(stack, destination)
        try:
            bucket = export.bucket
        except CANNOT_TELL as error:
            yield error
            continue
        if bucket is not None and not bucket.holds_findings and bucket.resource.urn not in seen:
            seen.add(bucket.resource.urn)
            yield Place(bucket.resource, export.seen_on(bucket))
