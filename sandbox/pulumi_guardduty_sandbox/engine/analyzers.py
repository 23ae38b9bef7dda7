"""The policy packs of an operation: they put resources right, judge them, and in the end the stack.

Follows the analysis in `step_generator.go` and `analyze_snapshot.go` of CLI v3.258.0.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.listener import Violation
from pulumi_guardduty_sandbox.engine.policy_pack import Finding, PolicyPack, Subject
from pulumi_guardduty_sandbox.engine.resource import Goal, Resource


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.run import Deployment


@dataclass
class Policies:
    """The packs, in the order given."""

    packs: list[PolicyPack] = field(default_factory=list)
    #: Whether a mandatory policy has been violated, which fails a preview only at its end.
    violated: bool = False

    def review(self, deployment: "Deployment", new: Resource, goal: Goal) -> bool:
        """Put `new` right and judge it; True where it must not go on."""
        if not self.packs:
            return False
        for pack in self.packs:
            self._remediate(deployment, pack, new, goal)
        subject = _subject(deployment, new, goal, new.inputs)
        mandatory = [
            self._tell(deployment, finding, new.urn) for pack in self.packs for finding in pack.analyze(subject)
        ]
        self.violated = self.violated or any(mandatory)
        return any(mandatory) and not deployment.options.dry_run

    @staticmethod
    def _remediate(deployment: "Deployment", pack: PolicyPack, new: Resource, goal: Goal) -> None:
        for remedy in pack.remediate(_subject(deployment, new, goal, new.inputs)):
            if remedy.text:
                deployment.listener.violation(Violation(remedy.policy, "advisory", new.urn, remedy.text))
            else:
                deployment.listener.remedy(remedy.policy, new.urn)
                new.inputs = remedy.properties

    def review_stack(self, deployment: "Deployment") -> bool:
        """Judge the stack as a whole; True where the operation must fail."""
        subjects = [
            _subject(deployment, found, deployment.goals.get(found.urn), found.outputs or {})
            for found in deployment.news.values()
        ]
        target = deployment.target
        root = urns.make(target.stack, target.project, "", urns.STACK_TYPE, f"{target.project}-{target.stack}")
        for pack in self.packs:
            for finding in pack.analyze_stack(subjects):
                urn = finding.urn if finding.urn in deployment.news else root
                self.violated = self._tell(deployment, finding, urn) or self.violated
        return self.violated

    @staticmethod
    def _tell(deployment: "Deployment", finding: Finding, urn: str) -> bool:
        # What a remediation has left is as bad as if there were none.
        level = "mandatory" if finding.level == "remediate" else finding.level
        deployment.listener.violation(Violation(finding.policy, level, urn, finding.text))
        return level == "mandatory"

    def close(self) -> None:
        """End the packs."""
        for pack in self.packs:
            pack.close()


def _subject(deployment: "Deployment", resource: Resource, goal: Goal | None, properties: dict[str, object]) -> Subject:
    provider = deployment.provider_resources.get(resource.provider_urn) or deployment.olds.get(resource.provider_urn)
    return Subject(resource, properties, goal.delete_before_replace if goal else None, provider)
