"""Which statement was probably meant to allow a request that none allows."""

from typing import Final

from pulumi_guardduty.diagnosis.policy_evaluation import Decision, Effect, StatementVerdict, Truth


#: What a piece that does not cover the request counts, and what a sign that the statement was meant for it counts
#: against it. So chosen that a statement for this very call with one or two mistakes comes before the sound one for
#: GuardDuty's other call, and before one for somebody else that lacks nothing but the principal.
_PRINCIPAL: Final = 3
_ACTION: Final = 2
_RESOURCE: Final = 2
_CONDITION: Final = 1
_NAMES_GUARDDUTY: Final = 4
_NAMES_THE_DETECTOR: Final = 2
_NAMES_THE_ACTION: Final = 4


def nearest_allow(decision: Decision) -> StatementVerdict | None:
    """Return the Allow that comes nearest to covering the request; None where none is about anything of the kind."""
    allows = [s for s in decision.statements if s.effect is Effect.ALLOW and _is_related(s)]
    return min(allows, key=lambda s: _distance(s) - _relevance(s), default=None)


def _is_related(statement: StatementVerdict) -> bool:
    """Tell whether correcting the statement could be right: one for somebody else is better left alone."""
    return statement.principal.truth is Truth.YES or _names_guardduty(statement) or _names_the_detector(statement)


def _distance(statement: StatementVerdict) -> int:
    weighed = ((statement.principal, _PRINCIPAL), (statement.action, _ACTION), (statement.resource, _RESOURCE))
    missed = sum(weight for piece, weight in weighed if piece.truth is not Truth.YES)
    return missed + sum(_CONDITION for test in statement.conditions if test.truth is not Truth.YES)


def _relevance(statement: StatementVerdict) -> int:
    names_the_action = statement.action.truth is Truth.YES and not any("*" in name for name in statement.action.values)
    return (
        _NAMES_GUARDDUTY * _names_guardduty(statement)
        + _NAMES_THE_DETECTOR * _names_the_detector(statement)
        + _NAMES_THE_ACTION * names_the_action
    )


def _names_guardduty(statement: StatementVerdict) -> bool:
    return not statement.principal.is_negated and any("guardduty" in name for name in statement.principal.values)


def _names_the_detector(statement: StatementVerdict) -> bool:
    keys = {test.key.lower() for test in statement.conditions if test.truth is Truth.YES}
    return not keys.isdisjoint({"aws:sourcearn", "aws:sourceaccount"})
