"""One problem of a list, and the codes that tell problems apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


#: Characters of a line that a message shows.
SHOWN_TEXT: Final = 80


class Code(StrEnum):
    """What is wrong; stable, so that a program can tell cases apart."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NOT_A_LIST = "not-a-list"
    GAVE_UP = "gave-up"
    EMPTY = "empty"
    TOO_MANY_ENTRIES = "too-many-entries"
    TOO_MANY_TO_NORMALIZE = "too-many-to-normalize"
    SYNTAX = "syntax"
    COMMENT = "comment"
    HOST_BITS = "host-bits"
    ENCODING = "encoding"
    LONG_LINE = "long-line"
    HEADER = "header"
    COLUMNS = "columns"
    XML = "xml"
    NON_PUBLIC = "non-public"

    IPV6 = "ipv6"
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    WIDE_TRUSTED = "wide-trusted"
    REACHES_NON_PUBLIC = "reaches-non-public"
    MANY_ENTRIES = "many-entries"
    NOT_ALL_COMPARED = "not-all-compared"
    IGNORED_TYPE = "ignored-type"
    MULTI_LINE_RECORD = "multi-line-record"
    BYTE_ORDER_MARK = "byte-order-mark"
    LINE_ENDINGS = "line-endings"
    BLANK_LINES = "blank-lines"
    SPACES = "spaces"

    TRUSTED_WINS = "trusted-wins"


#: Everything from `IPV6` on warns; what stands before it makes a list unusable.
WARNINGS: Final = frozenset(list(Code)[list(Code).index(Code.IPV6) :])

#: What normalising a list repairs without asking anybody.
MENDED: Final = frozenset(
    {
        Code.COMMENT,
        Code.DUPLICATE,
        Code.OVERLAP,
        Code.BYTE_ORDER_MARK,
        Code.LINE_ENDINGS,
        Code.BLANK_LINES,
        Code.SPACES,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a list, and where."""

    line: int | None
    """Line, or number of the entry, counted from 1; None where the whole list is meant."""

    text: str
    """The entry or line as written: cut to 80 characters, control characters escaped; empty for the whole list."""

    code: Code
    """What is wrong, for programs."""

    message: str
    """What is wrong and what to do, for people; lower case, no full stop."""

    def rendered(self, unit: str = "line") -> str:
        """One line of text, e.g. ``line 3: '10.0.0.0/8': private addresses …``."""
        where = "" if self.line is None else f"{unit} {self.line}: "
        what = f"'{self.text}': " if self.text else ""
        return f"{where}{what}{self.message}"


class UnusableListError(Exception):
    """Reading cannot go on. Never leaves this package: it ends as a problem of the report."""

    def __init__(self, code: Code, message: str, *, line: int | None = None, text: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(line, shown(text), code, message)


def shown(text: str) -> str:
    """`text` as a message may show it: printable, one line, at most 80 characters."""
    if len(text) > SHOWN_TEXT:
        text = text[: SHOWN_TEXT - 1] + "…"
    return text if text.isprintable() else "".join(_escaped(text))


def _escaped(text: str) -> Iterator[str]:
    for character in text:
        point = ord(character)
        if 0xDC80 <= point <= 0xDCFF:  # noqa: PLR2004  # how Python carries a byte that is not UTF-8
            yield f"\\x{point - 0xDC00:02x}"
        elif character.isprintable():
            yield character
        else:
            yield ascii(character)[1:-1]
