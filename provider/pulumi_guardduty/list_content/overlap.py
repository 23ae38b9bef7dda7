"""Entries that a trusted and a threat list of one program share: AWS lets the trusted list win."""

from collections.abc import Iterator
from functools import partial

from . import ipv4
from .domain import wildcards_over
from .findings import Findings, Log
from .networks import touching
from .problem import Code
from .report import Report


def overlaps(trusted: Report, threat: Report) -> Findings:
    """What of a threat list never raises a finding, because it is trusted.

    Problems carry line and text of the threat list; the message names line and text of the trusted one. Entries
    inside others of the same list are not looked at again. Lists with errors have no overlaps.

    Source: GuardDuty User Guide, "Important considerations for GuardDuty lists": a trusted entry takes precedence.

    Raises:
        ValueError: The first report is not of a trusted list, or the second is.
    """
    if not trusted.kind.trusted or threat.kind.trusted:
        raise ValueError("overlaps takes the report of a trusted list, then that of a threat list")
    log = Log()
    if trusted.entries and threat.entries:
        where = f"the trusted list ({trusted.unit} "
        for outer in trusted.entries.networks:
            begin, end = touching(threat.entries.networks, outer)
            for key in threat.entries.networks[begin:end]:
                log.add(Code.TRUSTED_WINS, ipv4.line_of(key), ipv4.text_of(key), partial(_shared, key, outer, where))
        for name, line, covering, trusted_line in _shared_names(trusted, threat):
            message = f"is trusted by '{covering}' of {where}{trusted_line}), which wins: no finding names it"
            log.add(Code.TRUSTED_WINS, line, name, message)
    return log.findings()


def _shared(key: int, outer: int, where: str) -> str:
    there = f"'{ipv4.text_of(outer)}' of {where}{ipv4.line_of(outer)})"
    if outer >> 32 <= key >> 32 and ipv4.last_of(key) <= ipv4.last_of(outer):
        return f"is trusted by {there}, which wins: no finding names it"
    return f"is trusted in part by {there}, which wins: no finding names that part"


def _shared_names(trusted: Report, threat: Report) -> Iterator[tuple[str, int, str, int]]:
    if trusted.entries is None or threat.entries is None:
        return
    here, there = threat.entries.names, trusted.entries.names
    wildcards = any(name.startswith("*.") for name in there)
    for name, line in here.items():
        covering = [name, *(wildcards_over(name) if wildcards else ())]
        if found := next((cover for cover in covering if cover in there), None):
            yield name, line, found, there[found]
