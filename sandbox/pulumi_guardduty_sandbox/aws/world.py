"""Everything one sandbox remembers besides AWS's own resources."""

import threading
from typing import Any

from pulumi_guardduty_sandbox.aws.call_log import CallLog
from pulumi_guardduty_sandbox.aws.clock import Clock
from pulumi_guardduty_sandbox.aws.faults import Faults
from pulumi_guardduty_sandbox.aws.holding import Holding
from pulumi_guardduty_sandbox.aws.settings import Settings


#: Where a request's environment carries the world it happens in.
ENVIRON_KEY = "pulumi_guardduty_sandbox.world"
#: Where a request's environment carries the call as the gateway has read it.
CALL_KEY = "pulumi_guardduty_sandbox.call"
#: Set in a request's environment where a fresh policy has not reached GuardDuty yet.
NOT_PROPAGATED_KEY = "pulumi_guardduty_sandbox.not_propagated"


class World:
    """Switches, clock, faults, held calls and the call log of one sandbox."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.clock = Clock()
        self.faults = Faults(self.clock)
        self.holding = Holding()
        self.calls = CallLog()
        self.crashes: list[str] = []
        """Tracebacks of the sandbox's own failures: a test that finds one has found a bug here."""
        self.lock = threading.RLock()
        """Held while GuardDuty's state is read or changed."""

    def reset(self) -> None:
        """Forget everything; what is held is dropped."""
        self.holding.release(drop=True)
        self.settings = Settings()
        self.clock.reset()
        self.faults.clear()
        self.calls.clear()
        self.crashes.clear()

    def switch(self, changes: dict[str, Any]) -> None:
        """Move some switches."""
        self.settings = self.settings.changed(changes)
