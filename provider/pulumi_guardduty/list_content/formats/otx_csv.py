"""OTX_CSV: Open Threat Exchange, a type and an indicator a row.

Source: GuardDuty User Guide, "List formats": types `IPv4`, `CIDR` and, in entity lists, `Domain name`. Exports of OTX
itself hold further types, and call domains `domain` and `hostname`.
"""

from collections.abc import Iterable
from typing import Final

from pulumi_guardduty.list_content.batch import Batch
from pulumi_guardduty.list_content.intake import Intake
from pulumi_guardduty.list_content.problem import Code

from .table import Table


_HEADER: Final = "Indicator type,Indicator,Description"
_ADDRESSES: Final = frozenset({"ipv4", "ipv6", "cidr"})
_DOMAINS: Final = frozenset({"domain name", "domain", "hostname"})


def read(pieces: Iterable[bytes], intake: Intake) -> None:
    """Read the indicators of the types that the list may hold."""
    table = Table(pieces, intake.ledger, _HEADER)
    if table.header[:2] != ["indicator type", "indicator"]:
        raise table.refuse_header()
    known = _ADDRESSES | _DOMAINS if intake.kind.holds_domains else _ADDRESSES
    batch = Batch(intake)
    for line, cells in table:
        kind = cells[0].lower()
        if len(cells) < 2:  # noqa: PLR2004  # type and indicator; a description may be missing
            intake.ledger.add(Code.COLUMNS, line, cells[0], f"has one column of '{_HEADER}'")
        elif kind not in known:
            intake.ledger.note(Code.IGNORED_TYPE, line, cells[0])
        elif not _contradicts(kind, cells[1], line, intake):
            batch.add(cells[1], line)
    batch.flush()


def _contradicts(kind: str, text: str, line: int, intake: Intake) -> bool:
    if kind == "ipv4" and "/" in text:
        message = "a range of the type IPv4; the type of a range is CIDR"
    elif kind == "cidr" and "/" not in text:
        message = "of the type CIDR, but no range; the type of an address is IPv4"
    else:
        return False
    intake.ledger.add(Code.SYNTAX, line, text, message)
    return True
