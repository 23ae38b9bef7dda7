"""Find the resource of the stack that a property refers to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL, UndecidedError


TargetT = TypeVar("TargetT")


@dataclass(frozen=True)
class Candidate(Generic[TargetT]):
    """Something of the stack that may be referred to."""

    resource: Resource
    target: TargetT
    goes_by: Callable[[str], bool]
    """Tells whether a known id, ARN or name is that of the candidate."""


def refer(
    stack: Stack,
    resource: Resource,
    properties: Sequence[str],
    candidates: Iterable[Candidate[TargetT]],
    read: Callable[[], str] | None = None,
) -> TargetT | None:
    """Return what a property refers to; None where it is absent or means something outside the stack.

    A known value decides by id, ARN or name. One that is not known yet decides
    by what it is computed from: the nearest candidate it depends on.

    Args:
        stack: Where the candidates are.
        resource: What has the property.
        properties: Top-level names that the value may stand under.
        candidates: What it may refer to.
        read: Reads the value where it lies deeper; empty is absent.

    Raises:
        UndecidedError: It is not known yet, and depends on none or on several of the candidates.
    """
    if not any(states(resource.declared, name) for name in properties):
        return None
    among = tuple(candidates)
    text = _known(resource, properties, read)
    if text is None:
        return by_dependency(stack, resource, properties, among)
    return next((candidate.target for candidate in among if candidate.goes_by(text)), None)


def _known(resource: Resource, properties: Sequence[str], read: Callable[[], str] | None) -> str | None:
    if read is None:
        return resource.first_known(*properties)
    try:
        return read()
    except CANNOT_TELL:
        return None


def by_dependency(
    stack: Stack, resource: Resource, properties: Sequence[str], candidates: Iterable[Candidate[TargetT]]
) -> TargetT:
    """Return the nearest candidate that the value of a property is computed from.

    Raises:
        UndecidedError: There is none, or there are several.
    """
    among = {candidate.resource.urn: candidate.target for candidate in candidates}
    level = [urn for name in properties for urn in resource.property_dependencies.get(name, ())]
    seen = set[str]()
    while level:
        found = [urn for urn in dict.fromkeys(level) if urn in among]
        if len(found) == 1:
            return among[found[0]]
        if found:
            break
        seen.update(level)
        level = [urn for near in stack.get(level) for urn in near.dependencies if urn not in seen]
    raise UndecidedError(f"`{properties[0]}` of {resource.name} is not known before `pulumi up`, which judges it")
