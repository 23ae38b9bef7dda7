"""What differs between the state and a declaration, and whether that means a new resource."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_guardduty._core.inputs import CLEARING_REPLACES, REPLACES, WRITE_ONLY, ResourceInputs
from pulumi_guardduty._core.unknown import Unknown, holds_unknown


@dataclass(frozen=True)
class Difference:
    """Wire names of what changed, and of those that need a new resource.

    Attributes:
        changed: Every property an operation would change.
        replaces: Those of them AWS cannot change in place.
        delete_first: Whether the old resource has to go before the new one can be made.
        reasons: Property to why it is listed, where a value alone does not say it.
        rewrites: Properties that only the state has to take over; AWS holds nothing of them.
    """

    changed: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()
    delete_first: bool = True
    reasons: Mapping[str, str] = field(default_factory=dict)
    rewrites: frozenset[str] = frozenset()

    def joined(self, other: "Difference") -> "Difference":
        """Both differences as one."""
        return Difference(
            self.changed | other.changed,
            self.replaces | other.replaces,
            self.delete_first and other.delete_first,
            {**self.reasons, **other.reasons},
            self.rewrites | other.rewrites,
        )


NOTHING: Final = Difference()

#: A new resource elsewhere does not collide with the old one: the new one is made first.
_ELSEWHERE: Final = frozenset({"detectorId", "region"})

Same = Callable[[str, Any, Any], bool]


def difference(
    model: type[ResourceInputs],
    olds: Mapping[str, Any],
    news: Mapping[str, Any],
    looked_up: Iterable[str],
    same: Same,
) -> Difference:
    """Compare the outputs in state with checked inputs, field by field of `model`.

    A value that nobody declared and that create looked up is no difference, nor is one that only steers calls. A
    value that is unknown counts as changed.
    """
    defaults = _defaults(model)
    changed: set[str] = set()
    replaces: set[str] = set()
    ignored = set(looked_up)
    for name, wire in model.wire_names().items():
        metadata = model.model_fields[name].metadata
        new = news.get(wire, defaults.get(wire))
        old = olds.get(wire, defaults.get(wire))
        if WRITE_ONLY in metadata or (wire in ignored and new is None) or _equal(name, old, new, same):
            continue
        if new is None and name in model.LOOKED_UP:
            continue
        changed.add(wire)
        if REPLACES in metadata or (CLEARING_REPLACES in metadata and new is None):
            replaces.add(wire)
    return Difference(frozenset(changed), frozenset(replaces), not replaces & _ELSEWHERE)


def _equal(name: str, old: Any, new: Any, same: Same) -> bool:
    if isinstance(new, Unknown) or holds_unknown(new):
        return False
    if (old is None or old in ({}, [])) and (new is None or new in ({}, [])):
        return True
    if old is None or new is None:
        return False
    return same(name, old, new)


def _defaults(model: type[ResourceInputs]) -> dict[str, Any]:
    """Wire name to the value an absent property stands for."""
    found: dict[str, Any] = {}
    for name, field_info in model.model_fields.items():
        if field_info.is_required():
            continue
        value = field_info.get_default(call_default_factory=True)
        if isinstance(value, str | bool | int):
            found[field_info.alias or name] = value.value if hasattr(value, "value") else value
    return found


__all__ = ["NOTHING", "Difference", "difference"]
