"""Rows of a CSV file with the lines they start on."""

import csv
from collections.abc import Iterable, Iterator

from pulumi_guardduty.list_content.findings import Ledger
from pulumi_guardduty.list_content.lines import LineReader
from pulumi_guardduty.list_content.problem import Code, UnusableListError


class Table:
    """Iterates over the rows below the header: line, and cells without surrounding spaces.

    Raises:
        UnusableListError: There is no header, or `UnusableListError` of what it reads from.
    """

    def __init__(self, pieces: Iterable[bytes], ledger: Ledger, expected: str) -> None:
        self._ledger = ledger
        self._latest = ""
        self._reader = csv.reader(self._lines(pieces), skipinitialspace=True)
        self._rows = self._all_rows()
        line, cells = next(self._rows, (0, []))
        self.header = [cell.lower() for cell in cells]
        #: How an error of the header begins and ends.
        self._expected = expected
        self._header_line = line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self._rows

    def refuse_header(self) -> UnusableListError:
        """The error for a header that names other columns."""
        if not self.header:
            return UnusableListError(Code.EMPTY, f"holds nothing, not even the header '{self._expected}'")
        message = f"is not the header of this format, which is '{self._expected}'"
        return UnusableListError(Code.HEADER, message, line=self._header_line, text=",".join(self.header))

    def has_all_columns(self, line: int, cells: list[str]) -> bool:
        """Whether a row has as many cells as the header; an error is recorded where not."""
        if len(cells) == len(self.header):
            return True
        message = f"has {len(cells)} columns, and the header {len(self.header)}"
        self._ledger.add(Code.COLUMNS, line, ",".join(cells), message)
        return False

    def _lines(self, pieces: Iterable[bytes]) -> Iterator[str]:
        for _, block in LineReader(pieces, self._ledger):
            for line in block:
                self._latest = line
                yield line

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._ledger.add(Code.SYNTAX, line, self._latest, f"is not CSV: {error}")
                continue
            if self._reader.line_num > line:
                self._warn_of_length(line, cells)
            if any(cells):
                yield line, [cell.strip() for cell in cells]

    def _warn_of_length(self, line: int, cells: list[str]) -> None:
        count = self._reader.line_num - line + 1
        self._ledger.add(
            Code.MULTI_LINE_RECORD,
            line,
            ",".join(cells),
            f"this row goes on for {count} lines, whose entries are not read: is a quotation mark left open?",
        )
