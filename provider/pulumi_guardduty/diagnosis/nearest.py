"""Which statement was probably meant to allow a request that none allows."""

from typing import Final

from pulumi_guardduty.diagnosis.policy_evaluation import Decision, Effect, StatementVerdict, Truth


#: What a piece that does not cover the request counts, and what a sign that the statement is about GuardDuty's
#: export counts against it. Chosen so that a statement for GuardDuty with two mistakes in it comes before one for
#: the account's administrators that lacks nothing but the principal.
_PRINCIPAL: Final = 3
_ACTION: Final = 2
_RESOURCE: Final = 2
_CONDITION: Final = 1
_NAMES_GUARDDUTY: Final = 4
_NAMES_THE_DETECTOR: Final = 2
_NAMES_THE_ACTION: Final = 1


def nearest_allow(decision: Decision) -> StatementVerdict | None:
    """Return the Allow that comes nearest to covering the request; None where none is about anything of the kind."""
    allows = [s for s in decision.statements if s.effect is Effect.ALLOW and _is_related(s)]
    return min(allows, key=lambda s: _distance(s) - _relevance(s), default=None)


def _is_related(statement: StatementVerdict) -> bool:
    return statement.principal.truth is Truth.YES or _relevance(statement) > 0


def _distance(statement: StatementVerdict) -> int:
    weighed = ((statement.principal, _PRINCIPAL), (statement.action, _ACTION), (statement.resource, _RESOURCE))
    missed = sum(weight for piece, weight in weighed if piece.truth is not Truth.YES)
    return missed + sum(_CONDITION for test in statement.conditions if test.truth is not Truth.YES)


def _relevance(statement: StatementVerdict) -> int:
    sign = 0
    if any("guardduty" in name for name in statement.principal.values) and not statement.principal.is_negated:
        sign += _NAMES_GUARDDUTY
    if any(
        t.key.lower() in {"aws:sourcearn", "aws:sourceaccount"} and t.truth is Truth.YES for t in statement.conditions
    ):
        sign += _NAMES_THE_DETECTOR
    if statement.action.truth is Truth.YES and not any("*" in action for action in statement.action.values):
        sign += _NAMES_THE_ACTION
    return sign
