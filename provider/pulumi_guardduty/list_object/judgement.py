"""Judges the content of a list in preview, and works out what the object will be.

The content itself leaves the inputs here: the engine records only what the check answers.
"""

from collections.abc import Mapping, Sized
from typing import Any, Final, get_args

from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.lists.inputs import Format
from pulumi_guardduty._core.unknown import UNKNOWN, holds_unknown
from pulumi_guardduty.list_content import Report, entry_chunks, normalized, validate
from pulumi_guardduty.list_object import content_source, neighbours
from pulumi_guardduty.list_object.model import Kind, ListObjectInputs


#: Inputs that decide what is uploaded, and how it is judged.
_DECIDING: Final = ("path", "entries", "kind", "format", "allowNonPublic", "normalize")

#: Inputs that are worked out from the content.
_WORKED_OUT: Final = tuple(
    wire for name, wire in ListObjectInputs.wire_names().items() if name in ListObjectInputs.WORKED_OUT
)

#: Digits of the digest that a key carries.
_DIGITS: Final = 16


def judge(declared: Bag, call: Call) -> tuple[Bag, list[Failure]]:
    """The declaration without its content and with what the content comes to, and what is wrong with it."""
    content = {name: declared.get(name) for name in _DECIDING}
    rest = {name: value for name, value in declared.items() if name not in (*_WORKED_OUT, "entries")}
    if problem := _problem(content):
        return rest, [problem]
    if any(holds_unknown(value) for value in content.values()):
        return {**rest, **dict.fromkeys(_WORKED_OUT, UNKNOWN)}, []
    return _judged(rest, content, call) if _is_sound(content) else (rest, [])


def _problem(content: Mapping[str, Any]) -> Failure | None:
    """What is wrong with the way content is given, as far as the model cannot tell."""
    path, entries, form = content["path"], content["entries"], content["format"]
    if path is None and entries is None:
        return Failure("", "has no content; declare path, a file, or entries")
    if path is not None and entries is not None:
        return Failure("", "has both path and entries; declare one of the two")
    if not (holds_unknown(entries) or _are_entries(entries)):
        return _entries_fail("have to be a list of strings")
    if entries is not None and form != "TXT" and form in get_args(Format):
        return Failure("format", f"is {form}, and entries make a TXT list; use path instead")
    return None


def _judged(rest: Bag, content: Mapping[str, Any], call: Call) -> tuple[Bag, list[Failure]]:
    entries = _entries(content["entries"])
    report = validate(
        entries if entries is not None else content["path"],
        format=content["format"] or "TXT",
        kind=content["kind"],
        allow_non_public=bool(content["allowNonPublic"]),
        normalize=bool(content["normalize"]),
    )
    if not report.ok:
        return rest, [_unusable(report, content["path"])]
    if report.warnings and neighbours.is_news(report, call):
        call.warn(f"{_named(content['path'])}: {_counted(report.warnings, 'warning')}:\n{_shown(report)}")
    neighbours.compare(report, rest, call)
    if content["normalize"]:
        content_source.keep(report.content.sha256, normalized(report))
    elif entries is not None:
        content_source.keep(report.content.sha256, entry_chunks(entries))
    return {**rest, **_worked_out(rest, report, content)}, []


def _worked_out(rest: Mapping[str, Any], report: Report, content: Mapping[str, Any]) -> Bag:
    name, prefix, bucket = rest.get("name"), rest.get("prefix") or "", rest.get("bucket")
    found: Bag = {
        "sha256": report.content.sha256,
        "size": report.content.size,
        "entryCount": report.content.entries,
        "listFormat": "TXT" if content["normalize"] else content["format"] or "TXT",
    }
    if holds_unknown(name) or holds_unknown(prefix):
        return {**found, "key": UNKNOWN, "location": UNKNOWN}
    key = f"{prefix}{name}-{report.content.sha256[:_DIGITS]}.txt"
    return {**found, "key": key, "location": UNKNOWN if holds_unknown(bucket) else f"s3://{bucket}/{key}"}


def _is_sound(content: Mapping[str, Any]) -> bool:
    """Whether the model will find nothing wrong with what decides on the content."""
    flags = (content["allowNonPublic"], content["normalize"])
    return (
        content["kind"] in get_args(Kind)
        and content["format"] in (None, *get_args(Format))
        and all(flag is None or isinstance(flag, bool) for flag in flags)
        and isinstance(content["path"], str | None)
        and content["path"] != ""
    )


def _are_entries(declared: Any) -> bool:
    if isinstance(declared, str | None):
        return True
    return isinstance(declared, list) and all(isinstance(entry, str) for entry in declared)


def _entries(declared: Any) -> list[str] | None:
    if declared is None:
        return None
    if isinstance(declared, str):
        return declared.split("\n") if declared else []
    return list(declared)


def _unusable(report: Report, path: str | None) -> Failure:
    (first, *_), count = report.errors.shown, len(report.errors)
    if count == 1 and first.line is None:
        relative = "; the path is relative to the program's folder" if first.code == "unreadable" else ""
        return Failure("path", f"{first.message}{relative}") if path is not None else _entries_fail(first.message)
    said = f"{_counted(report.errors, 'error')}:\n{report.errors.rendered(report.unit)}"
    return Failure("path", said) if path is not None else _entries_fail(said)


def _entries_fail(said: str) -> Failure:
    # Named in the text: under a property's name the engine would print all of its value.
    return Failure("", f"entries: {said}")


def _shown(report: Report) -> str:
    return report.warnings.rendered(report.unit)


def _counted(found: Sized, what: str) -> str:
    return f"{len(found):,} {what}{'s' if len(found) != 1 else ''}"


def _named(path: str | None) -> str:
    return f"path {path!r}" if path is not None else "entries"
