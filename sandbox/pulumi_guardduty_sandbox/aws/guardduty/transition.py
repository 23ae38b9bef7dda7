"""A status that settles after a while, as the slow profile has it."""

import dataclasses

from pulumi_guardduty_sandbox.aws.clock import Clock
from pulumi_guardduty_sandbox.aws.settings import Settings


@dataclasses.dataclass
class Status:
    """A status and, where a change is under way, what it will turn into."""

    shown: str
    next: str | None = None
    _polls: int | None = None
    _due: float | None = None

    def set(self, status: str) -> None:
        """Be `status` from now on."""
        self.shown, self.next, self._polls, self._due = status, None, None, None

    def turn(self, between: str, final: str, settings: Settings, clock: Clock) -> None:
        """Become `final`: at once, or by way of `between` where the profile is slow."""
        self.set(final)
        if settings.profile != "slow":
            return
        self.shown, self.next = between, final
        if settings.seconds is None:
            self._polls = settings.polls
        else:
            self._due = clock.now() + settings.seconds

    def settle(self, clock: Clock) -> str:
        """The status now; time may have ended the change."""
        if self.next is not None and self._due is not None and clock.now() >= self._due:
            self.set(self.next)
        return self.shown

    def polled(self, clock: Clock) -> str:
        """The status that a read sees; enough reads end the change."""
        if self.next is not None and self._polls is not None:
            if self._polls <= 0:
                self.set(self.next)
            else:
                self._polls -= 1
        return self.settle(clock)

    @property
    def busy(self) -> bool:
        """Whether a change is under way."""
        return self.next is not None
