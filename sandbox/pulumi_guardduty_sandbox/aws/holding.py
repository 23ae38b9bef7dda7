"""Calls that are held until a test lets them go, so that a client can be killed meanwhile."""

import threading


class Holding:
    """Where held calls wait."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._round = 0
        self._waiting = 0
        self._drops = False

    def wait(self) -> bool:
        """Wait to be let go; the answer is whether the call goes on (False: it is dropped)."""
        with self._condition:
            mine = self._round
            self._waiting += 1
            self._condition.wait_for(lambda: self._round != mine)
            self._waiting -= 1
            return not self._drops

    def release(self, *, drop: bool) -> int:
        """Let every held call go on, or drop them; the answer is how many there were."""
        with self._condition:
            self._round += 1
            self._drops = drop
            self._condition.notify_all()
            return self._waiting

    @property
    def count(self) -> int:
        """How many calls are held now."""
        with self._condition:
            return self._waiting
