"""What differs between two property maps, as a provider or the engine itself sees it.

Follows `properties_diff.go` (SDK) and `NewDetailedDiffFromObjectDiff`, `DiffResult` of CLI v3.258.0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from pulumi_guardduty_sandbox.engine import property_path
from pulumi_guardduty_sandbox.engine.property_path import Path
from pulumi_guardduty_sandbox.engine.values import Properties, Value, equal


class Kind(StrEnum):
    """How one property changes."""

    ADD = "add"
    ADD_REPLACE = "add-replace"
    DELETE = "delete"
    DELETE_REPLACE = "delete-replace"
    UPDATE = "update"
    UPDATE_REPLACE = "update-replace"

    @property
    def replaces(self) -> bool:
        """Whether the change needs a new resource."""
        return self.value.endswith("-replace")

    @property
    def as_replace(self) -> "Kind":
        """The same change, needing a new resource."""
        return self if self.replaces else Kind(f"{self.value}-replace")

    @property
    def inverted(self) -> "Kind":
        """The change that undoes this one."""
        swapped = {"add": "delete", "delete": "add", "update": "update"}
        base, dash, suffix = self.value.partition("-")
        return Kind(swapped[base] + dash + suffix)


@dataclass(frozen=True)
class PropertyChange:
    """One line of a detailed diff."""

    kind: Kind
    #: Whether old inputs are compared with new ones; else old outputs with new inputs.
    of_inputs: bool = False


@dataclass(frozen=True)
class Difference:
    """What a provider says about a change: nothing, an update, or a replacement."""

    #: None: the provider does not know, and the engine compares the inputs.
    changes: bool | None = None
    replace_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()
    detailed: dict[str, PropertyChange] | None = None
    delete_before_replace: bool = False
    stable_keys: tuple[str, ...] = field(default=())

    @property
    def replaces(self) -> bool:
        """Whether the change needs a new resource."""
        return bool(self.replace_keys) or any(change.kind.replaces for change in (self.detailed or {}).values())

    @property
    def inverted(self) -> Self:
        """The difference that undoes this one."""
        if self.detailed is None:
            return self
        undone = {path: replace(change, kind=change.kind.inverted) for path, change in self.detailed.items()}
        return replace(self, detailed=undone)


#: Stands in replaceOnChanges and in diffs for "the last attempt left it unhealthy".
INIT_ERROR: Final = "#initerror"


def replace_on_changes(difference: Difference, paths: Sequence[str], *, init_errors: bool) -> Difference:
    """`difference` with a replacement where the program asks for one."""
    if not difference.changes and not init_errors:
        return difference
    wanted = [property_path.parse(path) for path in paths]

    def replaces(text: str) -> bool:
        return any(property_path.contains(path, property_path.parse(text)) for path in wanted)

    keys = {*difference.replace_keys, *(key for key in difference.changed_keys if replaces(key))}
    lines = None
    if difference.detailed is not None:
        lines = {
            path: replace(change, kind=change.kind.as_replace) if replaces(path) else change
            for path, change in difference.detailed.items()
        }
    changes = difference.changes
    if init_errors and replaces(INIT_ERROR):
        keys.add(INIT_ERROR)
        changes = True
        if lines is not None:
            lines[INIT_ERROR] = PropertyChange(Kind.UPDATE_REPLACE)
    return replace(difference, changes=changes, replace_keys=tuple(sorted(keys)), detailed=lines)


def detailed(old: Properties, new: Properties) -> dict[str, PropertyChange]:
    """The paths at which inputs differ, deepest first known."""
    found: dict[str, PropertyChange] = {}
    for path, kind in _walk((), old, new):
        found[property_path.write(path)] = PropertyChange(kind, of_inputs=True)
    return found


def changed_keys(old: Properties, new: Properties) -> tuple[str, ...]:
    """The top-level keys at which inputs differ."""
    return tuple(sorted(key for key in old.keys() | new.keys() if not equal(old.get(key), new.get(key))))


def _walk(path: Path, old: Value, new: Value) -> list[tuple[Path, Kind]]:
    if equal(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        keys = sorted(old.keys() | new.keys())
        return [found for key in keys for found in _walk((*path, key), old.get(key), new.get(key))]
    if isinstance(old, list) and isinstance(new, list):
        longest = max(len(old), len(new))
        found = []
        for index in range(longest):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            found += _walk((*path, index), before, after)
        return found
    if old is None:
        return [(path, Kind.ADD)]
    return [(path, Kind.DELETE if new is None else Kind.UPDATE)]
