"""Collects problems: the earliest are kept, all are counted, so memory does not grow with a bad list."""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from . import ipv4
from .problem import MENDED, WARNINGS, Code, Problem, shown


#: Problems that are kept and shown; the rest is counted.
SHOWN: Final = 20

_NOTES: Final = {
    Code.BYTE_ORDER_MARK: "starts with a byte order mark, which a reader may take for a part of the first entry; "
    "save as UTF-8 without it",
    Code.LINE_ENDINGS: "{count} lines end in CR LF; save with LF alone to be sure",
    Code.BLANK_LINES: "{count} blank lines; remove them to be sure",
    Code.SPACES: "{count} lines have spaces around the entry; remove them to be sure",
    Code.IGNORED_TYPE: "{count} indicators are of a type this list cannot hold and are not checked",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems of one severity: the first 20 in order of their lines, and how many there are."""

    shown: tuple[Problem, ...] = ()
    """The first 20 by line; problems of the whole list come first."""

    by_code: Mapping[Code, int] = field(default_factory=dict)
    """How many there are of each kind, shown or not."""

    def __len__(self) -> int:
        return sum(self.by_code.values())

    def rendered(self, unit: str = "line") -> str:
        """The first 20, one a line, and how many more there are of which kind; empty where there are none."""
        lines = [problem.rendered(unit) for problem in self.shown]
        rest = Counter(self.by_code)
        rest.subtract(problem.code for problem in self.shown)
        if hidden := +rest:
            kinds = ", ".join(f"{count:,} {code}" for code, count in hidden.most_common())
            lines.append(f"and {hidden.total():,} more: {kinds}")
        return "\n".join(lines)


class Log:
    """Problems of one severity while a list is read, in any order."""

    def __init__(self) -> None:
        self._counts: Counter[Code] = Counter()
        #: A max-heap by line, so the latest of the kept ones is the one to go.
        self._kept: list[tuple[int, int, Problem]] = []
        self._sequence = 0

    def add(self, code: Code, line: int, text: str, message: Callable[[], str] | str, count: int = 1) -> None:
        """Count a problem, and keep it if it is among the first; `message` is only made then.

        `count` may be 0, for the problems of a group that is counted with its first one.
        """
        self._counts[code] += count
        full = len(self._kept) >= SHOWN
        if full and line >= -self._kept[0][0]:
            return
        self._sequence -= 1
        spoken = message if isinstance(message, str) else message()
        item = (-line, self._sequence, Problem(line or None, shown(text), code, spoken))
        (heapq.heappushpop if full else heapq.heappush)(self._kept, item)

    def findings(self) -> Findings:
        """What has been collected so far."""
        ordered = sorted(self._kept, key=lambda item: (-item[0], -item[1]))
        return Findings(tuple(problem for _, _, problem in ordered), dict(self._counts))

    @property
    def total(self) -> int:
        """How many problems there are so far."""
        return self._counts.total()


class Ledger:
    """Sorts problems into errors, warnings, and what normalising repairs."""

    def __init__(self, *, normalize: bool = False) -> None:
        self.errors = Log()
        self.warnings = Log()
        self.mended: Counter[Code] = Counter()
        self._mends = MENDED if normalize else frozenset()
        self._notes: dict[Code, tuple[int, str, int]] = {}

    def add(self, code: Code, line: int, text: str, message: Callable[[], str] | str, count: int = 1) -> None:
        """Record a problem of one line; line 0 means the whole list. Of `count`, see `Log.add`."""
        if code in self._mends:
            self.mended[code] += count
        else:
            (self.warnings if code in WARNINGS else self.errors).add(code, line, text, message, count)

    def add_keys(self, code: Code, keys: ipv4.Keys, message: Callable[[int], str]) -> None:
        """Record the same problem of many packed entries."""
        count = len(keys)
        for key in heapq.nsmallest(SHOWN, keys, key=ipv4.line_of):
            self.add(code, ipv4.line_of(key), ipv4.text_of(key), partial(message, key), count)
            count = 0

    def note(self, code: Code, line: int, text: str = "", count: int = 1) -> None:
        """Record what is said once for the whole list: the first line and how often."""
        first, sample, before = self._notes.get(code, (line, text, 0))
        self._notes[code] = (first, sample, before + count)

    def close(self) -> None:
        """Turn the notes into warnings."""
        for code, (line, text, count) in self._notes.items():
            if code in self._mends:
                self.mended[code] += count
            else:
                self.warnings.add(code, line, text, _NOTES[code].format(count=f"{count:,}"))
        self._notes.clear()
