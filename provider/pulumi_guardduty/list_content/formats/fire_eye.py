"""FIRE_EYE: iSIGHT reports as CSV with a long header; a row may name several indicators, or none.

Source: GuardDuty User Guide, "List formats". Which columns GuardDuty reads is not said there: `ip` and `cidr`
and, in entity lists, `domain` hold the samples' entries; `sourceIp` and `sourceDomain` are of the same nature.
"""

from collections.abc import Iterable
from typing import Final

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
            for column in columns:
                if cells[column]:
                    batch.add(cells[column], line)
    batch.flush()
