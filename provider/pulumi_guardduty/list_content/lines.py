"""Cuts bytes into lines, a block at a time, whatever their length or encoding."""

from collections.abc import Iterable, Iterator
from typing import Final

from .findings import Ledger
from .ipv4 import LAST_LINE
from .problem import Code, UnusableListError


#: Longest line that is looked at, in bytes. An entry has at most 255, a row of a vendor's table some thousands.
LONGEST_LINE: Final = 1 << 16

_MARK: Final = b"\xef\xbb\xbf"


class LineReader:
    """Iterates over blocks: the number of the first line, and the lines without their ends.

    Bytes that are not UTF-8 come as lone surrogates, as everywhere in Python. A line beyond 64 KiB is a problem of
    its own and comes as an empty one, so numbers stay right and memory stays small.
    """

    def __init__(self, pieces: Iterable[bytes], ledger: Ledger) -> None:
        #: Lines so far that end in CR LF.
        self.crlf_lines = 0
        #: Lines at the start of the latest block that are empty because they were too long: none or one.
        self.dropped = 0
        self._pieces = pieces
        self._ledger = ledger
        self._number = 1
        self._carry: list[bytes] = []
        self._carried = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        first = True
        for raw in self._pieces:
            piece = raw
            if first and piece.startswith(_MARK):
                self._ledger.note(Code.BYTE_ORDER_MARK, 1)
                piece = piece.removeprefix(_MARK)
            first = False
            head, newline, tail = piece.rpartition(b"\n")
            if newline:
                yield self._block(head)
            self._hold(tail)
        if self._carried:
            yield self._block(b"")

    def _hold(self, tail: bytes) -> None:
        """Keep the beginning of a line for the next piece; of an overlong one only that it is overlong."""
        self._carried += len(tail)
        if self._carried <= LONGEST_LINE:
            self._carry.append(tail)
        else:
            del self._carry[1:]

    def _block(self, head: bytes) -> tuple[int, list[str]]:
        held, carried = b"".join(self._carry), self._carried
        self._carry, self._carried = [], 0
        first = self._number
        end = head.find(b"\n")
        self.dropped = int(carried + (len(head) if end < 0 else end) > LONGEST_LINE)
        if self.dropped:
            self._overlong(held + head[:LONGEST_LINE], first)
            lines = [""] if end < 0 else ["", *self._decoded(head[end + 1 :])]
        else:
            lines = self._decoded(held + head)
        self._number += len(lines)
        if self._number > LAST_LINE:
            raise UnusableListError(Code.TOO_LARGE, f"has more than {LAST_LINE:,} lines: nothing a list may have")
        return first, lines

    def _decoded(self, block: bytes) -> list[str]:
        text = block.decode("utf-8", "surrogateescape")
        if "\r" in text:
            self.crlf_lines += text.count("\r\n") + text.endswith("\r")
            text = text.replace("\r\n", "\n").removesuffix("\r")
        return text.split("\n")

    def _overlong(self, beginning: bytes, line: int) -> None:
        sample = beginning.decode("utf-8", "surrogateescape")
        self._ledger.add(
            Code.LONG_LINE, line, sample, f"a line of more than {LONGEST_LINE:,} bytes is no entry: one entry a line"
        )
