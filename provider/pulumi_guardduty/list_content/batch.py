"""Gathers single entries into blocks, which are judged much faster than one by one."""

from typing import Final

from .intake import Intake, Tidy


_SIZE: Final = 4096


class Batch:
    """Entries on their way to an intake."""

    def __init__(self, intake: Intake, tidy: Tidy | None = None) -> None:
        self._intake = intake
        self._tidy = tidy
        self._texts: list[str] = []
        self._lines: list[int] = []

    def add(self, text: str, line: int) -> None:
        """Hand over one entry."""
        self._texts.append(text)
        self._lines.append(line)
        if len(self._texts) >= _SIZE:
            self.flush()

    def flush(self) -> None:
        """Have the rest judged."""
        if self._texts:
            self._intake.take(self._texts, self._lines, self._tidy)
            self._texts, self._lines = [], []
