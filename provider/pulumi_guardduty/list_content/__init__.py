"""Validates the content of GuardDuty lists, in preview and before an upload.

`validate` reads a list once, as a stream and in bounded memory, and answers with a `Report`; it raises nothing for
content, however broken, nor for a file that cannot be read::

    report = validate("blocked.txt", format="TXT", kind="threat-ip")
    if not report.ok:
        raise InvalidInputError(f"blocked.txt cannot be used, {report.rendered()}")

Errors make a list unusable: syntax, size, established quotas, and addresses that are not public (which lists never
match) unless `allow_non_public`. Warnings do not: IPv6, duplicates, overlaps, wide trusted ranges, counts of entity
lists. Of each, the first 20 by line are kept and the rest is counted. Whether AWS refuses a list for one malformed
line is not established; the texts speak of what AWS documents, never of what it would do.

With `normalize=True` the list is judged by its normalised form, `Report.content` describes that form, and
`normalized(report)` gives its bytes, always TXT. Without, what was read is to be uploaded, and `Report.content`
equals `Report.source`. Entries given as str make the file that `entry_chunks(entries)` gives. Hold the digest against
`Report.content.sha256` at the upload, and a file that changed in between is noticed.

`overlaps(trusted, threat)` names what of a threat list a trusted list of the same program silences.
"""

from .content import ListSource, entry_chunks
from .findings import Findings
from .kind import FILE_LIMIT, ListFormat, ListKind
from .overlap import overlaps
from .problem import Code, Problem
from .report import Measure, Report, normalized
from .validation import validate


__all__ = [
    "FILE_LIMIT",
    "Code",
    "Findings",
    "ListFormat",
    "ListKind",
    "ListSource",
    "Measure",
    "Problem",
    "Report",
    "entry_chunks",
    "normalized",
    "overlaps",
    "validate",
]
