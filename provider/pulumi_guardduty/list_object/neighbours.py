"""The other lists of the program that is running, as far as the engine has shown them.

An address on a trusted list and on a threat list of one account and region is trusted.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.lists.program import place, stack_of
from pulumi_guardduty.list_content import Report, overlaps


@dataclass
class _Street:
    """The lists of one stack in one place: URN to what each holds, and the pairs that were spoken of."""

    reports: dict[str, Report] = field(default_factory=dict)
    told: set[frozenset[tuple[str, str]]] = field(default_factory=set)


_LOCK: Final = threading.Lock()
_STREETS: Final[dict[tuple[str, str], _Street]] = {}

#: URNs with the content that was spoken of: the engine checks what it replaces twice.
_TOLD: Final[set[tuple[str, str]]] = set()


def is_news(report: Report, call: Call) -> bool:
    """Whether this content of this resource is seen for the first time; always, where the door cannot tell."""
    with _LOCK:
        seen = (call.urn, report.content.sha256)
        news = not call.urn or seen not in _TOLD
        _TOLD.add(seen)
        return news


def compare(report: Report, declared: Mapping[str, Any], call: Call) -> None:
    """Note what one list holds, and warn of what a trusted list of the program takes out of a threat list.

    Where the door cannot tell which resource is asking, nothing is compared.
    """
    if not call.urn:
        return
    with _LOCK:
        street = _STREETS.setdefault((stack_of(call.urn), place(declared)), _Street())
        street.reports[call.urn] = report
        opposite = [
            (urn, other)
            for urn, other in street.reports.items()
            if other.kind.trusted != report.kind.trusted
            and _is_new_pair(street, frozenset({(call.urn, report.content.sha256), (urn, other.content.sha256)}))
        ]
    for urn, other in opposite:
        _tell(report, other, urn, call)


def _is_new_pair(street: _Street, pair: frozenset[tuple[str, str]]) -> bool:
    news = pair not in street.told
    street.told.add(pair)
    return news


def _tell(report: Report, other: Report, urn: str, call: Call) -> None:
    trusted, threat = (report, other) if report.kind.trusted else (other, report)
    found = overlaps(trusted, threat)
    if not found:
        return
    name = urn.rpartition("::")[2]
    takes = f"this list takes {len(found):,} of the entries of threat list {name!r} out"
    if other.kind.trusted:
        takes = f"trusted list {name!r} of this program takes {len(found):,} of the entries out"
    call.warn(f"{takes}, and no finding will name them; remove them from one of the two\n{found.rendered(threat.unit)}")
