"""What one statement says to a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pulumi_guardduty.diagnosis.policy_evaluation.condition import ConditionVerdict, judge_conditions
from pulumi_guardduty.diagnosis.policy_evaluation.element import (
    ElementVerdict,
    judge_action,
    judge_principal,
    judge_resource,
)
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth, all_of
from pulumi_guardduty.diagnosis.policy_evaluation.variables import Variables


class Effect(StrEnum):
    """What a statement does to the requests that it covers."""

    ALLOW = "Allow"
    DENY = "Deny"
    UNREADABLE = "unreadable"
    """The statement has no effect that exists."""


@dataclass(frozen=True)
class StatementVerdict:
    """One statement, piece by piece."""

    name: str
    """How to speak of it: its Sid in quotes, or its place when it has none."""

    effect: Effect
    principal: ElementVerdict
    action: ElementVerdict
    resource: ElementVerdict
    conditions: tuple[ConditionVerdict, ...] = ()

    @property
    def applies(self) -> Truth:
        """Whether the statement covers the request, whatever its effect."""
        elements = [element.truth for element in (self.principal, self.action, self.resource)]
        return all_of([*elements, *(condition.truth for condition in self.conditions)])

    def works_as(self, effect: Effect) -> Truth:
        """Whether the statement has `effect` on the request."""
        if self.effect is Effect.UNREADABLE:
            return all_of([self.applies, Truth.UNKNOWN])
        return self.applies if self.effect is effect else Truth.NO


def judge_statement(statement: Any, place: int, variables: Variables) -> StatementVerdict:
    """Judge the statement that stands at `place`, counted from 1."""
    if not isinstance(statement, Mapping):
        statement = {}
    return StatementVerdict(
        _name(statement, place),
        _effect(statement.get("Effect")),
        judge_principal(statement, variables.request),
        judge_action(statement, variables.request),
        judge_resource(statement, variables.request, variables),
        tuple(judge_conditions(statement.get("Condition", {}), variables)),
    )


def _name(statement: Mapping[str, Any], place: int) -> str:
    sid = statement.get("Sid")
    return f"statement {sid!r}" if isinstance(sid, str) and sid else f"statement {place} (without Sid)"


def _effect(value: Any) -> Effect:
    return Effect(value) if value in ("Allow", "Deny") else Effect.UNREADABLE
