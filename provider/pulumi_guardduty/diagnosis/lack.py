"""What a statement lacks to cover a request, in words."""

from collections.abc import Iterator

from pulumi_guardduty.diagnosis.policy_evaluation import (
    ConditionVerdict,
    Effect,
    ElementVerdict,
    Missing,
    Request,
    StatementVerdict,
    Truth,
)
from pulumi_guardduty.diagnosis.wording import quoted


def lacks(statement: StatementVerdict, request: Request, acts_as: str) -> list[str]:
    """Name every piece of `statement` that keeps it from covering `request`.

    Args:
        statement: A statement that does not cover the request, or of which that is not known.
        request: The request.
        acts_as: Why the caller is who it is, to be put behind its name.
    """
    caller = min(request.caller.names)
    pieces = [
        (statement.principal, f"{caller!r}{acts_as}"),
        (statement.action, repr(request.action)),
        (statement.resource, repr(request.resource)),
    ]
    return [
        *(_element(piece, wanted) for piece, wanted in pieces if piece.truth is not Truth.YES),
        *(_condition(test) for test in statement.conditions if test.truth is not Truth.YES),
    ]


def doubts(statement: StatementVerdict) -> Iterator[str]:
    """Name every piece of `statement` that cannot be judged."""
    if statement.effect is Effect.UNREADABLE:
        yield "its Effect is neither 'Allow' nor 'Deny'"
    for piece in (statement.principal, statement.action, statement.resource):
        if piece.truth is Truth.UNKNOWN:
            yield _doubtful_element(piece)
    for test in statement.conditions:
        if test.truth is Truth.UNKNOWN:
            yield _doubtful_condition(test)


def held(statement: StatementVerdict) -> list[str]:
    """Say of every condition of a statement why it holds."""
    return [f"{_test(test)} lists {quoted(test.wanted)} and {_sent(test)}" for test in statement.conditions]


def _element(piece: ElementVerdict, wanted: str) -> str:
    if piece.truth is Truth.UNKNOWN:
        return _doubtful_element(piece)
    if piece.is_negated:
        return f"its {piece.element} {quoted(piece.values)} takes out {wanted}"
    return f"its {piece.element} is {quoted(piece.values)}, not {wanted}"


def _condition(test: ConditionVerdict) -> str:
    if test.truth is Truth.UNKNOWN:
        return _doubtful_condition(test)
    return f"its condition {_test(test)} lists {quoted(test.wanted)} and {_sent(test)}"


def _doubtful_element(piece: ElementVerdict) -> str:
    if not piece.values:
        return f"its {piece.element} is missing or malformed"
    return (
        f"its {piece.element} {quoted(piece.values)} has a variable of which it is not documented what GuardDuty sends"
    )


def _doubtful_condition(test: ConditionVerdict) -> str:
    if test.flaw:
        return test.flaw
    if test.sent is Missing.UNESTABLISHED:
        return f"its condition {_test(test)} asks for what GuardDuty is not documented to send"
    return f"its condition {_test(test)} lists {quoted(test.wanted)}, which cannot be compared"


def _test(test: ConditionVerdict) -> str:
    return f"{test.operator} {test.key}"


def _sent(test: ConditionVerdict) -> str:
    if isinstance(test.sent, Missing):
        return "GuardDuty does not send that key"
    return f"GuardDuty sends {quoted(test.sent)}"
