"""The IPv4 entries of one list, kept sorted and free of entries inside others."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, count, islice
from operator import eq, not_
from typing import Final, NamedTuple

from . import ipv4
from .sorting import ascending


#: Entries kept at a time: far more than any established quota allows, few enough for some 40 MB while sorting.
CAPACITY: Final = 400_000
#: From so many distinct entries on, further ones are no longer compared with those before.
MOST_DISTINCT: Final = 300_000


class Comparison(NamedTuple):
    """Sorted entries, and which of them say nothing new."""

    keys: ipv4.Keys
    """All that were compared."""

    kept: ipv4.Keys
    """Those that no other one covers; of equal ones the first."""

    repeated: ipv4.Keys
    """Those that equal an earlier one."""

    inside: ipv4.Keys
    """Those that lie inside a wider one."""

    def first_of(self, key: int) -> int:
        """The earliest entry for the same range."""
        return self.keys[bisect_left(self.keys, ipv4.key_of(key >> 32, ipv4.prefix_of(key)))]

    def around(self, key: int) -> int:
        """The entry that covers this one."""
        return self.kept[bisect_right(self.kept, key) - 1]


class Networks:
    """Collects packed entries; sorts and compares them whenever there are many."""

    def __init__(self, on_sorted: Callable[[ipv4.Keys], None], on_compared: Callable[[Comparison], None]) -> None:
        self.keys: ipv4.Keys = array("Q")
        self.overflowed = False
        self._pending: ipv4.Keys = array("Q")
        self._on_sorted = on_sorted
        self._on_compared = on_compared

    def add(self, keys: Iterable[int]) -> None:
        """Take packed entries in any order."""
        self._pending.extend(keys)
        if len(self._pending) + len(self.keys) >= CAPACITY:
            self.settle()

    def settle(self) -> None:
        """Sort and compare what has been taken since the last time."""
        fresh = ascending(self._pending)
        self._pending = array("Q")
        self._on_sorted(fresh)
        if self.overflowed:
            return
        if self.keys:
            fresh = ascending(self.keys + fresh)
        result = compared(fresh)
        self._on_compared(result)
        self.keys = result.kept
        self.overflowed = len(self.keys) > MOST_DISTINCT


def compared(keys: ipv4.Keys) -> Comparison:
    """Tell what of sorted `keys` says nothing new."""
    covered = _covered(keys)
    if not covered:
        return Comparison(keys, keys, array("Q"), array("Q"))
    equal = [ipv4.same_range(keys[index], keys[index - 1]) for index in covered]
    dropped = [keys[index] for index in covered]
    return Comparison(
        keys,
        _without(keys, covered),
        array("Q", compress(dropped, equal)),
        array("Q", compress(dropped, map(not_, equal))),
    )


def _without(keys: ipv4.Keys, indexes: list[int]) -> ipv4.Keys:
    kept: ipv4.Keys = array("Q")
    begin = 0
    for index in indexes:
        if begin < index:
            kept.extend(keys[begin:index])
        begin = index + 1
    return kept + keys[begin:]


def _covered(keys: ipv4.Keys) -> list[int]:
    """Indexes of entries that an earlier one covers. CIDR ranges nest or are apart, so the latest end is enough."""
    starts, lasts = ipv4.bounds(keys)
    if lasts is starts:
        return list(compress(count(1), map(eq, starts, islice(starts, 1, None))))
    covered: list[int] = []
    end = -1
    for index, (start, last) in enumerate(zip(starts, lasts, strict=True)):
        if start <= end:
            covered.append(index)
        else:
            end = last
    return covered


def merged(keys: ipv4.Keys, widest: int) -> Iterator[tuple[int, int]]:
    """First address and prefix length of the fewest ranges that cover the same addresses, in ascending order.

    `keys` are sorted and none lies inside another. Neighbours are not merged into a range wider than `widest`.
    """
    done: list[tuple[int, int]] = []
    for key in keys:
        start, prefix = key >> 32, ipv4.prefix_of(key)
        if done and start != done[-1][0] + (1 << (ipv4.SINGLE - done[-1][1])):
            yield from done
            done.clear()
        while (bit := 1 << ipv4.SINGLE - prefix) & start and prefix > widest and done[-1:] == [(start ^ bit, prefix)]:
            start, prefix = start ^ bit, prefix - 1
            done.pop()
        done.append((start, prefix))
    yield from done


def touching(keys: ipv4.Keys, other: int) -> tuple[int, int]:
    """Bounds of the entries in sorted, disjoint `keys` that share an address with the entry `other`."""
    begin = bisect_left(keys, ipv4.key_of(other >> 32, 0))
    if begin and ipv4.last_of(keys[begin - 1]) >= other >> 32:
        begin -= 1
    return begin, bisect_left(keys, ipv4.key_of(ipv4.last_of(other) + 1, 0), begin)
