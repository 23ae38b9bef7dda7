"""A rule: what it claims, how grave a breach is, and the functions that judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pulumi_policy import EnforcementLevel, Severity

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.settings import EXEMPT, Option, Settings
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.standard import Standard


SubjectT = TypeVar("SubjectT")


@dataclass(frozen=True)
class ResourceCheck(Generic[SubjectT]):
    """What one resource decides alone, before it is created."""

    subjects: Callable[[Resource], Iterable[SubjectT] | None]
    """The things to judge in a resource; None where the rule is not about its type."""

    judge: Callable[[SubjectT, Settings], Iterator[str]]
    """Yields one sentence a breach; each subject is judged apart from the others."""

    fill: Callable[[str, Mapping[str, Any]], Mapping[str, Any]] | None = None
    """From type and inputs, the properties that level `remediate` fills in where the program is silent."""


@dataclass(frozen=True)
class Place(Generic[SubjectT]):
    """A subject of a stack rule, and the resource its breaches are reported at."""

    resource: Resource
    subject: SubjectT


@dataclass(frozen=True)
class StackCheck(Generic[SubjectT]):
    """What only several resources together decide."""

    places: Callable[[Stack], Iterable[Place[SubjectT] | Exception]]
    """The things to judge, or why one of them cannot be found yet; none where the stack has nothing to judge."""

    judge: Callable[[SubjectT, Settings], Iterator[str]]
    """Yields one sentence a breach; each subject is judged apart from the others."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of the pack; its id is its file's name with dashes."""

    id: str
    claim: str
    """What holds where the rule is kept, in one sentence."""

    severity: Severity
    baseline: EnforcementLevel
    """Level where nothing is configured: mandatory for what exposes data or loses a key."""

    strict: EnforcementLevel
    """Level in the `strict` configuration."""

    standards: tuple[Standard, ...]
    steps: str
    """What to do about a breach."""

    url: str
    options: tuple[Option, ...] = ()
    strict_options: Mapping[str, Any] = field(default_factory=dict)
    """Settings that the `strict` configuration tightens."""

    resource: ResourceCheck[Any] | None = None
    stack: StackCheck[Any] | None = None

    @property
    def all_options(self) -> tuple[Option, ...]:
        """The rule's own options, and the one that every rule has."""
        return (*self.options, EXEMPT)

    @property
    def policy_ids(self) -> tuple[str, ...]:
        """Names of the policies the rule becomes.

        A policy of Pulumi judges either one resource or the stack. A rule that
        does both becomes two, the second one named ``<id>-stack``.
        """
        if self.resource is None or self.stack is None:
            return (self.id,)
        return (self.id, self.stack_id)

    @property
    def stack_id(self) -> str:
        """Name of the policy that judges the stack."""
        return self.id if self.resource is None else f"{self.id}-stack"
