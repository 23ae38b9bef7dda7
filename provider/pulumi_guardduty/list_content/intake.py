"""Takes what a format reader found: the good at once, a block at a time; what is odd one by one."""

import re
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv6Network
from typing import Final

from . import ipv4
from .domain import folded, is_domain
from .findings import Ledger
from .kind import WIDEST_TRUSTED_PREFIX, ListKind
from .names import Names
from .networks import Networks
from .non_public import around, inside, label_v6
from .problem import Code, UnusableListError
from .syntax_hint import explain, host_bits


#: Reading stops after so many errors: this is no list, and counting further helps nobody.
GIVE_UP_AFTER: Final = 1_000_000

_V6: Final = re.compile(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/[0-9]{1,3})?", re.ASCII)
#: Eight groups of four digits and a prefix length; the pattern takes quadratic time, so it never sees more.
_LONGEST_V6: Final = 50
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PUBLIC_ONLY: Final = "GuardDuty lists apply to publicly routable addresses only"

#: From a line to the entry in it; None where there is nothing to judge.
Tidy = Callable[[str, int], str | None]


class Intake:
    """Everything one list holds, and what is wrong with it."""

    def __init__(self, kind: ListKind, ledger: Ledger, *, allow_non_public: bool = False) -> None:
        self.kind = kind
        self.ledger = ledger
        self.networks = Networks(self._sorted, self._nested)
        self.names = Names()
        #: Entries so far that are written correctly, repeated ones included.
        self.entries = 0
        #: What line numbers count, for messages: lines, or entries.
        self.unit = "line"
        self._allow_non_public = allow_non_public

    def take(self, texts: Sequence[str], lines: Sequence[int], tidy: Tidy | None = None) -> None:
        """Judge entries; `tidy` gets the ones that are not plainly good.

        Raises:
            UnusableListError: There have been a million errors.
        """
        try:
            keys = ipv4.pack(texts, lines)
        except (OSError, ValueError, KeyError):
            keys = self._sieved(texts, lines, tidy)
        self.entries += len(keys)
        self.networks.add(keys)
        if self.ledger.errors.total > GIVE_UP_AFTER:
            raise UnusableListError(
                Code.GAVE_UP, f"has more than {GIVE_UP_AFTER:,} errors, so the rest was not read: is this a list?"
            )

    def take_range(self, first: int, last: int, line: int) -> None:
        """Take every IPv4 address from `first` to `last` as one entry."""
        self.entries += 1
        self.networks.add(ipv4.pack_range(first, last, line))

    def settle(self) -> None:
        """Compare what has not been compared yet."""
        self.networks.settle()

    @property
    def incomplete(self) -> bool:
        """Whether there was more than could be kept, so that not everything was compared."""
        return self.networks.overflowed or self.names.overflowed

    def _sieved(self, texts: Sequence[str], lines: Sequence[int], tidy: Tidy | None) -> ipv4.Keys:
        good_texts: list[str] = []
        good_lines: list[int] = []
        for text, line in zip(texts, lines, strict=True):
            entry = text if ipv4.is_ipv4(text) else self._odd(text, line, tidy)
            if entry is None:
                continue
            if "/" in entry and ipv4.has_host_bits(entry):
                self.ledger.add(Code.HOST_BITS, line, entry, partial(host_bits, entry))
            else:
                good_texts.append(entry)
                good_lines.append(line)
        return ipv4.pack(good_texts, good_lines) if good_texts else array("Q")

    def _odd(self, text: str, line: int, tidy: Tidy | None) -> str | None:
        """The IPv4 entry in `text`; None when it held something else and was dealt with."""
        entry = text if tidy is None else tidy(text, line)
        if entry is None or ipv4.is_ipv4(entry):
            return entry
        if is_domain(entry) and self.kind.holds_domains:
            self._name(folded(entry), entry, line)
        elif not self._v6(entry, line):
            self._bad(entry, line)
        return None

    def _bad(self, text: str, line: int) -> None:
        if _NOT_TEXT.search(text):
            self.ledger.add(
                Code.ENCODING, line, text, "holds bytes that are not UTF-8, or control characters: save as plain UTF-8"
            )
        else:
            domains = self.kind.holds_domains
            self.ledger.add(Code.SYNTAX, line, text, lambda: explain(text, domains=domains))

    def _v6(self, text: str, line: int) -> bool:
        if len(text) > _LONGEST_V6 or not _V6.fullmatch(text):
            return False
        try:
            network = IPv6Network(text)
        except ValueError:
            return False
        self.ledger.add(Code.IPV6, line, text, "GuardDuty's User Guide says that lists take IPv4 addresses only")
        label = None if self._allow_non_public else label_v6(network)
        if label:
            self.ledger.add(Code.NON_PUBLIC, line, text, f"{label} addresses; {_PUBLIC_ONLY}")
        self._name(network.compressed, text, line)
        return True

    def _name(self, name: str, text: str, line: int) -> None:
        self.entries += 1
        first = self.names.add(name, line)
        if first is not None:
            self.ledger.add(Code.DUPLICATE, line, text, lambda: f"repeats {self.unit} {first}")

    def _sorted(self, keys: ipv4.Keys) -> None:
        if self.kind.trusted:
            self._wide(keys)
        if self._allow_non_public:
            return
        for key, label in inside(keys):
            self._about(Code.NON_PUBLIC, key, f"{label} addresses; {_PUBLIC_ONLY}")
        for key, label in around(keys):
            self._about(Code.REACHES_NON_PUBLIC, key, f"reaches into {label} addresses; {_PUBLIC_ONLY}")

    def _wide(self, keys: ipv4.Keys) -> None:
        for key in keys:
            if ipv4.prefix_of(key) < WIDEST_TRUSTED_PREFIX:
                size = f"{ipv4.HOST_MASK[ipv4.prefix_of(key)] + 1:,}"
                self._about(
                    Code.WIDE_TRUSTED,
                    key,
                    f"trusts {size} addresses, wider than /{WIDEST_TRUSTED_PREFIX}: no finding will name any of them",
                )

    def _nested(self, key: int, outer: int) -> None:
        line = ipv4.line_of(outer)
        if line == ipv4.line_of(key):
            return  # One row of a vendor's table may name an address and the range around it.
        same = key >> 32 == outer >> 32 and ipv4.last_of(key) == ipv4.last_of(outer)
        if same:
            self._about(Code.DUPLICATE, key, lambda: f"repeats {self.unit} {line}")
        else:
            self._about(Code.OVERLAP, key, lambda: f"lies inside '{ipv4.text_of(outer)}' of {self.unit} {line}")

    def _about(self, code: Code, key: int, message: Callable[[], str] | str) -> None:
        self.ledger.add(code, ipv4.line_of(key), ipv4.text_of(key), message)
