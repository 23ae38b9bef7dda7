"""Where a GuardDuty call happens: its account, region, detector, and the world around it."""

import dataclasses

from pulumi_guardduty_sandbox.aws.authorization.decision import Need
from pulumi_guardduty_sandbox.aws.authorization.gate import judge
from pulumi_guardduty_sandbox.aws.authorization.request_context import detector_arn
from pulumi_guardduty_sandbox.aws.call import AwsCall
from pulumi_guardduty_sandbox.aws.guardduty.backend import DetectorState, SandboxGuardDutyBackend
from pulumi_guardduty_sandbox.aws.settings import Settings
from pulumi_guardduty_sandbox.aws.world import World


@dataclasses.dataclass(frozen=True)
class Scope:
    """One detector of one account and region, and whoever acts on it."""

    backend: SandboxGuardDutyBackend
    detector_id: str
    world: World
    call: AwsCall | None = None
    """The call that is being answered; None: GuardDuty acts by itself."""
    not_propagated: bool = False
    """A fresh policy has not reached GuardDuty yet."""

    @property
    def account(self) -> str:
        """The detector's account."""
        return str(self.backend.account_id)

    @property
    def region(self) -> str:
        """The detector's region."""
        return str(self.backend.region_name)

    @property
    def partition(self) -> str:
        """The region's partition."""
        return str(self.backend.partition)

    @property
    def settings(self) -> Settings:
        """The switches as they stand now."""
        return self.world.settings

    @property
    def detector(self) -> DetectorState:
        """What hangs on the detector; raises E1 where there is none."""
        return self.backend.detector(self.detector_id)

    @property
    def arn(self) -> str:
        """ARN of the detector."""
        return detector_arn(self.account, self.region, self.detector_id)

    def caller_may(self, action: str, resource: str) -> bool:
        """Whether the caller's own rights cover what GuardDuty does in their name."""
        return self.call is None or judge(self.call, Need(action, resource), self.world).allowed
