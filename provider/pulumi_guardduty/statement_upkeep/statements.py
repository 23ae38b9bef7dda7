"""Statements as a program declares them, and as state shows them."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from pulumi_guardduty.policy_documents import canonical_statement


def _named(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for number, statement in enumerate(statements, start=1):
        sid = statement.get("Sid")
        if not isinstance(sid, str) or not sid:
            raise ValueError(f"statement {number} has no Sid, by which it is found again; give it one")
        if sid in seen:
            raise ValueError(f"two statements have the Sid {sid!r}; give each its own")
        if statement.get("Effect") not in {"Allow", "Deny"}:
            raise ValueError(f"statement {sid!r} needs Effect Allow or Deny (got {statement.get('Effect')!r})")
        seen.add(sid)
    return statements


#: Policy statements as in AWS's JSON, each with its own Sid; 1 to 50.
Statements = Annotated[list[dict[str, Any]], Field(min_length=1, max_length=50), AfterValidator(_named)]


def text_of(statements: Iterable[Mapping[str, Any]]) -> str:
    """Statements as one line of JSON, as they are."""
    return json.dumps(list(statements), separators=(",", ":"))


def same_statements(old: Any, new: Any) -> bool:
    """Whether two lists of statements mean the same, in whatever order."""
    try:
        return _by_sid(old) == _by_sid(new)
    except (TypeError, ValueError, AttributeError):
        return bool(old == new)


def _by_sid(statements: Any) -> dict[Any, Any]:
    return {row.get("Sid"): canonical_statement(row) for row in statements}
