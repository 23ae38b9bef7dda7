"""IPv6 networks. GuardDuty's lists do not take them; they are checked so that one sentence can say so."""

import re
import socket
from ipaddress import IPv6Network
from typing import Final, NamedTuple


_BITS: Final = 128
_PATTERN: Final = re.compile(r"([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?", re.ASCII)
#: Eight groups of four digits and a prefix length; the pattern takes quadratic time, so it never sees more.
_LONGEST: Final = 50

#: Prefix bits, prefix length and what the addresses are. Source: IANA IPv6 Special-Purpose Address Registry.
_NON_PUBLIC: Final = tuple(
    (int(network.network_address) >> _BITS - network.prefixlen, network.prefixlen, label)
    for network, label in (
        (IPv6Network("::/128"), "unspecified"),
        (IPv6Network("::1/128"), "loopback"),
        (IPv6Network("::ffff:0:0/96"), "disguised IPv4 (IPv4-mapped)"),
        (IPv6Network("64:ff9b:1::/48"), "private (local-use translation, RFC 8215)"),
        (IPv6Network("100::/64"), "reserved (discard-only, RFC 6666)"),
        (IPv6Network("2001:db8::/32"), "documentation (RFC 3849)"),
        (IPv6Network("3fff::/20"), "documentation (RFC 9637)"),
        (IPv6Network("5f00::/16"), "reserved (segment routing, RFC 9602)"),
        (IPv6Network("fc00::/7"), "private (unique local, RFC 4193)"),
        (IPv6Network("fe80::/10"), "link-local (RFC 4291)"),
        (IPv6Network("fec0::/10"), "private (site-local, RFC 3879)"),
        (IPv6Network("ff00::/8"), "multicast (RFC 4291)"),
    )
)


class Network(NamedTuple):
    """An IPv6 address or CIDR range."""

    text: str
    """The one way to write it."""

    label: str
    """What it is, e.g. ``loopback``; empty for public addresses."""


def parsed(text: str) -> Network | None:
    """The network that `text` names; None where it names none, or has host bits."""
    match = _PATTERN.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    prefix = _BITS if match[2] is None else int(match[2])
    try:
        packed = socket.inet_pton(socket.AF_INET6, match[1])
    except OSError:
        return None
    value = int.from_bytes(packed)
    if prefix > _BITS or value & (1 << _BITS - prefix) - 1:
        return None
    labels = (label for bits, length, label in _NON_PUBLIC if prefix >= length and value >> _BITS - length == bits)
    address = socket.inet_ntop(socket.AF_INET6, packed)
    return Network(address if prefix == _BITS else f"{address}/{prefix}", next(labels, ""))
