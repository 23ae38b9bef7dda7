"""Reads a list once and reports everything that is wrong with it."""

from collections.abc import Iterable, Iterator

from .content import Content, ListSource, megabytes, opened, too_large
from .findings import Ledger
from .formats import reader_of
from .intake import Intake
from .kind import ENTITY_COUNT_WARNING, ENTRY_QUOTA, FILE_LIMIT, ListFormat, ListKind
from .problem import Code, UnusableListError
from .report import Entries, Measure, Report, lines_of, measured
from .sniff import refuse_foreign


def validate(
    source: ListSource,
    *,
    format: ListFormat | str = ListFormat.TXT,  # noqa: A002  # the API's own word, as on every resource
    kind: ListKind | str = ListKind.THREAT_IP,
    allow_non_public: bool = False,
    normalize: bool = False,
    file_limit: int = FILE_LIMIT,
) -> Report:
    """Check a list as AWS documents it, in one pass and in bounded memory.

    Whatever the content is, the answer is a report: nothing is raised for it, nor for a file that cannot be read.

    Args:
        source: A path, an open binary stream, or the entries themselves (str, TXT only).
        format: How the list is written.
        kind: What the list is for; decides on quotas, domain names and the questions asked of trusted ranges.
        allow_non_public: Let private, reserved, documentation and multicast addresses pass.
        normalize: Judge the list by what `normalized` makes of it: comments, repetitions and the like are mended
            instead of reported, quotas apply to the result, and `Report.content` describes it.
        file_limit: Largest size in bytes.

    Raises:
        TypeError, ValueError: The arguments do not fit together; says nothing of the content.
    """
    chosen, kind = ListFormat(format), ListKind(kind)
    ledger = Ledger(normalize=normalize)
    intake, content = Intake(kind, ledger, allow_non_public=allow_non_public), None
    try:
        with opened(source, file_limit) as content:
            if content.unit == "entry" and chosen is not ListFormat.TXT:
                raise ValueError(f"entries make a TXT list, not {chosen}")
            intake.unit = content.unit
            _read(content, chosen, intake)
    except UnusableListError as error:
        problem = error.problem
        ledger.errors.add(problem.code, problem.line or 0, problem.text, problem.message)
    intake.settle()
    return _report(intake, content or Content((), file_limit), file_limit, normalize=normalize)


def _read(content: Content, chosen: ListFormat, intake: Intake) -> None:
    pieces = iter(content)
    head = next(pieces, b"")
    if content.unit == "line":
        refuse_foreign(head, chosen)
    reader_of(chosen)(_chained(head, pieces), intake)


def _chained(head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _report(intake: Intake, content: Content, file_limit: int, *, normalize: bool) -> Report:
    ledger = intake.ledger
    source = result = Measure(content.sha256, content.size, intake.entries)
    entries = Entries(intake.networks.keys, intake.names.lines)
    if not intake.entries and not ledger.errors.total:
        ledger.add(Code.EMPTY, 0, "", "holds no entry")
    if normalize:
        result = _normalized(intake, entries, ledger)
        if result.size > file_limit:
            ledger.add(Code.TOO_LARGE, 0, "", too_large(megabytes(result.size), file_limit))
    _count(intake, result.entries)
    ledger.close()
    errors = ledger.errors.findings()
    return Report(
        kind=intake.kind,
        errors=errors,
        warnings=ledger.warnings.findings(),
        source=source,
        content=result,
        mended=dict(ledger.mended),
        unit=intake.unit,
        entries=None if errors else entries,
    )


def _normalized(intake: Intake, entries: Entries, ledger: Ledger) -> Measure:
    if intake.incomplete:
        most = len(entries.networks) + len(entries.names)
        ledger.add(
            Code.TOO_MANY_TO_NORMALIZE,
            0,
            "",
            f"has more than {most:,} different entries, too many to normalise; split it",
        )
    return measured(lines_of(entries, intake.kind))


def _count(intake: Intake, entries: int) -> None:
    """Hold the number of entries against the quota, or against what is known of it."""
    quota = ENTRY_QUOTA.get(intake.kind)
    if quota is not None and entries > quota:
        message = (
            f"has {entries:,} entries, and a list of this kind may have {quota:,}, which AWS does not raise: remove "
            "entries, or merge neighbouring ones (normalize=True)"
        )
        intake.ledger.add(Code.TOO_MANY_ENTRIES, 0, "", message)
    if quota is None and entries > ENTITY_COUNT_WARNING:
        message = (
            f"has {entries:,} entries; AWS's quota for entity lists may be {ENTITY_COUNT_WARNING:,}: look it up in "
            "Service Quotas"
        )
        intake.ledger.add(Code.MANY_ENTRIES, 0, "", message)
    if intake.incomplete:
        message = "has so many entries that not all were compared: there may be more duplicates and overlaps"
        intake.ledger.add(Code.NOT_ALL_COMPARED, 0, "", message)
