"""Takes what a format reader found: the good at once, a block at a time; what is odd one by one."""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress
from operator import not_
from typing import Final

from . import ipv4, ipv6
from .domain import folded, is_domain
from .findings import Ledger
from .kind import WIDEST_TRUSTED_PREFIX, ListKind
from .names import Names
from .networks import Comparison, Networks
from .non_public import around, inside
from .problem import Code, UnusableListError
from .syntax_hint import explain, host_bits


#: Reading stops after so many errors: this is no list, and counting further helps nobody.
GIVE_UP_AFTER: Final = 1_000_000

#: Eight groups of four digits and a prefix length; the pattern takes quadratic time, so it never sees more.
_LONGEST_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PUBLIC_ONLY: Final = "GuardDuty lists apply to publicly routable addresses only"

#: From a line to the entry in it; None where there is nothing to judge.
Tidy = Callable[[str, int], str | None]


class Intake:
    """Everything one list holds, and what is wrong with it."""

    def __init__(self, kind: ListKind, ledger: Ledger, *, allow_non_public: bool = False) -> None:
        self.kind = kind
        self.ledger = ledger
        self.networks = Networks(self._sorted, self._compared)
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
        """What of a block is good; the rest is judged one by one."""
        plain = [not text.strip(ipv4.CHARACTERS) for text in texts]
        good_texts, good_lines = list(compress(texts, plain)), list(compress(lines, plain))
        if len(good_texts) < len(texts):
            odd = map(not_, plain)
            for text, line in compress(zip(texts, lines, strict=True), odd):
                if entry := self._odd(text, line, tidy):
                    good_texts.append(entry)
                    good_lines.append(line)
        try:
            return ipv4.pack(good_texts, good_lines)
        except (OSError, ValueError, KeyError):
            return array("Q", self._each(good_texts, good_lines))

    def _each(self, texts: Sequence[str], lines: Sequence[int]) -> Iterator[int]:
        for text, line in zip(texts, lines, strict=True):
            if not ipv4.is_ipv4(text):
                self._bad(text, line)
            elif (key := ipv4.packed(text, line)) is None:
                self.ledger.add(Code.HOST_BITS, line, text, partial(host_bits, text))
            else:
                yield key

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
        network = ipv6.parsed(text)
        if network is None:
            return False
        self.ledger.add(Code.IPV6, line, text, "GuardDuty's User Guide says that lists take IPv4 addresses only")
        if network.label and not self._allow_non_public:
            self.ledger.add(Code.NON_PUBLIC, line, text, _non_public(network.label, 0))
        self._name(network.text, text, line)
        return True

    def _name(self, name: str, text: str, line: int) -> None:
        self.entries += 1
        first = self.names.add(name, line)
        if first is not None:
            self.ledger.add(Code.DUPLICATE, line, text, lambda: f"repeats {self.unit} {first}")

    def _sorted(self, keys: ipv4.Keys) -> None:
        add = self.ledger.add_keys
        if self.kind.trusted:
            wide = array("Q", (key for key in keys if ipv4.prefix_of(key) < WIDEST_TRUSTED_PREFIX))
            add(Code.WIDE_TRUSTED, wide, _wide)
        if not self._allow_non_public:
            for found, label in inside(keys):
                add(Code.NON_PUBLIC, found, partial(_non_public, label))
            for found, label in around(keys):
                add(Code.REACHES_NON_PUBLIC, found, partial(_reaching, label))

    def _compared(self, result: Comparison) -> None:
        def repeats(key: int) -> str:
            return f"repeats {self.unit} {ipv4.line_of(result.first_of(key))}"

        def lies_inside(key: int) -> str:
            outer = result.around(key)
            return f"lies inside '{ipv4.text_of(outer)}' of {self.unit} {ipv4.line_of(outer)}"

        self.ledger.add_keys(Code.DUPLICATE, result.repeated, repeats)
        self.ledger.add_keys(Code.OVERLAP, result.inside, lies_inside)


def _non_public(label: str, _: int) -> str:
    return f"{label} addresses; {_PUBLIC_ONLY}"


def _reaching(label: str, _: int) -> str:
    return f"reaches into {label} addresses; {_PUBLIC_ONLY}"


def _wide(key: int) -> str:
    size = ipv4.HOST_MASK[ipv4.prefix_of(key)] + 1
    return f"trusts {size:,} addresses, wider than /{WIDEST_TRUSTED_PREFIX}: no finding will name any of them"
