"""STIX: version 1.x, which is XML. Read as a stream; no tree is built.

Hostile XML ends in one error: document types, entities and external references are refused by defusedxml; how deep
elements nest, how many names they have and how long one piece of markup may be is bounded here, because the parser
keeps each of these in memory.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NoReturn
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pulumi_guardduty.list_content.batch import Batch
from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.ipv4 import address_of, is_ipv4
from pulumi_guardduty.list_content.problem import Code, UnusableListError


_ROOT: Final = "{http://stix.mitre.org/stix-1}STIX_Package"
_PROPERTIES: Final = "{http://cybox.mitre.org/cybox-2}Properties"
_ADDRESS_NAMESPACE: Final = "{http://cybox.mitre.org/objects#AddressObject-"
_DOMAIN_NAMESPACE: Final = "{http://cybox.mitre.org/objects#DomainNameObject-"
#: Categories of an address object that are addresses; `ipv4-addr` is the schema's default.
_CATEGORIES: Final = frozenset({"ipv4-addr", "ipv4-net", "ipv6-addr", "ipv6-net", "cidr"})
#: Stands between several values of one element. Source: CybOX 2.1, "Pattern fields"; GuardDuty's own sample.
_SEPARATOR: Final = "##comma##"

_DEEPEST: Final = 100
_MOST_NAMES: Final = 2_000
_LONGEST_MARKUP: Final = 1 << 18
_LONGEST_VALUE: Final = 1 << 18


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read the values of address and, in entity lists, of domain name objects.

    Raises:
        UnusableListError: This is not XML, not STIX 1.x, or made to harm its reader.
    """
    handler = _Handler(intake)
    parser = DefusedXMLParser(target=handler, encoding="utf-8", forbid_dtd=True)
    handler.position = parser.parser
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            parser.feed(piece)
            if size - parser.parser.CurrentByteIndex > _LONGEST_MARKUP:
                handler.stop("one piece of markup is longer than 256 KiB")
        parser.close()
    except DefusedXmlException as error:
        raise UnusableListError(
            Code.XML, "has a document type or entities, which are refused as unsafe: remove the <!DOCTYPE …> part"
        ) from error
    except ParseError as error:
        if not size:
            raise UnusableListError(Code.EMPTY, "holds nothing") from error
        raise UnusableListError(Code.XML, f"is not well-formed XML: {error.msg}", line=error.position[0]) from error
    handler.batch.flush()


class _Handler:
    """What the parser calls. Judges each value when its element ends."""

    def __init__(self, intake: Intake) -> None:
        self.batch = Batch(intake)
        self.position: object = None
        self._intake = intake
        self._depth = 0
        self._names: set[str] = set()
        self._category = ""
        self._condition = ""
        self._line = 0
        self._text: list[str] | None = None
        self._length = 0

    def stop(self, reason: str) -> NoReturn:
        raise UnusableListError(Code.XML, f"is no STIX list: {reason}", line=self._current_line())

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._names.add(tag)
        self._names.update(attributes)
        if self._depth > _DEEPEST:
            self.stop(f"elements nest deeper than {_DEEPEST}")
        if len(self._names) > _MOST_NAMES:
            self.stop(f"there are more than {_MOST_NAMES:,} different names of elements and attributes")
        if self._depth == 1 and tag != _ROOT:
            self.stop(f"the outermost element is not STIX_Package of STIX 1.x, but {tag.rpartition('}')[2][:80]}")
        if tag == _PROPERTIES:
            self._category = attributes.get("category", "ipv4-addr").lower()
        elif self._is_value(tag):
            self._condition = attributes.get("condition", "Equals")
            self._line = self._current_line()
            self._text, self._length = [], 0

    def data(self, text: str) -> None:
        if self._text is not None:
            self._length += len(text)
            if self._length > _LONGEST_VALUE:
                self.stop("one value is longer than 256 KiB")
            self._text.append(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._text is not None and self._is_value(tag):
            text = "".join(self._text).strip()
            self._text = None
            self._value(text, is_address=tag.startswith(_ADDRESS_NAMESPACE))

    def close(self) -> None:
        """Part of the parser's protocol; `read` hands over the rest."""

    def _current_line(self) -> int:
        line: int = self.position.CurrentLineNumber  # type: ignore[attr-defined]  # pyexpat's parser has no public type
        return line

    @staticmethod
    def _is_value(tag: str) -> bool:
        return (tag.startswith(_ADDRESS_NAMESPACE) and tag.endswith("}Address_Value")) or (
            tag.startswith(_DOMAIN_NAMESPACE) and tag.endswith("}Value")
        )

    def _value(self, text: str, *, is_address: bool) -> None:
        wanted = self._category in _CATEGORIES if is_address else self._intake.kind.holds_domains
        if not wanted:
            self._intake.ledger.note(Code.IGNORED_TYPE, self._line, text)
        elif self._condition == "Equals":
            for part in text.split(_SEPARATOR):
                self.batch.add(part.strip(), self._line)
        elif self._condition == "InclusiveBetween" and is_address:
            self._range(text)
        else:
            message = f"condition {self._condition[:40]!r} is not supported: write Equals or InclusiveBetween"
            self._intake.ledger.add(Code.SYNTAX, self._line, text, message)

    def _range(self, text: str) -> None:
        ends = [part.strip() for part in text.split(_SEPARATOR)]
        if len(ends) == 2 and all(is_ipv4(end) and "/" not in end for end in ends):  # noqa: PLR2004  # first and last
            first, last = (address_of(end) for end in ends)
            if first <= last:
                self._intake.take_range(first, last, self._line)
                return
        message = (
            f"InclusiveBetween takes the first and the last IPv4 address, in this order, with {_SEPARATOR} between"
        )
        self._intake.ledger.add(Code.SYNTAX, self._line, text, message)
