"""IPv4 entries, packed into eight bytes each.

From the top: 32 bits of first address, 6 of prefix length, 25 of line, and one that says whether an address was
written with ``/32``. A list of 250,000 entries then sorts, compares and searches at C speed in a few megabytes, and
text and line of an entry can be told from it alone. In ascending order a range comes right before everything inside
it, and of equal ranges the one on the earliest line comes first.
"""

import re
import socket
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import add, and_, or_
from typing import Final, TypeAlias


#: Packed entries. (A string: the class takes parameters at run time only from Python 3.12 on.)
Keys: TypeAlias = "array[int]"

#: Halves of packed entries.
Words: TypeAlias = "array[int]"

#: Lines up to this one can be told apart. A file of so many has no room for entries in its 35 MB.
LAST_LINE: Final = (1 << 25) - 1

#: Prefix length of a single address.
SINGLE: Final = 32

#: Prefix length to the bits below it.
HOST_MASK: Final = tuple((1 << (SINGLE - prefix)) - 1 for prefix in range(SINGLE + 1))

_PREFIX_SHIFT: Final = 26
_SINGLE_WORD: Final = SINGLE << _PREFIX_SHIFT
#: What turns the low word of an address into that of a range, by the text after its slash.
_TO_RANGE: Final = {str(prefix): 1 - (SINGLE - prefix << _PREFIX_SHIFT) for prefix in range(SINGLE + 1)}
_MASK_OF_TEXT: Final = {str(prefix): HOST_MASK[prefix] for prefix in range(SINGLE + 1)}
#: Where the halves of a packed entry lie when it is read as two words of 32 bits.
_HIGH, _LOW = (1, 0) if sys.byteorder == "little" else (0, 1)

#: In the byte of a low word that holds the prefix length: its place, the mask to each value, the values of addresses.
_PREFIX_BYTE: Final = 3 if sys.byteorder == "little" else 0
_MASK_OF_BYTE: Final = tuple(HOST_MASK[min(value >> 2, SINGLE)] for value in range(256))
_SINGLE_BYTES: Final = bytes(value for value in range(256) if value >> 2 >= SINGLE)

#: No other characters stand in an entry.
CHARACTERS: Final = "0123456789./"

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#: A whole IPv4 address or CIDR range, without leading zeros. Says nothing of host bits.
is_ipv4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?:/(?:3[0-2]|[12]?[0-9]))?").fullmatch


def pack(texts: Sequence[str], lines: Sequence[int]) -> Keys:
    """Pack entries in one go.

    Raises:
        OSError, ValueError, KeyError: At least one text is not an address, nor a
            CIDR range without host bits. Which one has to be looked for.
    """
    addresses, low, prefixes, ranges = _parts(texts, _low_words(lines))
    high = array("I", b"".join(map(socket.inet_pton, repeat(socket.AF_INET), addresses)))
    if sys.byteorder == "little":
        high.byteswap()
    if any(map(and_, map(_MASK_OF_TEXT.__getitem__, prefixes), map(high.__getitem__, ranges))):
        raise ValueError("host bits are set")
    words = array("I", bytes(8 * len(high)))
    words[_HIGH::2] = high
    words[_LOW::2] = low
    return array("Q", words.tobytes())


def _parts(texts: Sequence[str], low: Words) -> tuple[Sequence[str], Words, list[str], Sequence[int]]:
    """Addresses and low words of all texts; the prefixes of those that are ranges, and where these stand."""
    # One look at all texts is much faster than one at each.
    if "/" not in "".join(texts):
        return texts, low, [], []
    ranges = [index for index, text in enumerate(texts) if "/" in text]
    starts, prefixes = _halves([texts[index] for index in ranges])
    to_range = map(_TO_RANGE.__getitem__, prefixes)
    if len(ranges) == len(texts):
        return starts, array("I", map(add, low, to_range)), prefixes, ranges
    addresses = list(texts)
    for index, start, difference in zip(ranges, starts, to_range, strict=True):
        addresses[index] = start
        low[index] += difference
    return addresses, low, prefixes, ranges


def _halves(ranges: list[str]) -> tuple[list[str], list[str]]:
    """What stands before and after the slash of each text; each has at least one."""
    parts = "/".join(ranges).split("/")
    if len(parts) != 2 * len(ranges):
        raise ValueError("a text with several slashes")
    return parts[::2], parts[1::2]


def _low_words(lines: Sequence[int]) -> Words:
    if isinstance(lines, range):
        return array("I", range(_SINGLE_WORD + 2 * lines.start, _SINGLE_WORD + 2 * lines.stop, 2))
    return array("I", [_SINGLE_WORD + 2 * line for line in lines])


def pack_range(first: int, last: int, line: int) -> Iterator[int]:
    """The fewest CIDR ranges that cover the addresses from `first` to `last`, packed."""
    while first <= last:
        size = min((first & -first) or 1 << SINGLE, 1 << ((last - first + 1).bit_length() - 1))
        yield key_of(first, SINGLE + 1 - size.bit_length(), line)
        first += size


def address_of(text: str) -> int:
    """The address in what `is_ipv4` accepts."""
    return int.from_bytes(socket.inet_pton(socket.AF_INET, text.partition("/")[0]))


def packed(text: str, line: int) -> int | None:
    """What `is_ipv4` accepts, packed; None for a range whose address is not its first."""
    _, slash, prefix = text.partition("/")
    start = address_of(text)
    if not slash:
        return key_of(start, SINGLE, line)
    return None if start & HOST_MASK[int(prefix)] else key_of(start, int(prefix), line) | 1


def bounds(keys: Keys) -> tuple[Words, Iterable[int]]:
    """First and last addresses."""
    words = array("I", keys.tobytes())
    starts, prefixes = words[_HIGH::2], words[_LOW::2].tobytes()[_PREFIX_BYTE::4]
    if prefixes.translate(None, _SINGLE_BYTES):
        return starts, map(or_, starts, map(_MASK_OF_BYTE.__getitem__, prefixes))
    return starts, starts


def line_of(key: int) -> int:
    """Line of a packed entry."""
    return key >> 1 & LAST_LINE


def prefix_of(key: int) -> int:
    """Prefix length of a packed entry."""
    return key >> _PREFIX_SHIFT & 63


def last_of(key: int) -> int:
    """Last address of a packed entry."""
    return key >> 32 | HOST_MASK[key >> _PREFIX_SHIFT & 63]


def same_range(key: int, other: int) -> bool:
    """Whether two packed entries cover the same addresses."""
    return key >> _PREFIX_SHIFT == other >> _PREFIX_SHIFT


def text_of(key: int) -> str:
    """A packed entry as it was written."""
    text = range_text(key >> 32, prefix_of(key))
    return f"{text}/{SINGLE}" if key & 1 and prefix_of(key) == SINGLE else text


def range_text(start: int, prefix: int) -> str:
    """A CIDR range as text; a single address without prefix length."""
    address = socket.inet_ntoa(start.to_bytes(4))
    return address if prefix == SINGLE else f"{address}/{prefix}"


def key_of(start: int, prefix: int, line: int = 0) -> int:
    """Pack one entry; with line 0, the least of all entries for the same range."""
    return start << 32 | prefix << _PREFIX_SHIFT | line << 1
