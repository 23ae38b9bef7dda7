"""Addresses that are not publicly routable: GuardDuty's lists never match them.

Source: GuardDuty User Guide, "Important considerations for GuardDuty lists" (lists apply to publicly routable
addresses); IANA IPv4 Special-Purpose Address Registry.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final

from . import ipv4


@dataclass(frozen=True, slots=True)
class Block:
    """A range nobody reaches over the internet."""

    label: str
    """What its addresses are, e.g. ``private (RFC 1918)``."""

    first: int
    last: int
    prefix: int


def _block(cidr: str, label: str) -> Block:
    network = IPv4Network(cidr)
    return Block(label, int(network.network_address), int(network.broadcast_address), network.prefixlen)


_BLOCKS: Final = (
    _block("0.0.0.0/8", "unspecified ('this network', RFC 791)"),
    _block("10.0.0.0/8", "private (RFC 1918)"),
    _block("100.64.0.0/10", "shared (carrier-grade NAT, RFC 6598)"),
    _block("127.0.0.0/8", "loopback (RFC 1122)"),
    _block("169.254.0.0/16", "link-local (RFC 3927)"),
    _block("172.16.0.0/12", "private (RFC 1918)"),
    _block("192.0.0.0/24", "reserved (IETF protocol assignments, RFC 6890)"),
    _block("192.0.2.0/24", "documentation (RFC 5737)"),
    _block("192.168.0.0/16", "private (RFC 1918)"),
    _block("198.18.0.0/15", "reserved (benchmarking, RFC 2544)"),
    _block("198.51.100.0/24", "documentation (RFC 5737)"),
    _block("203.0.113.0/24", "documentation (RFC 5737)"),
    _block("224.0.0.0/4", "multicast (RFC 5771)"),
    _block("240.0.0.0/4", "reserved (RFC 1112)"),
)


def inside(keys: ipv4.Keys) -> Iterator[tuple[ipv4.Keys, str]]:
    """Entries of sorted `keys` that lie in a non-public range as a whole, with what they are."""
    for block in _BLOCKS:
        begin = bisect_left(keys, ipv4.key_of(block.first, block.prefix))
        end = bisect_left(keys, ipv4.key_of(block.last + 1, 0), begin)
        if begin < end:
            yield keys[begin:end], block.label


def around(keys: ipv4.Keys) -> Iterator[tuple[ipv4.Keys, str]]:
    """Entries of sorted `keys` that hold public addresses and, inside, a non-public range; each entry once."""
    seen: set[int] = set()
    for block in _BLOCKS:
        for prefix in range(block.prefix):
            start = block.first & ~ipv4.HOST_MASK[prefix]
            begin = bisect_left(keys, ipv4.key_of(start, prefix))
            end = bisect_left(keys, ipv4.key_of(start, prefix + 1), begin)
            if begin < end and begin not in seen:
                seen.add(begin)
                yield keys[begin:end], block.label
