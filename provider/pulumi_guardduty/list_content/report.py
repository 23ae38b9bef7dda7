"""What is known of a list once it has been read."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from .findings import Findings
from .ipv4 import Keys, range_text
from .kind import WIDEST_TRUSTED_PREFIX, ListKind
from .networks import merged
from .problem import Code


_LINES_A_PIECE: Final = 4096


@dataclass(frozen=True, slots=True)
class Measure:
    """Size and digest of one file."""

    sha256: str
    """In hexadecimal; empty where reading stopped before the end."""

    size: int
    """In bytes; where reading stopped before the end, what had been read."""

    entries: int
    """Entries that are written correctly, repeated ones included."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a list holds, without repetitions and entries inside others. In memory only: some 8 bytes an address."""

    networks: Keys
    """IPv4 entries, packed and sorted; see `ipv4`."""

    names: Mapping[str, int]
    """Domain names and IPv6 networks, each with its first line."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of `validate`: use the list only if `ok`."""

    kind: ListKind

    errors: Findings
    """Why the list cannot be used; empty when it can."""

    warnings: Findings
    """What deserves a look, but does not stop anybody."""

    source: Measure
    """What was read."""

    content: Measure
    """What is to be uploaded: the same as `source`, or the normalised list."""

    mended: Mapping[Code, int] = field(default_factory=dict)
    """What normalising repaired: how often each."""

    unit: str = "line"
    """What the numbers of problems count: `line`, or `entry` where entries were given."""

    entries: Entries | None = field(default=None, repr=False)
    """What the list holds; None when it has errors."""

    @property
    def ok(self) -> bool:
        """Whether the list can be used."""
        return not self.errors

    def rendered(self) -> str:
        """Errors and warnings for people, one a line: the first 20 of each, the rest counted; empty if none."""
        parts = [("error", self.errors), ("warning", self.warnings)]
        return "\n".join(
            f"{len(found):,} {name}{'s' if len(found) > 1 else ''}:\n{found.rendered(self.unit)}"
            for name, found in parts
            if found
        )


def normalized(report: Report) -> Iterator[bytes]:
    """The entries of a list as TXT, in pieces: sorted, neighbouring ranges merged, none twice.

    Addresses come first, in numerical order, then names. Covers the same addresses and names as the list. Ranges
    of a trusted list are not merged into one wider than /16, which would raise a warning of its own.

    Raises:
        ValueError: The report has errors.
    """
    if report.entries is None:
        raise ValueError("a list with errors has no normalised form")
    return _pieces(lines_of(report.entries, report.kind))


def lines_of(entries: Entries, kind: ListKind) -> Iterator[str]:
    """The normalised lines, without their ends."""
    widest = WIDEST_TRUSTED_PREFIX if kind.trusted else 0
    for start, prefix in merged(entries.networks, widest):
        yield range_text(start, prefix)
    yield from sorted(entries.names)


def measured(lines: Iterable[str]) -> Measure:
    """Size and digest of the file that `lines` make."""
    digest, size, count = hashlib.sha256(), 0, 0
    for piece in _pieces(iter(lines)):
        digest.update(piece)
        size += len(piece)
        count += piece.count(b"\n")
    return Measure(digest.hexdigest(), size, count)


def _pieces(lines: Iterator[str]) -> Iterator[bytes]:
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == _LINES_A_PIECE:
            yield ("\n".join(piece) + "\n").encode()
            piece.clear()
    if piece:
        yield ("\n".join(piece) + "\n").encode()
