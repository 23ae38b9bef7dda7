"""Read property bags of several shapes, touching no more than is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulumi_guardduty_policy.framework.resource import states


def one(value: Any) -> Any:
    """Return an object that some versions of a provider wrap in a list of one."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value[0] if len(value) else None
    return value


def first(bag: Mapping[str, Any], *names: str) -> Any:
    """Return the value under the first of the names that the bag has, unwrapped; None if it has none."""
    for name in names:
        if states(bag, name):
            value = one(bag[name])
            if value is not None:
                return value
    return None


def nested(bag: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """Return the object under the first of the names that the bag has; empty if it has none."""
    value = first(bag, *names)
    return value if isinstance(value, Mapping) else {}


def objects(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Return a list of objects, or one object, as a tuple."""
    if isinstance(value, Mapping):
        return (value,)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(item for item in value if isinstance(item, Mapping))
    return ()


class Renamed(Mapping[str, Any]):
    """A bag under other names, with some values fixed by its type; read only when asked."""

    def __init__(self, bag: Mapping[str, Any], names: Mapping[str, str], **fixed: Any) -> None:
        self._bag = bag
        self._names = names
        self._fixed = fixed

    def __getitem__(self, name: str) -> Any:
        if name in self._fixed:
            return self._fixed[name]
        return self._bag[self._names[name]]

    def __iter__(self) -> Iterator[str]:
        yield from self._fixed
        yield from (name for name, other in self._names.items() if states(self._bag, other))

    def __len__(self) -> int:
        return sum(1 for _ in self)
