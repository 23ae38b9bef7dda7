"""PROOF_POINT: the ET Intelligence reputation list, six columns.

Source: GuardDuty User Guide, "List formats": ports may be missing, but not the comma before them.
"""

from collections.abc import Iterable
from typing import Final

from pulumi_guardduty.list_content.batch import Batch
from pulumi_guardduty.list_content.intake import Intake

from .single_address import refuse_range
from .table import Table


_HEADER: Final = "ip,category,score,first_seen,last_seen,ports (|)"
_COLUMNS: Final = ["category", "score", "first_seen", "last_seen"]


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read the first column."""
    table = Table(pieces, intake.ledger, _HEADER)
    first, *middle = table.header or [""]
    if first not in {"ip", "domain"} or middle[:4] != _COLUMNS or not middle[-1].startswith("ports"):
        raise table.refuse_header()
    batch = Batch(intake)
    for line, cells in table:
        if table.has_all_columns(line, cells) and not refuse_range(cells[0], line, intake):
            batch.add(cells[0], line)
    batch.flush()
