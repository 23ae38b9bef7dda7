"""Every operation of every kind of resource, cut off at every call to AWS.

An operation runs once whole, to see how many calls it makes and what there is afterwards. Then it is run once for
every call and for both sides of it, and is cut off there; one more operation follows, and after it the sandbox has to
hold exactly what it held after the whole one; destroy has to leave what was there before the first.

Cut off means, in turn: the provider's process is killed, every other time its engine with it; the connection is lost
and the provider told so, with the hooks that keep a half-made resource in state, and with every hook off.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from crash_kinds import ROWS, Row
from forked_provider import Cut, ForkedProvider, Nursery
from pulumi_guardduty_sandbox.aws import Sandbox
from pulumi_guardduty_sandbox.engine import Result
from small_engine import SmallStack
from world import without_new_ids, world


OPERATIONS = ("create", "update", "replace", "delete")

NAME = "one"


def nothing() -> None:
    """What is done about a death by default."""


class Case:
    """One operation on one kind of resource."""

    def __init__(self, row: Row, operation: str, sandbox: Sandbox, nursery: Nursery, folder: Path) -> None:
        self.row, self.operation = row, operation
        self._sandbox, self._nursery, self._folder = sandbox, nursery, folder
        self._ground = row.stands_on(sandbox)
        self._empty = world(sandbox)
        self._count = 0
        self.forgets_token = False

    def stack(self) -> SmallStack:
        """A stack that stands right before the operation."""
        self._count += 1
        stack = SmallStack(self._folder / str(self._count))
        if self.operation != "create":
            assert self._up(stack, "create").ok
        return stack

    def run(
        self, stack: SmallStack, *, hooks: bool = True, cut: Cut | None = None, on_death: Callable[[], None] = nothing
    ) -> tuple[Result, int]:
        """Run the operation; its result, and how many calls it made."""
        started: list[ForkedProvider] = []

        def start() -> ForkedProvider:
            started.append(self._nursery.start(hooks=hooks, cut=cut, on_death=on_death))
            return started[-1]

        result = stack.up({}, start) if self.operation == "delete" else self._up(stack, self.operation, start)
        return result, sum(provider.calls for provider in started)

    def holds(self) -> Any:
        """What there is in AWS."""
        return without_new_ids(world(self._sandbox), self._empty)

    def destroyed(self, stack: SmallStack) -> bool:
        """Whether destroy works, and leaves what was there before the stack."""
        result = stack.destroy(self._nursery.start)
        return result.ok and not stack.rows() and world(self._sandbox) == self._empty

    def killed_copy(self, stack: SmallStack) -> SmallStack:
        """The stack as the engine's death at this moment leaves it."""
        self._count += 1
        return stack.as_killed_now(self._folder / str(self._count))

    def _up(self, stack: SmallStack, what: str, start: Callable[[], ForkedProvider] | None = None) -> Result:
        declared = self.row.declared(self._ground, what)
        if self.forgets_token:
            del declared["clientToken"]
        return stack.up({NAME: (self.row.kind, declared)}, start or self._nursery.start)


@pytest.fixture(params=OPERATIONS)
def operation(request):
    return request.param


@pytest.fixture(params=ROWS, ids=lambda row: row.kind)
def case(request, operation, sandbox, nursery, tmp_path):
    return Case(request.param, operation, sandbox, nursery, tmp_path)


def test_crash_matrix_of_killed_processes(case, record_property):
    # To kill a process after a call is answered and before its next one is sent is the same thing: done once.
    _held_to(
        case, lambda calls: [Cut(1, "before", "killed"), *(Cut(n, "after", "killed") for n in calls)], record_property
    )


def test_crash_matrix_of_lost_connections_with_every_hook_off(case, record_property):
    _held_to(case, _both_sides, record_property, hooks=False)


@pytest.mark.parametrize("case", [row for row in ROWS if not row.like], indirect=True, ids=lambda row: row.kind)
def test_crash_matrix_of_lost_connections(case, record_property):
    _held_to(case, _both_sides, record_property)


@pytest.mark.parametrize("operation", ["create"], indirect=True)
@pytest.mark.parametrize("case", ROWS[:1], indirect=True, ids=lambda row: row.kind)
def test_the_matrix_notices_a_provider_without_tokens(case):
    case.forgets_token = True
    expected, calls = _whole(case)

    problems = [_cut(case, expected, Cut(n, "after", "killed"), hooks=False) for n in range(1, calls + 1)]

    assert any("the next operation failed" in problem for problem in problems)


def _both_sides(calls: Iterable[int]) -> list[Cut]:
    return [Cut(call, when, "lost") for call in calls for when in ("before", "after")]


def _held_to(case: Case, cuts: Callable[[Iterable[int]], list[Cut]], record: Any, *, hooks: bool = True) -> None:
    expected, calls = _whole(case)

    failures = {
        cut: problem for cut in cuts(range(1, calls + 1)) if (problem := _cut(case, expected, cut, hooks=hooks))
    }

    total = len(cuts(range(1, calls + 1)))
    record("cut", total)
    record("survived", total - len(failures))
    assert failures == {}


def _whole(case: Case) -> tuple[Any, int]:
    """What there is after the operation, and how many calls it makes."""
    stack = case.stack()
    result, calls = case.run(stack)
    expected = case.holds()
    assert result.ok, result.text
    assert calls > 0
    assert case.destroyed(stack)
    return expected, calls


def _cut(case: Case, expected: Any, cut: Cut, *, hooks: bool) -> str:
    """Cut the operation once; what is wrong afterwards, or nothing."""
    stack = case.stack()
    left_behind = [stack]
    first, _ = case.run(stack, hooks=hooks, cut=cut, on_death=lambda: left_behind.append(case.killed_copy(stack)))
    if cut.how == "killed" and first.ok:
        return "the operation went through although its process was killed"
    if cut.call % 2:
        # Every other time the engine died with it.
        stack = left_behind[-1]
    second, _ = case.run(stack, hooks=hooks)
    problem = ""
    if not second.ok:
        problem = f"the next operation failed: {second.errors}"
    elif case.holds() != expected:
        problem = f"AWS holds {case.holds()}, not {expected}"
    if not case.destroyed(stack):
        problem = problem or f"destroy left {case.holds()}"
    return problem
