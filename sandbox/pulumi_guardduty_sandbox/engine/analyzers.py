"""Policy packs."""

from typing import TYPE_CHECKING

from pulumi_guardduty_sandbox.engine.resource import Goal, Resource


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.run import Deployment


class Policies:
    """The policy packs of an operation."""

    def review(self, resource: Resource, goal: Goal) -> bool:
        """Remediate and judge one resource; True where it must not go on."""
        return False

    def review_stack(self, deployment: "Deployment") -> bool:
        """Judge the stack as a whole; True where the operation must fail."""
        return False

    def close(self) -> None:
        """End the packs."""
