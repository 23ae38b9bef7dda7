"""Every detector exports its findings."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import states
from pulumi_guardduty_policy.framework.rule import Place, Rule, StackCheck
from pulumi_guardduty_policy.framework.settings import Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import aws_guide
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL
from pulumi_guardduty_policy.views.destination import Destination, all_destinations
from pulumi_guardduty_policy.views.detector import Detector, candidates
from pulumi_guardduty_policy.views.own import PublishingDestination
from pulumi_guardduty_policy.views.reference import refer


@dataclass(frozen=True)
class _Watched:
    """A detector, with the stack it belongs to."""

    stack: Stack
    detector: Detector

    def is_exported_by(self, destination: Destination) -> bool:
        """Tell whether a destination is this detector's."""
        resource, known = destination.resource, self.stack.view(candidates)
        if not states(resource.declared, PublishingDestination.DETECTOR):
            # The provider looks up the one detector of the region.
            return len(known) == 1
        found = refer(self.stack, resource, (PublishingDestination.DETECTOR,), known)
        return found is self.detector


def _places(stack: Stack) -> Iterator[Place[_Watched]]:
    for candidate in stack.view(candidates):
        yield Place(candidate.resource, _Watched(stack, candidate.target))


def _judge(subject: _Watched, _settings: Settings) -> Iterator[str]:
    if not subject.detector.enabled:
        return
    unknown: Exception | None = None
    for destination in all_destinations(subject.stack):
        try:
            if subject.is_exported_by(destination):
                return
        except CANNOT_TELL as error:
            unknown = error
    if unknown is not None:
        raise unknown
    yield (
        "the detector exports its findings nowhere, and GuardDuty forgets them after 90 days; declare a "
        "PublishingDestination"
    )


RULE = Rule(
    id="guardduty-export-configured",
    claim="Every enabled detector of the stack exports its findings.",
    severity=Severity.HIGH,
    baseline=EnforcementLevel.ADVISORY,
    strict=EnforcementLevel.MANDATORY,
    standards=(aws_guide("GuardDuty User Guide, Exporting generated findings to Amazon S3"),),
    steps="Declare a `FindingsExport` or a `PublishingDestination` with the detector's id. A detector whose findings "
    "are exported by an administrator account is let off with `exempt`.",
    url="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    stack=StackCheck(places=_places, judge=_judge),
)
