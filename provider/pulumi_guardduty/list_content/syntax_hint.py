"""Says what somebody probably meant by a line that is not an entry."""

import ipaddress
import re
from typing import Final

from .domain import is_domain
from .ipv4 import is_ipv4


#: Some patterns take cubic time; no hint needs more characters than this.
_LOOKED_AT: Final = 120
_OCTETS = r"\d+(?:\.\d+){3}"

#: First match wins; a hint may use the groups of its pattern.
_HINTS: Final = (
    (
        re.compile(r"[a-z][a-z0-9+.-]*://.*", re.IGNORECASE),
        "a URL; write the address in it alone",
    ),
    (re.compile(r".*(?:\[\.\]|\(\.\)|\[dot\]).*", re.IGNORECASE), "the dots are defanged; write plain dots"),
    (re.compile(r".*\r.*", re.DOTALL), "lines end in CR alone; save with LF line endings"),
    (re.compile(rf"({_OCTETS})\s*-\s*{_OCTETS}"), "a range is written as CIDR, e.g. '{0}/24'"),
    (re.compile(rf"{_OCTETS}\s*/\s*{_OCTETS}"), "a mask is written as a prefix length, e.g. '/24'"),
    (re.compile(rf"({_OCTETS}):\d+"), "an entry has no port; write '{0}'"),
    (re.compile(rf".*{_OCTETS}.*[,;|\t].*"), "this looks like a table or several entries; one entry a line"),
    (re.compile(rf"{_OCTETS}(?:/\d+)?\s+\S.*"), "one entry a line, and nothing after it"),
    (re.compile(r"['\"].*['\"]"), "remove the quotes"),
    (re.compile(r"\[(.*)\](?::\d+)?"), "remove the brackets"),
    (
        re.compile(r"\d+(?:\.\d+){0,2}(?:/\d+)?"),
        "an IPv4 address has four numbers; write zeros too, e.g. '198.51.0.0/16'",
    ),
    (re.compile(r"\d+(?:\.\d+){4,}(?:/\d+)?"), "an IPv4 address has four numbers"),
    (re.compile(r"[\d.*x]+", re.IGNORECASE), "wildcards are written as CIDR, e.g. '198.51.100.0/24'"),
)


def explain(text: str, *, domains: bool) -> str:
    """Why `text` is not an entry, and what to write instead."""
    text = text[:_LOOKED_AT]
    wanted = "an IPv4 address, a CIDR range or a domain name" if domains else "an IPv4 address or a CIDR range"
    reason = _address_hint(text) or _pattern_hint(text) or _name_hint(text, domains=domains)
    return f"not {wanted}" + (f": {reason}" if reason else "")


def _pattern_hint(text: str) -> str:
    for pattern, hint in _HINTS:
        if match := pattern.fullmatch(text):
            return hint.format(*match.groups())
    return ""


def _address_hint(text: str) -> str:
    if not re.fullmatch(rf"{_OCTETS}(?:/.*)?", text, re.ASCII):
        return ""
    address, slash, prefix = text.partition("/")
    octets = address.split(".")
    if any(len(octet) > 1 and octet.startswith("0") for octet in octets):
        plain = ".".join(octet.lstrip("0") or "0" for octet in octets)
        return f"a leading zero can mean octal; write {plain + slash + prefix!r}" if is_ipv4(plain) else ""
    if any(len(octet) > 3 or int(octet) > 255 for octet in octets):  # noqa: PLR2004  # the size of an octet
        return "each of the four numbers goes from 0 to 255"
    if slash and not re.fullmatch(_OCTETS, prefix):
        return "the prefix length goes from 0 to 32, without leading zeros"
    return ""


def _name_hint(text: str, *, domains: bool) -> str:
    if is_domain(text):
        return "domain names need an entity list"
    if domains and is_domain(text.removesuffix(".")):
        return "remove the dot at the end"
    if domains and not text.isascii():
        return "write a name with other letters in its ASCII form (xn--…)"
    return ""


def host_bits(text: str) -> str:
    """What to write instead of a range whose address is not its first."""
    network = ipaddress.IPv4Network(text, strict=False)
    address = text.partition("/")[0]
    return f"the address is not the first of its range: write '{network}' for the range, or '{address}' for the address"
