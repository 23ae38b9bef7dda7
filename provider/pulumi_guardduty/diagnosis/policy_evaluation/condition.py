"""Whether the conditions of a statement hold for a request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty.diagnosis.policy_evaluation.operator import OPERATORS, Operator
from pulumi_guardduty.diagnosis.policy_evaluation.request import Missing
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth, all_of, any_of
from pulumi_guardduty.diagnosis.policy_evaluation.variables import Variables


_ALL: Final = "forallvalues:"
_ANY: Final = "foranyvalue:"
_IF_EXISTS: Final = "ifexists"


@dataclass(frozen=True)
class ConditionVerdict:
    """What one test of a Condition element says to a request."""

    operator: str
    """As it is written in the policy."""
    key: str
    wanted: tuple[str, ...]
    """The values that the policy lists."""
    sent: tuple[str, ...] | Missing
    """The values of the request."""
    truth: Truth
    flaw: str = ""
    """Why it cannot be judged, where that is not for the request's sake."""


@dataclass(frozen=True)
class _Form:
    """An operator's name, taken apart."""

    base: str
    quantifier: str
    if_exists: bool

    @classmethod
    def of(cls, name: str) -> "_Form":
        base = name.lower()
        quantifier = next((prefix for prefix in (_ALL, _ANY) if base.startswith(prefix)), "")
        base = base.removeprefix(quantifier)
        return cls(base.removesuffix(_IF_EXISTS), quantifier, base.endswith(_IF_EXISTS))


def judge_conditions(element: Any, variables: Variables) -> Iterator[ConditionVerdict]:
    """Judge every test of a Condition element; the statement applies where all of them hold."""
    if not isinstance(element, Mapping):
        yield _unjudged("", "", (), "the Condition element is malformed")
        return
    for operator, tests in element.items():
        if not isinstance(tests, Mapping):
            yield _unjudged(operator, "", (), f"the tests of {operator!r} are malformed")
            continue
        for key, wanted in tests.items():
            yield _judge(operator, key, wanted, variables)


def _judge(name: str, key: str, value: Any, variables: Variables) -> ConditionVerdict:
    wanted, form = _texts(value), _Form.of(name)
    if wanted is None:
        return _unjudged(name, key, (), f"the values of {key!r} are malformed")
    sent = variables.request.value_of(key)
    if form == _Form("null", "", if_exists=False):
        return ConditionVerdict(name, key, wanted, sent, _null(wanted, sent))
    operator = OPERATORS.get(form.base)
    if operator is None:
        return _unjudged(name, key, wanted, f"the condition operator {name!r} is not known")
    return ConditionVerdict(name, key, wanted, sent, _holds(form, operator, wanted, sent, variables))


def _holds(
    form: _Form,
    operator: Operator,
    wanted: tuple[str, ...],
    sent: tuple[str, ...] | Missing,
    variables: Variables,
) -> Truth:
    if sent is Missing.UNESTABLISHED:
        return Truth.UNKNOWN
    if isinstance(sent, Missing) or not sent:
        return Truth.of(_without_value(form, operator))
    each = [_compared(operator, wanted, value, variables) for value in sent]
    # Without a quantifier the key has one value; should it have more, a negated operator has to hold for all.
    all_count = form.quantifier == _ALL or (not form.quantifier and operator.negated)
    return all_of(each) if all_count else any_of(each)


def _without_value(form: _Form, operator: Operator) -> bool:
    """Whether a test holds when the request does not carry its key.

    Source: IAM User Guide, "Condition operators" and "Set operators for multivalued context keys": negated
    operators, ``…IfExists`` and ``ForAllValues`` hold, ``ForAnyValue`` and the others do not.
    """
    if form.if_exists or form.quantifier == _ALL:
        return True
    return operator.negated and form.quantifier != _ANY


def _compared(operator: Operator, wanted: tuple[str, ...], sent: str, variables: Variables) -> Truth:
    matched = any_of(_matched(operator, value, sent, variables) for value in wanted)
    return matched.negated() if operator.negated else matched


def _matched(operator: Operator, wanted: str, sent: str, variables: Variables) -> Truth:
    tokens = variables.read(wanted, wildcards=operator.wildcards)
    if not isinstance(tokens, Missing):
        return operator.comparison(tokens, sent)
    # What "is not equal to nothing" comes to is not documented.
    return Truth.NO if tokens is Missing.ABSENT and not operator.negated else Truth.UNKNOWN


def _null(wanted: tuple[str, ...], sent: tuple[str, ...] | Missing) -> Truth:
    """Whether the key is absent (``true``) or there (``false``)."""
    if sent is Missing.UNESTABLISHED or not {value.lower() for value in wanted} <= {"true", "false"}:
        return Truth.UNKNOWN
    return Truth.of(str(sent is Missing.ABSENT).lower() in {value.lower() for value in wanted})


def _texts(value: Any) -> tuple[str, ...] | None:
    """Read the values of a test; JSON numbers and booleans stand for their texts."""
    values = value if isinstance(value, list) else [value]
    texts = [str(each).lower() if isinstance(each, bool) else each for each in values]
    texts = [str(each) if isinstance(each, int | float) else each for each in texts]
    return tuple(texts) if all(isinstance(each, str) for each in texts) else None


def _unjudged(operator: str, key: str, wanted: tuple[str, ...], flaw: str) -> ConditionVerdict:
    return ConditionVerdict(operator, key, wanted, Missing.UNESTABLISHED, Truth.UNKNOWN, flaw)
