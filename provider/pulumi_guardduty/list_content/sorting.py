"""Sorts packed entries."""

import sys
from array import array
from bisect import bisect_left
from typing import Final

from .ipv4 import Keys


#: First octets whose entries, read as floating-point numbers, may be no number, or so small that a processor may
#: take them for zero. All of them are special-purpose addresses, so lists hardly hold any.
_AWKWARD: Final = (b"\x00", b"\x7f", b"\xff")
_TOP_BYTE: Final = 7 if sys.byteorder == "little" else 0


def ascending(keys: Keys) -> Keys:
    """`keys` in ascending order.

    Python sorts floats a third faster than integers of more than 30 bits, and the bits of positive floating-point
    numbers are in the order of the numbers; those of negative ones, here addresses from 128.0.0.0 on, in the reverse
    order. So the same eight bytes are sorted as the numbers they would be.
    """
    octets = keys.tobytes()[_TOP_BYTE::8]
    if any(octet in octets for octet in _AWKWARD):
        return array("Q", sorted(keys))
    numbers = sorted(array("d", keys.tobytes()))
    negative = bisect_left(numbers, 0.0)
    lower, upper = array("d", numbers[negative:]), array("d", numbers[:negative])
    upper.reverse()
    return array("Q", (lower + upper).tobytes())
