"""Whether the principal, action or resource of a statement covers a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_guardduty.diagnosis.policy_evaluation.pattern import glob, matches
from pulumi_guardduty.diagnosis.policy_evaluation.request import Caller, Missing, Request
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth, any_of
from pulumi_guardduty.diagnosis.policy_evaluation.variables import Variables


@dataclass(frozen=True)
class ElementVerdict:
    """What one element of a statement says to a request."""

    element: str
    """Its name as it stands in the statement, e.g. ``NotAction``; the plain name where it is missing."""

    values: tuple[str, ...]
    """What the statement lists there."""

    truth: Truth
    """Whether the element covers the request; unknown where it is missing or malformed."""

    @property
    def is_negated(self) -> bool:
        """Whether it covers what it does not list."""
        return self.element.startswith("Not")


def judge_action(statement: Mapping[str, Any], request: Request) -> ElementVerdict:
    """Judge Action or NotAction; the case of an action does not count."""
    element, values = _listed(statement, "Action")
    if values is None:
        return ElementVerdict(element, (), Truth.UNKNOWN)
    covered = any(glob(value.lower(), request.action.lower()) for value in values)
    return _verdict(element, values, Truth.of(covered))


def judge_resource(statement: Mapping[str, Any], request: Request, variables: Variables) -> ElementVerdict:
    """Judge Resource or NotResource."""
    element, values = _listed(statement, "Resource")
    if values is None:
        return ElementVerdict(element, (), Truth.UNKNOWN)
    return _verdict(element, values, any_of(_covers(value, request.resource, variables) for value in values))


def judge_principal(statement: Mapping[str, Any], request: Request) -> ElementVerdict:
    """Judge Principal or NotPrincipal."""
    element = "NotPrincipal" if "NotPrincipal" in statement else "Principal"
    named = _principals(statement.get(element))
    if named is None or {"Principal", "NotPrincipal"} <= statement.keys():
        return ElementVerdict(element, (), Truth.UNKNOWN)
    covered = any(_names(kind, name, request.caller) for kind, name in named)
    return _verdict(element, tuple(name for _, name in named), Truth.of(covered))


def _verdict(element: str, values: tuple[str, ...], listed: Truth) -> ElementVerdict:
    return ElementVerdict(element, values, listed.negated() if element.startswith("Not") else listed)


def _listed(statement: Mapping[str, Any], element: str) -> tuple[str, tuple[str, ...] | None]:
    negated = f"Not{element}"
    name = negated if negated in statement else element
    if {element, negated} <= statement.keys():
        return name, None
    return name, texts_of(statement.get(name))


def texts_of(value: Any) -> tuple[str, ...] | None:
    """Read a text or a list of texts; None for anything else."""
    values = value if isinstance(value, list) else [value]
    return tuple(values) if all(isinstance(each, str) for each in values) else None


def _covers(pattern: str, resource: str, variables: Variables) -> Truth:
    tokens = variables.read(pattern)
    if isinstance(tokens, Missing):
        return Truth.NO if tokens is Missing.ABSENT else Truth.UNKNOWN
    return Truth.of(matches(tokens, resource))


def _principals(value: Any) -> list[tuple[str, str]] | None:
    """Read a Principal element as pairs of kind and name; None for what is none."""
    if value == "*":
        # Source: IAM User Guide, "AWS JSON policy elements: Principal": the two are equivalent.
        return [("AWS", "*")]
    if not isinstance(value, Mapping):
        return None
    named = [(kind, texts_of(names)) for kind, names in value.items()]
    if any(names is None for _, names in named):
        return None
    return [(kind, name) for kind, names in named for name in names or ()]


def _names(kind: str, name: str, caller: Caller) -> bool:
    """Tell whether one principal of a policy is the caller. Names take no wildcard but the one for everybody."""
    return (kind == "AWS" and name == "*") or (kind == caller.kind and name in caller.names)
