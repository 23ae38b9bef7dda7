"""Where the statements lie in the text of a policy document.

Somebody else's policy is changed by cutting and inserting in its text: to read it and write it anew would respell
what is not ours.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty.policy_documents.document import parse_document


_SPACE: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()

#: Opens a list that was made around a single statement, so that the statement can stand alone again when the others
#: go. Nobody's own layout has this blank, and where AWS respells a document nothing is lost but that.
_MADE_LIST: Final = "[ \t"


@dataclass(frozen=True)
class StatementSpan:
    """One statement and the part of the text that holds it."""

    value: Any
    start: int
    end: int

    @property
    def sid(self) -> str | None:
        """The statement's Sid, where it has one."""
        found = self.value.get("Sid") if isinstance(self.value, dict) else None
        return found if isinstance(found, str) else None


@dataclass(frozen=True)
class StatementText:
    """The statements of one document's text, in the order they stand in."""

    text: str
    start: int
    """Where the value of ``Statement`` begins."""
    end: int
    """Where it ends."""
    spans: tuple[StatementSpan, ...]
    is_list: bool
    """Whether the statements stand in a list; a single one may stand alone."""

    @classmethod
    def of(cls, text: str) -> "StatementText":
        """Find the statements of `text`.

        Raises:
            ValueError: `text` is not a policy document with statements.
        """
        parse_document(text)
        members = {key: (start, end) for key, start, end in _members(text)}
        if "Statement" not in members:
            raise ValueError("the policy document has no Statement")
        start, end = members["Statement"]
        if text[start] != "[":
            alone = StatementSpan(json.loads(text[start:end]), start, end)
            return cls(text, start, end, (alone,), is_list=False)
        return cls(text, start, end, tuple(_elements(text, start)), is_list=True)

    def replaced(self, span: StatementSpan, replacement: str) -> str:
        """Return the text with another statement in the place of `span`."""
        return self.text[: span.start] + replacement + self.text[span.end :]

    def appended(self, addition: str) -> str:
        """Return the text with one statement more, behind the others."""
        if not self.is_list:
            alone = self.text[self.start : self.end]
            return f"{self.text[: self.start]}{_MADE_LIST}{alone},{addition}]{self.text[self.end :]}"
        if not self.spans:
            return self.text[: self.start + 1] + addition + self.text[self.start + 1 :]
        behind = self.spans[-1].end
        return f"{self.text[:behind]},{addition}{self.text[behind:]}"

    def without(self, span: StatementSpan) -> str:
        """Return the text with `span` cut out of the list, with the comma that joined it to the others."""
        at = self.spans.index(span)
        if at > 0:
            return self.text[: self.spans[at - 1].end] + self.text[span.end :]
        until = self.spans[1].start if len(self.spans) > 1 else span.end
        return self.text[: span.start] + self.text[until:]

    def settled(self) -> str:
        """Return the text, with a statement out of its list that stood alone before others were added."""
        if len(self.spans) != 1 or not self.text.startswith(_MADE_LIST, self.start):
            return self.text
        alone = self.spans[0]
        return self.text[: self.start] + self.text[alone.start : alone.end] + self.text[self.end :]


def _members(text: str) -> Iterator[tuple[str, int, int]]:
    """Walk over the members of the object that `text` is known to be."""
    at = _skip(text, _skip(text, 0) + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, start)
        yield key, start, end
        at = _next(text, end)


def _elements(text: str, start: int) -> Iterator[StatementSpan]:
    """Walk over the elements of the list that is known to begin at `start`."""
    at = _skip(text, start + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        yield StatementSpan(value, at, end)
        at = _next(text, end)


def _next(text: str, end: int) -> int:
    """Where the next member begins, or the closing bracket stands."""
    at = _skip(text, end)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
