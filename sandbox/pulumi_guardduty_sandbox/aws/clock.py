"""The sandbox's clock: real time plus whatever a test has let pass."""

import datetime as dt
import time


class Clock:
    """Time that can be advanced, so that nobody has to wait for it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the epoch, as this sandbox sees them."""
        return time.time() + self._ahead

    def today(self) -> dt.datetime:
        """The moment `now` as a date and time, UTC."""
        return dt.datetime.fromtimestamp(self.now(), tz=dt.UTC)

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        if seconds < 0:
            raise ValueError(f"the clock cannot go back; advance was asked for {seconds} seconds")
        self._ahead += seconds

    def reset(self) -> None:
        """Return to real time."""
        self._ahead = 0.0
