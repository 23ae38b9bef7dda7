"""Waiting for AWS, with a deadline that is always said."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final


#: Seconds an operation may wait in all when no custom timeout is declared. Source: terraform-provider-aws
#: waits as long for the same states.
DEFAULT_SECONDS: Final = 300.0

#: Seconds between two looks: the first, and the longest.
_FIRST_PAUSE: Final = 0.2
_LONGEST_PAUSE: Final = 5.0

#: Seconds of waiting between two lines of progress.
_PROGRESS_EVERY: Final = 10.0


@dataclass
class Deadline:
    """The time one operation has, and the way it tells of its progress.

    Args:
        seconds: How long the operation may wait.
        say: Takes one line for a person to read.
        clock: Monotonic seconds.
        sleep: Pauses for that many seconds.
    """

    seconds: float = DEFAULT_SECONDS
    say: Callable[[str], None] = lambda _line: None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    started: float = field(init=False)
    _said: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.started = self.clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the operation began."""
        return self.clock() - self.started

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below 0."""
        return max(0.0, self.seconds - self.elapsed)

    def pauses(self, what: str, at_most: float | None = None) -> "Pauses":
        """Pauses between looks at `what`, until this deadline or `at_most` seconds from now."""
        return Pauses(self, what, self.left if at_most is None else min(at_most, self.left))

    def progress(self, what: str, until: float) -> None:
        """Say what is waited for: soon after it begins, then every ten seconds."""
        if self.elapsed - self._said >= _PROGRESS_EVERY or self._said == 0.0:
            self._said = max(self.elapsed, 0.001)
            self.say(f"waiting for {what} ({self.elapsed:.0f} s so far, {until:.0f} s at most)")


class Pauses:
    """Growing, jittered pauses; `take` says whether there is time for another look."""

    def __init__(self, deadline: Deadline, what: str, seconds: float) -> None:
        self._deadline = deadline
        self._what = what
        self._ends = deadline.elapsed + seconds
        self._next = _FIRST_PAUSE

    def take(self, seen: str) -> bool:
        """Pause once, naming what was `seen`; False, without a pause, when time is up."""
        left = self._ends - self._deadline.elapsed
        if left <= 0:
            return False
        self._deadline.progress(f"{self._what}, {seen} now", self._ends)
        self._deadline.sleep(min(left, self._next * random.uniform(0.8, 1.2)))  # noqa: S311 - jitter, not a secret
        self._next = min(_LONGEST_PAUSE, self._next * 1.6)
        return True
