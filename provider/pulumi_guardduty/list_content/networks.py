"""The IPv4 entries of one list, kept sorted and free of entries inside others."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, count, islice
from operator import ge
from typing import Final

from . import ipv4
from .sorting import ascending


#: Entries kept at a time: far more than any established quota allows, few enough for some 40 MB while sorting.
CAPACITY: Final = 400_000
#: From so many distinct entries on, further ones are no longer compared with those before.
_MOST_DISTINCT: Final = 300_000

#: Told of an entry that lies inside another (or equals it), and of that other one.
OnNested = Callable[[int, int], None]


class Networks:
    """Collects packed entries; sorts and compares them whenever there are many."""

    def __init__(self, on_sorted: Callable[[ipv4.Keys], None], on_nested: OnNested) -> None:
        self.keys: ipv4.Keys = array("Q")
        self.count = 0
        self.overflowed = False
        self._pending: ipv4.Keys = array("Q")
        self._on_sorted = on_sorted
        self._on_nested = on_nested

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
        self.keys = outermost(fresh, self._on_nested)
        self.overflowed = len(self.keys) > _MOST_DISTINCT


def outermost(keys: ipv4.Keys, on_nested: OnNested) -> ipv4.Keys:
    """Sorted `keys` without those that lie inside another or repeat it."""
    kept: ipv4.Keys = array("Q")
    done = 0
    for head in _heads(keys):
        if head < done:
            continue
        outer = keys[head]
        end = bisect_left(keys, ipv4.key_of(ipv4.last_of(outer) + 1, 0), head)
        kept.extend(keys[done : head + 1])
        for key in keys[head + 1 : end]:
            on_nested(key, outer)
        done = end
    return kept + keys[done:] if done else keys


def _heads(keys: ipv4.Keys) -> list[int]:
    """Where the next entry begins inside this one: CIDR ranges nest or are apart, so looking one ahead is enough."""
    starts, lasts = ipv4.bounds(keys)
    return list(compress(count(), map(ge, lasts, islice(starts, 1, None))))


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
