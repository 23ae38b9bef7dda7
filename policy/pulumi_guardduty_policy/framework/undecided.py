"""The third answer of a rule, beside pass and violation: it cannot be told yet.

A preview does not know what AWS will assign (key ARNs, generated names). A
rule that meets such a value must neither pass nor fail: it says what it waits
for, and `pulumi up` judges it.
"""

from collections.abc import Sequence
from typing import Any

from pulumi_policy.proxy import (
    UNKNOWN_ARCHIVE_VALUE,
    UNKNOWN_ARRAY_VALUE,
    UNKNOWN_ASSET_VALUE,
    UNKNOWN_BOOLEAN_VALUE,
    UNKNOWN_NUMBER_VALUE,
    UNKNOWN_OBJECT_VALUE,
    UNKNOWN_STRING_VALUE,
    UnknownValueError,
)


_SENTINELS = frozenset(
    {
        UNKNOWN_ARCHIVE_VALUE,
        UNKNOWN_ARRAY_VALUE,
        UNKNOWN_ASSET_VALUE,
        UNKNOWN_BOOLEAN_VALUE,
        UNKNOWN_NUMBER_VALUE,
        UNKNOWN_OBJECT_VALUE,
        UNKNOWN_STRING_VALUE,
    }
)


class UndecidedError(Exception):
    """A rule cannot be judged, for the reason given."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


#: What a rule may meet while it reads: a value of the preview that nobody knows
#: yet (raised by the SDK's property bags on access), or a relation that cannot be told.
CANNOT_TELL = (UnknownValueError, UndecidedError)


def reason(error: Exception) -> str:
    """Say in one sentence what a rule is waiting for."""
    if isinstance(error, UnknownValueError):
        return f"`{_path(error.props)}` is not known before `pulumi up`, which judges it"
    return str(error)


def is_unknown(value: Any) -> bool:
    """Tell whether a raw wire value stands for one that is not known yet."""
    return isinstance(value, str) and value in _SENTINELS


def _path(steps: Sequence[str]) -> str:
    return ".".join(str(step) for step in steps)
