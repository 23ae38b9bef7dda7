"""Faults on demand: which call is hit, how often, and with what."""

import dataclasses
import random
import threading
from typing import Any

from pulumi_guardduty_sandbox.aws.call import AwsCall
from pulumi_guardduty_sandbox.aws.clock import Clock


#: Every kind of fault; those whose name ends in `after` strike when the call has had its effect, all others before.
KINDS = (
    "latency", "throttle_429", "throttle_400", "error_500", "error_503", "cut_before", "hold_before",
    "not_propagated", "cut_after", "hold_after",
)  # fmt: skip
#: The calls whose permission check a fresh policy may not have reached yet.
_WAIT_FOR_POLICIES = ("CreatePublishingDestination", "UpdatePublishingDestination")
#: How long `latency` lasts where nobody says.
_DEFAULT_LATENCY_SECONDS = 0.1


@dataclasses.dataclass
class Fault:
    """One order for trouble."""

    kind: str
    service: str | None = None
    operation: str | None = None
    skip: int = 0
    """So many matching calls pass unharmed first."""
    times: int | None = 1
    """So many calls are hit; None: all of them."""
    rate: float | None = None
    """Only this share of the matching calls is hit, drawn from `seed`."""
    seed: int | None = None
    seconds: float | None = None
    """How long a `latency` lasts; how long any other fault stands, by the sandbox's clock."""
    matched: int = 0
    injected: int = 0
    until: float | None = None

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 -- repeatable, nothing is secured by it

    def means(self, call: AwsCall) -> bool:
        """Whether the fault is about calls like this one."""
        if self.service not in (None, "*", call.service) or self.operation not in (None, "*", call.operation):
            return False
        return self.kind != "not_propagated" or call.operation in _WAIT_FOR_POLICIES

    def strikes(self, now: float) -> bool:
        """Count one matching call and say whether it is hit."""
        if self.until is not None and now >= self.until:
            return False
        self.matched += 1
        if self.matched <= self.skip or (self.times is not None and self.injected >= self.times):
            return False
        if self.rate is not None and self._random.random() >= self.rate:
            return False
        self.injected += 1
        return True

    @property
    def delay_seconds(self) -> float:
        """How long a `latency` lasts."""
        return _DEFAULT_LATENCY_SECONDS if self.seconds is None else self.seconds

    def record(self) -> dict[str, Any]:
        """The order and what became of it."""
        return {**dataclasses.asdict(self), "pending": self.times is None or self.injected < self.times}


class Faults:
    """The standing orders for trouble."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._orders: list[Fault] = []

    def order(self, kind: str, **limits: Any) -> None:
        """Stand ready to hit calls with a fault of `kind`.

        Raises:
            ValueError: There is no such kind.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind!r}; there are {', '.join(KINDS)}")
        if "times" not in limits:
            for_a_while = limits.get("seconds") is not None and kind != "latency"
            limits["times"] = None if for_a_while or limits.get("rate") is not None else 1
        fault = Fault(kind, **limits)
        if fault.seconds is not None and kind != "latency":
            fault.until = self._clock.now() + fault.seconds
        with self._lock:
            self._orders.append(fault)

    def hitting(self, call: AwsCall) -> list[Fault]:
        """The faults that hit this call."""
        now = self._clock.now()
        with self._lock:
            return [fault for fault in self._orders if fault.means(call) and fault.strikes(now)]

    def clear(self) -> None:
        """Withdraw all orders."""
        with self._lock:
            self._orders.clear()

    def records(self) -> list[dict[str, Any]]:
        """All orders and what became of them."""
        with self._lock:
            return [fault.record() for fault in self._orders]
