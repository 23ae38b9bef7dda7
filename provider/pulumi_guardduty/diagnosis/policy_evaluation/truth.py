"""Yes, no, or not to be judged."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """The answer to a question about a policy, in Kleene's three-valued logic."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """It hangs on something that is not known; no side is taken."""

    @classmethod
    def of(cls, value: bool) -> "Truth":
        """Turn a plain answer into one of these."""
        return cls.YES if value else cls.NO

    def negated(self) -> "Truth":
        """The answer to the opposite question."""
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether every one is so; one plain no decides."""
    seen = set(truths)
    return next((truth for truth in (Truth.NO, Truth.UNKNOWN) if truth in seen), Truth.YES)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether at least one is so; one plain yes decides."""
    seen = set(truths)
    return next((truth for truth in (Truth.YES, Truth.UNKNOWN) if truth in seen), Truth.NO)
