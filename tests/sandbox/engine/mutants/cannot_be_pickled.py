"""Holds a lock, which no process can hand to another."""

import threading

from healthy import HealthyProvider


class Provider(HealthyProvider):
    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.RLock()
        self.turn = (turn for turn in range(3))
