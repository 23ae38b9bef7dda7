"""TXT: one entry a line. Source: GuardDuty User Guide, "List formats"."""

import re
from collections.abc import Iterable
from typing import Final

from pulumi_guardduty.list_content.findings import Ledger
from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.lines import LineReader
from pulumi_guardduty.list_content.problem import Code


_INLINE_COMMENT: Final = re.compile(r"(\S+)\s+(?:#|;|//).*", re.DOTALL)
_COMMENT_STARTS: Final = ("#", ";", "//")


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read every line."""
    ledger = intake.ledger
    reader = LineReader(pieces, ledger)

    def tidy(text: str, line: int) -> str | None:
        return tidied(text, line, ledger)

    for first, block in reader:
        texts: list[str] = block
        lines: range | list[int] = range(first, first + len(block))
        if "" in block:
            lines = [line for line, text in zip(lines, block, strict=True) if text]
            texts = [text for text in block if text]
            if blanks := block.count("") - reader.dropped:
                ledger.note(Code.BLANK_LINES, first + block.index("", reader.dropped), count=blanks)
        if texts:
            intake.take(texts, lines, tidy)
    if reader.crlf_lines:
        ledger.note(Code.LINE_ENDINGS, 1, count=reader.crlf_lines)


def tidied(text: str, line: int, ledger: Ledger) -> str | None:
    """The entry in a line without spaces and comments; None where it holds nothing else."""
    entry = text.strip()
    if not entry:
        ledger.note(Code.BLANK_LINES, line)
        return None
    if entry != text:
        ledger.note(Code.SPACES, line, text)
    if entry.startswith(_COMMENT_STARTS):
        _comment(text, line, ledger)
        return None
    if match := _INLINE_COMMENT.fullmatch(entry):
        _comment(text, line, ledger)
        return match[1]
    return entry


def _comment(text: str, line: int, ledger: Ledger) -> None:
    ledger.add(
        Code.COMMENT, line, text, "a comment; the format has none: remove it, or set normalize=True, which does so"
    )
