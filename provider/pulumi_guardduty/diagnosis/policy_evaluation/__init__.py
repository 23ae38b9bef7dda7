"""What a resource policy says to one request: IAM's own rules, and "unknown" where they are not documented."""

from pulumi_guardduty.diagnosis.policy_evaluation.condition import ConditionVerdict
from pulumi_guardduty.diagnosis.policy_evaluation.element import ElementVerdict
from pulumi_guardduty.diagnosis.policy_evaluation.evaluation import Decision, evaluate
from pulumi_guardduty.diagnosis.policy_evaluation.request import Caller, Missing, Request
from pulumi_guardduty.diagnosis.policy_evaluation.statement import Effect, StatementVerdict
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth


__all__ = [
    "Caller",
    "ConditionVerdict",
    "Decision",
    "Effect",
    "ElementVerdict",
    "Missing",
    "Request",
    "StatementVerdict",
    "Truth",
    "evaluate",
]
