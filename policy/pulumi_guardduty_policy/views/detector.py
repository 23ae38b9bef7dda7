"""A detector as rules see it, whatever provider declares it."""

from collections.abc import Callable
from dataclasses import dataclass

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.reference import Candidate


@dataclass(frozen=True, eq=False)
class Detector:
    """GuardDuty in one region of one account."""

    resource: Resource

    @property
    def enabled(self) -> bool:
        """True unless it is declared suspended: both providers enable where nothing is said."""
        return self.resource.declared.get("enable") is not False


def detectors(resource: Resource) -> tuple[Detector, ...] | None:
    """The detector that a resource declares, as a tuple of one; None if it declares none."""
    if resource.type in tokens.AWS_DETECTOR | tokens.NATIVE_DETECTOR:
        return (Detector(resource),)
    return None


def candidates(stack: Stack) -> tuple[Candidate[Detector], ...]:
    """The stack's detectors, for references to them."""
    found = (one for resource in stack for one in detectors(resource) or ())
    return tuple(Candidate(one.resource, one, _goes_by(one.resource)) for one in found)


def _goes_by(resource: Resource) -> Callable[[str], bool]:
    def goes_by(text: str) -> bool:
        return text in resource.known("id", "detectorId")

    return goes_by
