"""The one marker for a value that is not known before `up`.

Each door maps its own form of "unknown" to `UNKNOWN` and back; handlers know only this one.
"""

from collections.abc import Mapping
from typing import Any, Final


class Unknown:
    """A value the engine will know only after another resource has been made."""

    def __repr__(self) -> str:
        return "<unknown>"


UNKNOWN: Final = Unknown()


def holds_unknown(value: Any) -> bool:
    """Whether `value`, or anything inside it, is not known yet."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Mapping):
        return any(holds_unknown(item) for item in value.values())
    return isinstance(value, list | tuple) and any(holds_unknown(item) for item in value)
