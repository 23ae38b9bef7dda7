"""All buckets of a stack, each with the settings that other resources give it."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL, reason
from pulumi_guardduty_policy.views import aws_bucket, native_bucket, own_bucket
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket, BucketFacts
from pulumi_guardduty_policy.views.location import bucket_name
from pulumi_guardduty_policy.views.reference import Candidate, TargetT, by_dependency, refer


#: Where a bucket's name or ARN stands, over all providers.
_NAMES = ("bucket", "bucketName", "id", "arn")

#: Where a resource that sets something on a bucket says which one.
_REFERENCES = ("bucket",)

#: Where a resource says which bucket receives access logs.
_LOG_REFERENCES = ("targetBucket", "accessLogBucket", "logging", "loggings", "loggingConfiguration")


def bucket_facts(resource: Resource) -> BucketFacts | None:
    """Read what a resource says of a bucket; None if it is about something else."""
    for read in (aws_bucket.facts, native_bucket.facts, own_bucket.facts):
        found = read(resource)
        if found is not None:
            return found
    return None


def alone(facts: BucketFacts) -> Bucket:
    """A bucket of which only one resource is seen."""
    return Bucket((facts,), names=_names(facts.resource))


def buckets(stack: Stack) -> tuple[Bucket, ...]:
    """The stack's buckets, each with all that its resources say of it."""
    return tuple(candidate.target for candidate in stack.view(_merge).candidates)


def strangers(stack: Stack) -> tuple[Bucket, ...]:
    """Buckets outside the stack that a resource in it sets something on, one for each such resource."""
    return stack.view(_merge).strangers


def bucket_of(
    stack: Stack, resource: Resource, *properties: str, read: Callable[[], str] | None = None
) -> Bucket | None:
    """Return the bucket of the stack that a property refers to; None where it lies outside.

    Raises:
        UndecidedError: It is not known yet which one that is.
    """
    return refer(stack, resource, properties, stack.view(_merge).candidates, read)


@dataclass(frozen=True)
class _Merged:
    candidates: tuple[Candidate[Bucket], ...]
    strangers: tuple[Bucket, ...]


def _merge(stack: Stack) -> _Merged:
    facts = [found for found in map(bucket_facts, stack) if found is not None]
    wholes = tuple(_candidate(one.resource, one) for one in facts if one.whole)
    said: dict[str, list[BucketFacts]] = {whole.resource.urn: [whole.target] for whole in wholes}
    unplaced: dict[Aspect, str] = {}
    outside: list[BucketFacts] = []
    for one in facts:
        if one.whole:
            continue
        try:
            home = refer(stack, one.resource, _REFERENCES, wholes)
        except CANNOT_TELL as error:
            unplaced.update(dict.fromkeys(one.aspects, reason(error)))
            continue
        (outside if home is None else said[home.resource.urn]).append(one)
    logs = _LogTargets.of(stack, facts, wholes)
    return _Merged(
        tuple(
            _candidate(
                whole.resource,
                Bucket(said[whole.resource.urn], unplaced, _names(whole.resource), logs.include(whole.resource)),
            )
            for whole in wholes
        ),
        tuple(Bucket((one,), {}, _names(one.resource), logs.include(one.resource)) for one in outside),
    )


@dataclass(frozen=True)
class _LogTargets:
    """Buckets that receive access logs: the known ones by name, the others by what the name is computed from."""

    names: frozenset[str]
    urns: frozenset[str]

    @classmethod
    def of(cls, stack: Stack, facts: list[BucketFacts], wholes: tuple[Candidate[BucketFacts], ...]) -> "_LogTargets":
        names, urns = set[str](), set[str]()
        for one in facts:
            try:
                logging = alone(one).logging
                if logging is not None:
                    names.add(bucket_name(logging.target))
            except CANNOT_TELL:
                with contextlib.suppress(*CANNOT_TELL):
                    urns.add(by_dependency(stack, one.resource, _LOG_REFERENCES, wholes).resource.urn)
        return cls(frozenset(names), frozenset(urns))

    def include(self, resource: Resource) -> bool:
        return resource.urn in self.urns or not self.names.isdisjoint(_names(resource))


def _candidate(resource: Resource, target: TargetT) -> Candidate[TargetT]:
    names = _names(resource)
    return Candidate(resource, target, lambda text: bucket_name(text) in names)


def _names(resource: Resource) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bucket_name(text) for text in resource.known(*_NAMES)))
