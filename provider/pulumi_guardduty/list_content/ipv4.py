"""IPv4 entries, packed into eight bytes each: first address, prefix length, line.

A packed entry is one integer, so a list of 250,000 sorts, compares and searches
at C speed in a few megabytes, and its text and line can be told from it alone.
In ascending order a range comes right before everything inside it.
"""

import re
import socket
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import and_, or_
from typing import Final, TypeAlias


#: Packed entries. (A string: the class takes parameters at run time only from Python 3.12 on.)
Keys: TypeAlias = "array[int]"

#: Lines up to this one can be told apart: 67 million, more than a file of 64 MiB can have.
LAST_LINE: Final = (1 << 26) - 1

#: Stands for the prefix length of an address written without one, so that its text can be told from `/32`.
BARE: Final = 33

#: Prefix length to the bits below it.
HOST_MASK: Final = tuple((1 << (32 - min(prefix, 32))) - 1 for prefix in range(BARE + 1))

_ADDRESS_BITS: Final = 32
_PREFIX_SHIFT: Final = 26
_LESS_THAN_BARE: Final = {str(prefix): BARE - prefix << _PREFIX_SHIFT for prefix in range(33)}
_MASK_OF_TEXT: Final = {str(prefix): HOST_MASK[prefix] for prefix in range(33)}
_BARE_WORD: Final = BARE << _PREFIX_SHIFT
#: Where the halves of a packed entry lie when it is read as two words of 32 bits.
_HIGH, _LOW = (1, 0) if sys.byteorder == "little" else (0, 1)

#: In the byte of a low word that holds the prefix length: its place, the mask to each value, the values of addresses.
_PREFIX_BYTE: Final = 3 if sys.byteorder == "little" else 0
_MASK_OF_BYTE: Final = tuple(HOST_MASK[min(value >> 2, BARE)] for value in range(256))
_SINGLE_BYTES: Final = bytes(value for value in range(256) if value >> 2 >= _ADDRESS_BITS)

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#: A whole IPv4 address or CIDR range, without leading zeros. Says nothing of host bits.
is_ipv4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?:/(?:3[0-2]|[12]?[0-9]))?").fullmatch


def pack(texts: Sequence[str], lines: Sequence[int]) -> Keys:
    """Pack entries in one go.

    Raises:
        OSError, ValueError, KeyError: At least one text is not an address, nor a
            CIDR range without host bits. Which one has to be looked for.
    """
    low = _low_words(lines)
    addresses = list(texts)
    masks: list[int] = []
    ranges = [index for index, text in enumerate(texts) if "/" in text]
    for index in ranges:
        addresses[index], _, prefix = texts[index].partition("/")
        low[index] -= _LESS_THAN_BARE[prefix]
        masks.append(_MASK_OF_TEXT[prefix])
    high = array("I", b"".join(map(socket.inet_pton, repeat(socket.AF_INET), addresses)))
    if sys.byteorder == "little":
        high.byteswap()
    if any(map(and_, masks, [high[index] for index in ranges])):
        raise ValueError("host bits are set")
    words = array("I", bytes(8 * len(high)))
    words[_HIGH::2] = high
    words[_LOW::2] = low
    return array("Q", words.tobytes())


def _low_words(lines: Sequence[int]) -> "array[int]":
    if isinstance(lines, range):
        return array("I", range(_BARE_WORD + lines.start, _BARE_WORD + lines.stop))
    return array("I", [_BARE_WORD | line for line in lines])


def pack_range(first: int, last: int, line: int) -> Iterator[int]:
    """The fewest CIDR ranges that cover the addresses from `first` to `last`, packed."""
    while first <= last:
        size = min((first & -first) or 1 << _ADDRESS_BITS, 1 << ((last - first + 1).bit_length() - 1))
        yield first << 32 | (33 - size.bit_length()) << _PREFIX_SHIFT | line
        first += size


def split(text: str) -> tuple[int, int]:
    """First address and prefix length (33 where none is written) of what `is_ipv4` accepts."""
    address, slash, prefix = text.partition("/")
    return int.from_bytes(socket.inet_pton(socket.AF_INET, address)), int(prefix) if slash else BARE


def has_host_bits(text: str) -> bool:
    """Whether a range that `is_ipv4` accepts starts before the address that is written."""
    address, prefix = split(text)
    return bool(address & HOST_MASK[prefix])


def bounds(keys: Keys) -> tuple["array[int]", Iterable[int]]:
    """First and last addresses."""
    words = array("I", keys.tobytes())
    starts, prefixes = words[_HIGH::2], words[_LOW::2].tobytes()[_PREFIX_BYTE::4]
    if prefixes.translate(None, _SINGLE_BYTES):
        return starts, map(or_, starts, map(_MASK_OF_BYTE.__getitem__, prefixes))
    return starts, starts


def line_of(key: int) -> int:
    """Line of a packed entry."""
    return key & LAST_LINE


def prefix_of(key: int) -> int:
    """Prefix length of a packed entry, 33 where none is written."""
    return key >> _PREFIX_SHIFT & 63


def last_of(key: int) -> int:
    """Last address of a packed entry."""
    return key >> 32 | HOST_MASK[key >> _PREFIX_SHIFT & 63]


def text_of(key: int) -> str:
    """A packed entry as it was written."""
    return range_text(key >> 32, prefix_of(key))


def range_text(start: int, prefix: int) -> str:
    """An address (prefix length 33) or a CIDR range as text."""
    address = socket.inet_ntoa(start.to_bytes(4))
    return address if prefix == BARE else f"{address}/{prefix}"


def key_of(start: int, prefix: int, line: int = 0) -> int:
    """Pack one entry; with line 0, the least of all entries for the same range."""
    return start << 32 | prefix << _PREFIX_SHIFT | line
