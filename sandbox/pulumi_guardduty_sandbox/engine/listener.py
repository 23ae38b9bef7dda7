"""What an operation has to say, collected for the caller and passed on as text as it comes."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.errors import EngineError
from pulumi_guardduty_sandbox.engine.steps import Op, RefreshStep, Step
from pulumi_guardduty_sandbox.engine.text import Text
from pulumi_guardduty_sandbox.engine.values import Properties, plain


Severity: TypeAlias = Literal["debug", "info", "info#err", "warning", "error"]


@dataclass(frozen=True)
class Diagnostic:
    """One message."""

    severity: Severity
    #: The resource it is about, or empty.
    urn: str
    text: str


@dataclass(frozen=True)
class Violation:
    """One finding of a policy."""

    policy: str
    level: str
    urn: str
    text: str


@dataclass
class Result:
    """How an operation went."""

    #: Whether it did what it should.
    ok: bool = False
    #: What was done: operation and URN, in the words and the order of the CLI; default providers left out.
    steps: list[tuple[str, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    #: The outputs of the stack as saved, secrets in the clear; a preview has those of the last update.
    outputs: dict[str, Any] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    #: Policy and URN of each resource that a policy has put right.
    remediations: list[tuple[str, str]] = field(default_factory=list)
    #: How many resources each operation was about.
    changes: Counter[str] = field(default_factory=Counter)
    #: How many could not be worked on.
    errored: int = 0
    seconds: float = 0.0
    #: All a person would have read.
    text: str = ""

    @property
    def errors(self) -> list[str]:
        """The texts of all error messages."""
        return [diagnostic.text for diagnostic in self.diagnostics if diagnostic.severity == "error"]


def silent(_line: str) -> None:
    """Takes lines that nobody wants to read."""


class Listener:
    """Collects what happens, and writes it for a person."""

    def __init__(self, kind: str, *, dry: bool, refreshing: bool, write: Callable[[str], None]) -> None:
        """Begin to listen.

        Args:
            kind: What the operation is called: preview, up, refresh or destroy.
            dry: Whether it is a preview.
            refreshing: Whether refresh steps shall be told by what they found.
            write: Gets each line.
        """
        self.result = Result()
        self._dry, self._refreshing = dry, refreshing
        self._lines: list[str] = []
        self._write = write
        self._text = Text(kind, dry=dry)
        self._began: dict[int, float] = {}
        self._start = time.monotonic()
        self._lock = threading.RLock()
        self._quiet = False

    def title(self, stack: str) -> None:
        """Say what is about to be done."""
        self.say(*self._text.title(stack))

    def say(self, *lines: str) -> None:
        """Write lines."""
        with self._lock:
            for line in lines:
                self._lines.append(line)
                self._write(line)

    def mute(self) -> None:
        """Take no more messages of the program: it is being ended, and complains of that."""
        self._quiet = True

    def message(self, severity: Severity, urn: str, text: str) -> None:
        """Take a message of the program, a provider or a policy pack."""
        if self._quiet or not text.strip():
            return
        self._diagnostic(severity, urn, text)

    def error(self, urn: str, text: str) -> None:
        """Tell of an error."""
        self._diagnostic("error", urn, text)

    def warning(self, urn: str, text: str) -> None:
        """Tell of what may be wrong."""
        self._diagnostic("warning", urn, text)

    def info(self, urn: str, text: str) -> None:
        """Tell of what may be good to know."""
        self._diagnostic("info", urn, text)

    def _diagnostic(self, severity: Severity, urn: str, text: str) -> None:
        with self._lock:
            self.result.diagnostics.append(Diagnostic(severity, urn, text))
            self.say(*self._text.message(severity, urn, text))

    def began(self, step: Step) -> None:
        """Tell that a step begins."""
        with self._lock:
            self._began[id(step)] = time.monotonic()
            if not self._dry and not _internal(step):
                self.say(*self._text.began(step))

    def ended(self, step: Step, error: EngineError | None) -> None:
        """Tell how a step ended."""
        with self._lock:
            seconds = time.monotonic() - self._began.pop(id(step), time.monotonic())
            if error is not None:
                urn = "" if _internal(step) else step.urn
                self.error(urn, f"Preview failed: {error}" if self._dry else str(error))
                self.result.errored += 1
                self.say(*self._text.failed(step, seconds))
                return
            op = step.result if self._refreshing and isinstance(step, RefreshStep) else step.op
            self._count(step, op)
            if self._dry or step.subject.custom or self._told_of_components(step):
                self._record(step, op)
            if not _internal(step):
                self.say(*self._text.ended(step, op, seconds))

    def _told_of_components(self, step: Step) -> bool:
        return step.op in (Op.DELETE, Op.REFRESH)

    def _count(self, step: Step, op: Op) -> None:
        counted = step.logical or (self._refreshing and isinstance(step, RefreshStep))
        if counted and not _internal(step):
            self.result.changes[str(op)] += 1

    def outputs(self, step: Step) -> None:
        """Tell that a component has registered its outputs."""
        with self._lock:
            self._record(step, step.op)

    def _record(self, step: Step, op: Op) -> None:
        if not urns.is_default_provider(step.urn):
            self.result.steps.append((str(op), step.urn))

    def violation(self, violation: Violation) -> None:
        """Tell of a finding of a policy."""
        with self._lock:
            self.result.violations.append(violation)

    def remedy(self, policy: str, urn: str) -> None:
        """Tell that a policy has changed what was declared."""
        with self._lock:
            self.result.remediations.append((policy, urn))
            self.say(*self._text.remedy(policy, urn))

    def finish(self, *, ok: bool, saved: Properties, planned: Properties) -> Result:
        """Sum up, with the outputs of the stack as they were saved, and as they are planned."""
        with self._lock:
            self.result.ok = ok
            self.result.outputs = plain(saved)
            self.result.seconds = time.monotonic() - self._start
            self.say(*self._text.summary(self.result, planned))
            self.result.text = "\n".join(self._lines)
            return self.result


def _internal(step: Step) -> bool:
    """Whether a step is of no interest to a person."""
    return step.op is Op.REMOVE_PENDING_REPLACE or urns.is_default_provider(step.urn)
