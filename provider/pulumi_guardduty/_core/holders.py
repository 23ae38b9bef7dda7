"""Which resources of the running deployment hold which AWS id, as far as the engine has shown them.

Two resources of a stack may come to hold one AWS resource: a rename without an alias together with `adopt` makes a
second one, and then the engine deletes the first, which is the same thing in AWS. A holder is known by its URN; where
the door cannot tell it, by its client token, which differs between two resources unless a program says otherwise.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Acting:
    """The resource whose call is running."""

    urn: str = ""
    warn: Callable[[str], None] | None = None


_LOCK = threading.Lock()
_HOLDERS: dict[str, set[str]] = {}
_NOBODY = _Acting()
_ACTING: ContextVar[_Acting] = ContextVar("_ACTING", default=_NOBODY)


@contextlib.contextmanager
def acting_as(urn: str, warn: Callable[[str], None] | None = None) -> Iterator[None]:
    """Within the block, `hold` and `held_by_another` are about the resource of `urn`.

    With `warn`, `hold` tells of an id that another resource holds too.
    """
    before = _ACTING.set(_Acting(urn, warn))
    try:
        yield
    finally:
        _ACTING.reset(before)


def hold(aws_id: str, token: Any) -> None:
    """Note that the resource that acts, or that of `token`, holds `aws_id`."""
    me = _me(token)
    if me is None:
        return
    with _LOCK:
        holders = _HOLDERS.setdefault(aws_id, set())
        others = sorted(holders - {me})
        holders.add(me)
    warn = _ACTING.get().warn
    if others and warn is not None:
        named = _ACTING.get().urn and f" ({', '.join(other.rpartition('::')[2] for other in others)})"
        warn(
            f"{aws_id} is held by another resource of this stack{named} too; remove one of the two from the program, "
            "and it stays in AWS for the other"
        )


def held_by_another(aws_id: str, token: Any) -> bool:
    """Whether a resource other than the one that acts, or that of `token`, holds `aws_id`."""
    with _LOCK:
        return bool(_HOLDERS.get(aws_id, set()) - {_me(token)})


def forget() -> None:
    """Know of no holder, as a new provider process does."""
    with _LOCK:
        _HOLDERS.clear()


def _me(token: Any) -> str | None:
    return _ACTING.get().urn or (token if isinstance(token, str) else None)
