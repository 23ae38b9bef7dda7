"""Elements of a policy document: a string or a list, under a name in any case."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_guardduty_policy.framework.malformed import MalformedError


def element(bag: Mapping[str, Any], name: str) -> Any:
    """Return an element by its name, whatever the case it is written in; None if absent."""
    for key in bag:
        if key.lower() == name.lower():
            return bag[key]
    return None


def listed(value: Any, what: str) -> tuple[str, ...]:
    """Return a string or a list of scalars as strings, booleans as JSON writes them.

    Raises:
        MalformedError: It is neither.
    """
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_scalar(item, what) for item in value)
    return (_scalar(value, what),)


def _scalar(value: Any, what: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise MalformedError(
        f"{what} of a policy document is a {type(value).__name__}; write a string or a list of strings"
    )
