"""FIRE_EYE: iSIGHT reports as CSV with a long header; a row may name several indicators, or none.

Source: GuardDuty User Guide, "List formats". Which columns GuardDuty reads is not said there: `ip` and `cidr`
and, in entity lists, `domain` hold the samples' entries; `sourceIp` and `sourceDomain` are of the same nature.
"""

from collections.abc import Iterable
from typing import Final

from pulumi_guardduty.list_content import ipv4
from pulumi_guardduty.list_content.batch import Batch
from pulumi_guardduty.list_content.intake import Intake

from .table import Table


_HEADER: Final = "reportId,title,…,sourceDomain,sourceIp,…,cidr,domain,…,ip,…,observationTime"
_ADDRESSES: Final = ("sourceip", "cidr", "ip")
_DOMAINS: Final = ("sourcedomain", "domain")


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read the columns that hold indicators."""
    table = Table(pieces, intake.ledger, _HEADER)
    wanted = _ADDRESSES + _DOMAINS if intake.kind.holds_domains else _ADDRESSES
    columns = [table.header.index(name) for name in wanted if name in table.header]
    if "reportid" not in table.header or not columns:
        raise table.refuse_header()
    batch = Batch(intake)
    for line, cells in table:
        if table.has_all_columns(line, cells):
            for text in _distinct([cells[column] for column in columns]):
                batch.add(text, line)
    batch.flush()


def _distinct(cells: list[str]) -> list[str]:
    """The indicators of one row, without an address that its own range covers: that is no overlap to speak of."""
    found = list(dict.fromkeys(filter(None, cells)))
    ranges = [ipv4.packed(text, 0) for text in found if "/" in text and ipv4.is_ipv4(text)]
    if not ranges:
        return found
    return [text for text in found if not any(key is not None and _covers(key, text) for key in ranges)]


def _covers(key: int, text: str) -> bool:
    if "/" in text or not ipv4.is_ipv4(text):
        return False
    return key >> 32 <= ipv4.address_of(text) <= ipv4.last_of(key)
