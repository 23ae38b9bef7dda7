"""What a whole resource policy says to a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty.diagnosis.policy_evaluation.request import Request
from pulumi_guardduty.diagnosis.policy_evaluation.statement import Effect, StatementVerdict, judge_statement
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth, all_of, any_of
from pulumi_guardduty.diagnosis.policy_evaluation.variables import Variables


#: The version from which policy variables work. Source: IAM User Guide, "IAM JSON policy elements: Version".
_VERSION_WITH_VARIABLES: Final = "2012-10-17"


@dataclass(frozen=True)
class Decision:
    """The policy's answer, and every statement's part in it."""

    statements: tuple[StatementVerdict, ...]

    @property
    def allowed(self) -> Truth:
        """Whether the policy lets the request through: some Allow covers it and no Deny does.

        Source: IAM User Guide, "Policy evaluation logic": an explicit deny overrides, and what is not allowed is
        denied.
        """
        return all_of([self.granted, self.denied.negated()])

    @property
    def granted(self) -> Truth:
        """Whether an Allow covers the request, denies left aside."""
        return any_of(s.works_as(Effect.ALLOW) for s in self.statements)

    @property
    def denied(self) -> Truth:
        """Whether a Deny catches the request."""
        return any_of(s.works_as(Effect.DENY) for s in self.statements)

    def working_as(self, effect: Effect, truth: Truth) -> list[StatementVerdict]:
        """The statements of which `truth` is the answer to whether they have `effect` on the request."""
        return [s for s in self.statements if s.works_as(effect) is truth]


def evaluate(document: Mapping[str, Any] | None, request: Request) -> Decision:
    """Judge `request` by a policy; no policy says nothing.

    What cannot be judged (an unknown operator, a condition key of which nothing is documented, a malformed element)
    makes the answer unknown where it matters, and never a guess.
    """
    policy = document or {}
    statements = policy.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    variables = Variables(request, enabled=policy.get("Version") == _VERSION_WITH_VARIABLES)
    return Decision(tuple(judge_statement(each, place, variables) for place, each in enumerate(listed, start=1)))
