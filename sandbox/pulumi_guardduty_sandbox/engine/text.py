"""What a person reads of an operation, in the form `pulumi` prints it on a terminal without tricks."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pulumi_guardduty_sandbox.engine import rendering
from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.steps import Op, RefreshStep, Step
from pulumi_guardduty_sandbox.engine.values import Properties


if TYPE_CHECKING:
    from pulumi_guardduty_sandbox.engine.listener import Diagnostic, Result, Violation

#: Sign, and the words for what will be, is being and has been done.
_WORDS: Final = {
    Op.SAME: ("  ", "unchanged", "checking", "unchanged"),
    Op.CREATE: ("+ ", "create", "creating", "created"),
    Op.UPDATE: ("~ ", "update", "updating", "updated"),
    Op.DELETE: ("- ", "delete", "deleting", "deleted"),
    Op.REPLACE: ("+-", "replace", "replacing", "replaced"),
    Op.CREATE_REPLACEMENT: ("++", "create replacement", "creating replacement", "created replacement"),
    Op.DELETE_REPLACED: ("--", "delete original", "deleting original", "deleted original"),
    Op.READ: ("> ", "read", "reading", "read"),
    Op.READ_REPLACEMENT: (">>", "read, for replacement", "reading for replacement", "read for replacement"),
    Op.READ_DISCARD: ("< ", "discard", "discarding", "discarded"),
    Op.DISCARD_REPLACED: ("<<", "discard original", "discarding original", "discarded original"),
    Op.REFRESH: ("~ ", "refresh", "refreshing", "refreshed"),
    Op.REMOVE_PENDING_REPLACE: ("~ ", "complete replacement", "completing replacement", "completed replacement"),
    Op.IMPORT: ("= ", "import", "importing", "imported"),
    Op.IMPORT_REPLACEMENT: ("=>", "import replacement", "importing replacement", "imported replacement"),
}
_TITLES: Final = {
    "preview": "Previewing update",
    "up": "Updating",
    "refresh": "Refreshing",
    "destroy": "Destroying",
}
_SUMMARY: Final = (Op.CREATE, Op.UPDATE, Op.DELETE, Op.REPLACE, Op.READ, Op.READ_DISCARD, Op.IMPORT)
_DETAIL: Final = " " * 6


class Text:
    """The lines of one operation."""

    def __init__(self, kind: str, *, dry: bool) -> None:
        self._kind, self._dry = kind, dry

    def title(self, stack: str) -> list[str]:
        """What is about to be done."""
        return [f"{_TITLES[self._kind]} ({stack}):", ""]

    def message(self, severity: str, urn: str, text: str) -> list[str]:
        """A message as it comes, in one line; the end has the whole of it."""
        first, _, more = text.strip().partition("\n")
        word = "" if severity.startswith("info") else f"{severity}: "
        return [f"    {_named(urn)}{word}{first}{' …' if more else ''}"]

    def began(self, step: Step) -> list[str]:
        """A step begins."""
        if step.op in (Op.SAME, Op.REFRESH, Op.REPLACE):
            return []
        sign, _, words, _ = _WORDS[step.op]
        changes = _changes(step) if step.op in (Op.UPDATE, Op.CREATE_REPLACEMENT) else []
        return [f" {sign} {step.subject.type} {step.subject.name} {words}", *changes]

    def failed(self, step: Step, seconds: float) -> list[str]:
        """A step has failed."""
        sign, _, words, _ = _WORDS[step.op]
        return [f" {sign} {step.subject.type} {step.subject.name} **{words} failed** ({seconds:.2f}s)"]

    def ended(self, step: Step, op: Op, seconds: float) -> list[str]:
        """A step has been done, `op` being what came of it."""
        hidden_in_preview = op in (Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED)
        if op in (Op.SAME, Op.REMOVE_PENDING_REPLACE) or (self._dry and hidden_in_preview):
            return []
        sign, plan, _, done = _WORDS[op]
        line = f" {sign} {step.subject.type} {step.subject.name} "
        if not self._dry:
            changes = _changes(step) if isinstance(step, RefreshStep) else []
            return [f"{line}{done} ({seconds:.2f}s)", *changes]
        return [line + plan, *(_changes(step) if op in (Op.UPDATE, Op.REPLACE) else [])]

    def remedy(self, policy: str, urn: str) -> list[str]:
        """A policy has changed what was declared."""
        return [f"    {_named(urn)}remediated by policy {policy}"]

    def summary(self, result: "Result", outputs: Properties) -> list[str]:
        """What has come of it all."""
        lines = [
            *_diagnostics(result.diagnostics),
            *_policies(result.violations),
            *_outputs(outputs if self._kind != "destroy" else {}),
            "Resources:",
            *self._counts(result),
            "",
        ]
        return lines if self._dry else [*lines, f"Duration: {result.seconds:.1f}s", ""]

    def _counts(self, result: "Result") -> list[str]:
        lines = []
        for op in _SUMMARY:
            count = result.changes[str(op)]
            if count:
                sign, plan, _, done = _WORDS[op]
                lines.append(f"    {sign}{count} to {plan}" if self._dry else f"    {sign}{count} {done}")
        same = result.changes[str(Op.SAME)]
        changed = sum(result.changes[str(op)] for op in _SUMMARY)
        if same:
            changes = f"{changed} change{'s' if changed > 1 else ''}. " if changed else ""
            lines.append(f"    {changes}{same} unchanged")
        if result.errored:
            lines.append(f"    {result.errored} errored")
        return lines or ["    no changes"]


def _changes(step: Step) -> list[str]:
    if step.old is None or step.new is None:
        return []
    old, new = step.old, step.new
    return rendering.change_lines(old.inputs, old.outputs or {}, new.inputs, step.detailed, new.hide_diffs, _DETAIL)


def _named(urn: str) -> str:
    return f"{urns.type_of(urn)} {urns.name_of(urn)}: " if urn else ""


def _diagnostics(diagnostics: Iterable["Diagnostic"]) -> list[str]:
    grouped: dict[str, list[str]] = {}
    for found in diagnostics:
        word = "" if found.severity.startswith("info") else f"{found.severity}: "
        grouped.setdefault(found.urn, []).extend(f"    {line}" for line in (word + found.text).rstrip().splitlines())
    if not grouped:
        return []
    lines = ["", "Diagnostics:"]
    for urn, texts in grouped.items():
        lines += [f"  {urns.type_of(urn)} ({urns.name_of(urn)}):" if urn else "  stack:", *texts, ""]
    return lines


def _policies(violations: Sequence["Violation"]) -> list[str]:
    if not violations:
        return []
    lines = ["", "Policies:"]
    for found in violations:
        where = f"{urns.type_of(found.urn)}: {urns.name_of(found.urn)}"
        lines.append(f"    - [{found.level}]  {found.policy}  ({where})")
        lines += [f"      {line}" for line in found.text.splitlines()]
    return lines


def _outputs(outputs: Properties) -> list[str]:
    if not outputs:
        return []
    return ["Outputs:", *rendering.property_lines(outputs, "    "), ""]
