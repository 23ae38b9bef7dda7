"""An operation that is hit by trouble at one of its AWS calls, at each of them in turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pulumi_guardduty import errors
from pulumi_guardduty_sandbox.aws import Sandbox


@dataclass(frozen=True)
class Outcome:
    """How the operation ended."""

    at: int
    """The call that was hit, counted from 0."""
    answer: Any
    """What the operation returned, or raised as one of the package's own errors."""

    @property
    def failed(self) -> bool:
        return isinstance(self.answer, errors.GuardDutyProviderError)


def at_each_call(
    sandbox: Sandbox, kind: str, prepare: Callable[[], Any], act: Callable[[Any], Any], *, at_most: int = 80
) -> Iterator[Outcome]:
    """Run `act` on what `prepare` made, once for every AWS call that it makes, which is then hit by `kind`."""
    for at in range(at_most):
        sandbox.control.reset()
        prepared = prepare()
        sandbox.control.fault(kind, skip=at, times=1)
        try:
            answer = act(prepared)
        except errors.GuardDutyProviderError as error:
            answer = error
        hit = sandbox.control.faults()[0]["injected"] > 0
        sandbox.control.clear_faults()
        if not hit:
            return
        yield Outcome(at, answer)
    pytest.fail(f"the operation makes more than {at_most} AWS calls")
