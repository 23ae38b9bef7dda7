"""What a stack consists of while an operation runs: a base, what the operation made, and what is under way.

Every change is an entry, a JSON object; applying the same entries to the same base gives the same rows. A running
operation applies them as it writes them to the journal, and the next load of a stack whose operation was killed
applies them once more, so the two cannot disagree.

The rows are those that `SnapshotManager.Snap` (`pkg/backend/snapshot.go` of CLI v3.258.0) would save: what the
operation has made, in order, then what is left of the base.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.errors import StateError
from pulumi_guardduty_sandbox.engine.resource import Row


Entry: TypeAlias = dict[str, Any]


class Ledger:
    """The rows of a stack, changed by entries."""

    def __init__(self, rows: Iterable[Row], pending: Iterable[Row]) -> None:
        """Begin with the rows and the pending operations of the last checkpoint."""
        self._rows: dict[str, Row] = {f"o{index}": row for index, row in enumerate(rows)}
        self._base = list(self._rows)
        self._made: list[str] = []
        self._done: set[str] = set()
        self._running: dict[int, Row] = {}
        # Only a person can say whether a thing whose creation was cut off exists; the rest clears itself.
        self._unresolved = [operation for operation in pending if operation["type"] == "creating"]

    def apply(self, entry: Entry) -> None:
        """Change the rows as the entry says."""
        getattr(self, f"_{entry['kind']}")(entry)

    def _begin(self, entry: Entry) -> None:
        self._running[entry["operation"]] = {"resource": entry["row"], "type": entry["type"]}

    def _end(self, entry: Entry) -> None:
        self._running.pop(entry["operation"], None)
        self._done.update(entry.get("done", ()))
        for key in entry.get("delete", ()):
            self._rows[key] = {**self._rows[key], "delete": True}
        for key in entry.get("awaits_replacement", ()):
            self._rows[key] = {**self._rows[key], "pendingReplacement": True}
        if "made" in entry:
            self._rows[entry["made"]] = entry.get("row") or self._rows[entry["same_as"]]
            self._made.append(entry["made"])

    def _set(self, entry: Entry) -> None:
        self._rows[entry["key"]] = entry["row"]

    def _rebase(self, entry: Entry) -> None:
        self._rows.update(dict(entry["rows"]))
        self._base = [key for key, _ in entry["rows"]]

    def row(self, key: str) -> Row:
        """One row, by its key."""
        return self._rows[key]

    @property
    def base_keys(self) -> list[str]:
        """Keys of the base, in order."""
        return list(self._base)

    def rows(self) -> list[Row]:
        """The rows as they would be saved now.

        Raises:
            StateError: Two resources claim the same former name.
        """
        keys = [key for key in (*self._made, *self._base) if key not in self._done]
        return _renamed([self._rows[key] for key in keys])

    def pending(self) -> list[Row]:
        """The operations whose end is not known."""
        return [*self._running.values(), *self._unresolved]


def _renamed(rows: list[Row]) -> list[Row]:
    """Rows with every reference to a former name changed to the present one, and the former names forgotten.

    Follows `Snapshot.NormalizeURNReferences` of CLI v3.258.0.
    """
    present: dict[str, str] = {}
    for row in rows:
        for alias in row.get("aliases", ()):
            if present.setdefault(alias, row["urn"]) != row["urn"]:
                raise StateError(f"resources {present[alias]} and {row['urn']} are both aliased to {alias}")
        parent = present.get(row.get("parent", ""), "")
        if parent and urns.qualified_type(parent) != urns.STACK_TYPE:
            urn = row["urn"]
            stack, project = urns.stack_of(urn), urns.project_of(urn)
            present[urn] = urns.make(stack, project, parent, urns.type_of(urn), urns.name_of(urn))
    return [_with_names(row, present) for row in rows] if present else rows


def _with_names(row: Row, present: dict[str, str]) -> Row:
    def named(urn: str) -> str:
        return present.get(urn, urn)

    changed = {key: value for key, value in row.items() if key != "aliases"}
    for key in ("urn", "parent", "deletedWith"):
        if key in row:
            changed[key] = named(row[key])
    if "provider" in row:
        urn, id_ = urns.parse_reference(row["provider"])
        changed["provider"] = urns.reference(named(urn), id_)
    if "dependencies" in row:
        changed["dependencies"] = [named(urn) for urn in row["dependencies"]]
    links = {key: urns for key, urns in row.get("propertyDependencies", {}).items() if urns}
    renamed = {key: [named(urn) for urn in found] for key, found in links.items()}
    if renamed != links:
        # The CLI rebuilds the table from the links there are, so properties without any are no longer listed.
        changed["propertyDependencies"] = renamed
    return changed
