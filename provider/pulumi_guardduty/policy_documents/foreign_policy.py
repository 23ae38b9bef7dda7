"""Our statements in a policy that is somebody else's: put in, taken out, looked up, by Sid."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pulumi_guardduty.policy_documents.canonical import canonical_statement, same_meaning
from pulumi_guardduty.policy_documents.document import (
    VERSION,
    Statement,
    compact,
    document_of,
    parse_document,
)
from pulumi_guardduty.policy_documents.statement_text import StatementText


def merge_statements(text: str | None, statements: Iterable[Mapping[str, Any]], *, owned: Collection[str] = ()) -> str:
    """Put `statements` into the policy `text`; all else in it stays as it is, to the byte.

    A statement whose Sid is there already takes the place of the old one, and is left untouched when it means the
    same; a new one goes behind the others.

    Args:
        text: The policy as AWS returned it; None where there is none yet.
        statements: Each with a Sid.
        owned: Sids that were written for this owner before and may therefore be replaced.

    Raises:
        ValueError: `text` is not a policy document, a statement has no Sid, or one of that Sid is there, is not
            owned and says something else.
    """
    wanted = [dict(statement) for statement in statements]
    if text is None:
        return compact(document_of(_with_sid(statement) for statement in wanted))
    for statement in wanted:
        text = _merged(text, _with_sid(statement), owned)
    return text


def remove_statements(text: str, sids: Collection[str], *, original: str | None = None) -> str | None:
    """Take the statements named `sids` out of the policy `text`; all else in it stays as it is, to the byte.

    Args:
        text: The policy as AWS returned it.
        sids: The statements to take out; one that is not there is passed over.
        original: The policy as it was before anything was merged into it. Where what remains says the same, it is
            returned as it was written, also when AWS has respelled it since.

    Returns:
        The remaining policy; None when no statement remains, since AWS stores no policy without statements.

    Raises:
        ValueError: `text` is not a policy document.
    """
    layout = StatementText.of(text)
    while ours := [span for span in layout.spans if span.sid in sids]:
        if not layout.is_list:
            return None
        layout = StatementText.of(layout.without(ours[-1]))
    if not layout.spans:
        return None
    left = layout.settled() if layout.text != text else text
    return original if original is not None and _restores(original, left) else left


def extract_statements(text: str | None, sids: Collection[str]) -> list[Statement]:
    """Return the statements of the policy `text` that are named `sids`, in the order they stand in.

    Raises:
        ValueError: `text` is not a policy document.
    """
    if text is None:
        return []
    return [dict(span.value) for span in StatementText.of(text).spans if span.sid in sids]


def _with_sid(statement: Statement) -> Statement:
    if not isinstance(statement.get("Sid"), str) or not statement["Sid"]:
        raise ValueError(f"statement {compact(statement)} has no Sid; it could not be found again in the policy")
    return statement


def _merged(text: str, statement: Statement, owned: Collection[str]) -> str:
    layout = StatementText.of(text)
    there = [span for span in layout.spans if span.sid == statement["Sid"]]
    if any(canonical_statement(span.value) == canonical_statement(statement) for span in there):
        return text
    if there and statement["Sid"] not in owned:
        raise ValueError(
            f"the policy has a statement {statement['Sid']!r} already that says something else and is not ours; "
            "choose another Sid, or remove that statement"
        )
    _refuse_old_version(text, statement)
    addition = compact(statement)
    return layout.replaced(there[0], addition) if there else layout.appended(addition)


def _refuse_old_version(text: str, statement: Statement) -> None:
    """Refuse to put an escaped prefix where the escape would be read letter by letter."""
    if "${" in compact(statement) and parse_document(text).get("Version") != VERSION:
        raise ValueError(
            f"statement {statement['Sid']!r} escapes a special character, which works from policy version "
            f"{VERSION} on; raise the policy's version, or choose a prefix without '*', '?' and '$'"
        )


def _restores(original: str, remaining: str) -> bool:
    """Tell whether `remaining` says what `original` said, so that nobody's change is lost by going back to it."""
    try:
        same_label = parse_document(original).get("Id") == parse_document(remaining).get("Id")
        return same_label and same_meaning(original, remaining)
    except ValueError:
        return False
