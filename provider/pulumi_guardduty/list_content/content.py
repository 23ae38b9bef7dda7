"""The bytes of one list, wherever they come from: read once, hashed, counted, cut off at the size limit."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeAlias, runtime_checkable

from .problem import Code, UnusableListError


_CHUNK: Final = 1 << 16
_ENTRIES_A_CHUNK: Final = 4096


@runtime_checkable
class BinaryStream(Protocol):
    """Anything that gives bytes, e.g. an open file."""

    def read(self, size: int, /) -> bytes | None:
        """Up to `size` bytes; none at the end."""


#: A path, an open binary stream, or the entries themselves.
ListSource: TypeAlias = "str | os.PathLike[str] | BinaryStream | Iterable[str]"


class Content:
    """One list's bytes. Iterating reads them, once, in pieces of 64 KiB."""

    def __init__(self, pieces: Iterable[bytes], limit: int, unit: str = "line") -> None:
        self.size = 0
        self.complete = False
        self.unit = unit
        self._pieces = pieces
        self._limit = limit
        self._hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            if self.size > self._limit:
                raise UnusableListError(Code.TOO_LARGE, too_large("more than " + megabytes(self._limit), self._limit))
            self._hash.update(piece)
            yield piece
        self.complete = True

    @property
    def sha256(self) -> str:
        """Digest of all bytes in hexadecimal; empty while they have not all been read."""
        return self._hash.hexdigest() if self.complete else ""


@contextmanager
def opened(source: ListSource, limit: int) -> Iterator[Content]:
    """The content of `source`; a file that is opened here is closed at the end."""
    if isinstance(source, bytes | bytearray | memoryview):
        raise TypeError("a list is given as a path, an open binary stream, or entries as str; wrap bytes in io.BytesIO")
    if isinstance(source, str | os.PathLike):
        with _opened_file(Path(source), limit) as file:
            yield Content(_pieces(file), limit)
    elif isinstance(source, BinaryStream):
        yield Content(_pieces(source), limit)
    else:
        yield Content(entry_chunks(source, escape=True), limit, "entry")


def _opened_file(path: Path, limit: int) -> BinaryIO:
    with _readable():
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnusableListError(Code.UNREADABLE, "cannot be read: it is not a regular file")
        if found.st_size > limit:
            raise UnusableListError(Code.TOO_LARGE, too_large(megabytes(found.st_size), limit))
        return path.open("rb")


def entry_chunks(entries: Iterable[str], *, escape: bool = False) -> Iterator[bytes]:
    """The TXT file that `entries` make, in pieces: what to upload.

    Args:
        entries: One list entry each.
        escape: Keep an entry that holds a line break on one line, so that it is found out.
    """
    remaining = iter(entries)
    while group := list(islice(remaining, _ENTRIES_A_CHUNK)):
        if escape and any("\n" in entry for entry in group):
            group = [entry.replace("\n", "\\n") for entry in group]
        yield ("\n".join(group) + "\n").encode("utf-8", "surrogatepass")


def megabytes(size: int) -> str:
    """A number of bytes for people, exact where it matters."""
    return f"{size / 1_048_576:,.1f} MB ({size:,} bytes)"


def too_large(seen: str, limit: int) -> str:
    """Why a list of so many bytes cannot be used, and what to do."""
    return f"is {seen}, and a list file may have {megabytes(limit)}: remove entries, or spread them over several lists"


def _pieces(stream: BinaryStream) -> Iterator[bytes]:
    while piece := _filled(stream):
        yield piece


def _filled(stream: BinaryStream) -> bytes:
    """A whole piece even where the stream gives a few bytes at a time; less only at the end."""
    parts, missing = [], _CHUNK
    while missing:
        with _readable():
            part = stream.read(missing)
        if isinstance(part, str):
            raise UnusableListError(Code.UNREADABLE, "cannot be read: it is open as text, not in binary mode")
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnusableListError(Code.UNREADABLE, f"cannot be read: {reason[:1].lower() + reason[1:]}") from error
