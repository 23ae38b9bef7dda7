"""How a policy in AWS differs from the one that was declared, by statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pulumi_guardduty.diagnosis.statement_difference import differences
from pulumi_guardduty.diagnosis.wording import joined
from pulumi_guardduty.policy_documents import canonical_statement, parse_document


class DriftKind(StrEnum):
    """What happened to a statement."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    UNREADABLE = "unreadable"
    """The policy in AWS is no policy document."""


_TEXT: Final = {
    DriftKind.MISSING: "{name} is missing",
    DriftKind.CHANGED: "{name} was changed: {parts}",
    DriftKind.EXTRA: "{name} is not declared",
    DriftKind.UNREADABLE: "{name} cannot be read: {parts}",
}


@dataclass(frozen=True)
class StatementDrift:
    """One statement that is not as declared."""

    name: str
    """How to speak of it: its Sid in quotes, or its place when it has none."""

    kind: DriftKind

    parts: tuple[str, ...] = ()
    """Which parts of it changed, and how."""

    def __str__(self) -> str:
        return _TEXT[self.kind].format(name=self.name, parts=joined(self.parts) if self.parts else "")


def policy_drift(
    desired: str | Mapping[str, Any],
    actual: str | Mapping[str, Any] | None,
    *,
    report_extra: bool = True,
) -> list[StatementDrift]:
    """Compare the policy in AWS with the declared one and name the statements that differ in meaning.

    Args:
        desired: The declared policy, or one of nothing but the statements that are ours.
        actual: The policy in AWS; None where there is none. Whatever it is, it makes nothing raise.
        report_extra: Whether statements that are not declared are drift; they are not in a policy that is
            somebody else's.

    Raises:
        ValueError: `desired` is not a policy document.
    """
    try:
        found = _statements({} if actual is None else actual)
    except ValueError as error:
        return [StatementDrift("the policy", DriftKind.UNREADABLE, (str(error),))]
    wanted = _statements(desired)
    return [drift for drift in _compared(wanted, found) if report_extra or drift.kind is not DriftKind.EXTRA]


def _compared(wanted: list["_Placed"], found: list["_Placed"]) -> Iterator[StatementDrift]:
    left, unmet = list(found), []
    for mine in wanted:
        equal = next((theirs for theirs in left if theirs.canonical == mine.canonical), None)
        if equal is None:
            unmet.append(mine)
        else:
            left.remove(equal)
    for mine in unmet:
        changed = next((theirs for theirs in left if mine.sid is not None and theirs.sid == mine.sid), None)
        if changed is None:
            yield StatementDrift(mine.name, DriftKind.MISSING)
        else:
            left.remove(changed)
            yield StatementDrift(mine.name, DriftKind.CHANGED, tuple(differences(mine.raw, changed.raw)))
    for theirs in left:
        yield StatementDrift(theirs.name, DriftKind.EXTRA)


@dataclass(frozen=True)
class _Placed:
    """A statement and where it stands in its policy, counted from 1."""

    raw: Any
    place: int

    @property
    def canonical(self) -> Any:
        return canonical_statement(self.raw)

    @property
    def sid(self) -> str | None:
        sid = self.raw.get("Sid") if isinstance(self.raw, Mapping) else None
        return sid if isinstance(sid, str) and sid else None

    @property
    def name(self) -> str:
        return f"statement {self.sid!r}" if self.sid is not None else f"statement {self.place} (without Sid)"


def _statements(document: str | Mapping[str, Any]) -> list[_Placed]:
    statements = parse_document(document).get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    return [_Placed(each, place) for place, each in enumerate(listed, start=1)]
