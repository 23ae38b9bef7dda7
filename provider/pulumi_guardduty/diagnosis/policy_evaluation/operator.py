"""How a condition operator compares a value of the policy with one of the request."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

from pulumi_guardduty.diagnosis.policy_evaluation.pattern import Tokens, lowered, matches, split_at_colons
from pulumi_guardduty.diagnosis.policy_evaluation.truth import Truth


#: Compares what the policy wants with what the request sends.
Comparison: TypeAlias = Callable[[Tokens, str], Truth]

#: Colons in an ARN. Source: AWS General Reference, "Amazon Resource Names (ARNs)".
_ARN_COLONS: Final = 5


@dataclass(frozen=True)
class Operator:
    """One condition operator without its prefix and suffix."""

    comparison: Comparison
    negated: bool = False
    """Whether it holds where the comparison does not."""
    wildcards: bool = False
    """Whether ``*`` and ``?`` in the policy's value mean other characters."""


def _equal(wanted: Tokens, sent: str) -> Truth:
    return Truth.of(matches(wanted, sent))


def _equal_ignoring_case(wanted: Tokens, sent: str) -> Truth:
    return Truth.of(matches(lowered(wanted), sent.lower()))


def _boolean(wanted: Tokens, sent: str) -> Truth:
    text = _text(wanted).lower()
    return Truth.of(text == sent.lower()) if text in {"true", "false"} else Truth.UNKNOWN


def _arn(wanted: Tokens, sent: str) -> Truth:
    """Compare part by part: no wildcard reaches over a colon, save in the last part.

    Source: IAM User Guide, "IAM JSON policy elements: Condition operators", ARN condition operators.
    """
    patterns = split_at_colons(wanted, _ARN_COLONS)
    if len(patterns) <= _ARN_COLONS:
        # What AWS makes of a pattern that is not shaped like an ARN is not documented.
        return Truth.UNKNOWN
    parts = sent.split(":", _ARN_COLONS)
    return Truth.of(len(parts) == len(patterns) and all(map(matches, patterns, parts)))


def _address(wanted: Tokens, sent: str) -> Truth:
    try:
        network = ipaddress.ip_network(_text(wanted), strict=False)
    except ValueError:
        return Truth.UNKNOWN
    try:
        return Truth.of(ipaddress.ip_address(sent) in network)
    except ValueError:
        return Truth.NO


def _ordered(parse: Callable[[str], Any], holds: Callable[[Any, Any], bool]) -> Comparison:
    """Compare values of an ordered kind; `holds` takes the request's value first."""

    def compare(wanted: Tokens, sent: str) -> Truth:
        bound, value = parse(_text(wanted)), parse(sent)
        return Truth.UNKNOWN if bound is None or value is None else Truth.of(holds(value, bound))

    return compare


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _instant(text: str) -> datetime | None:
    """Read an ISO 8601 date, or the seconds since 1970; both are taken for UTC."""
    try:
        read = datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _text(tokens: Tokens) -> str:
    return "".join(token if isinstance(token, str) else token.value for token in tokens)


def _family(prefix: str, parse: Callable[[str], Any]) -> dict[str, Operator]:
    """The six operators of an ordered kind."""
    return {
        f"{prefix}equals": Operator(_ordered(parse, lambda value, bound: bool(value == bound))),
        f"{prefix}notequals": Operator(_ordered(parse, lambda value, bound: bool(value == bound)), negated=True),
        f"{prefix}lessthan": Operator(_ordered(parse, lambda value, bound: bool(value < bound))),
        f"{prefix}lessthanequals": Operator(_ordered(parse, lambda value, bound: bool(value <= bound))),
        f"{prefix}greaterthan": Operator(_ordered(parse, lambda value, bound: bool(value > bound))),
        f"{prefix}greaterthanequals": Operator(_ordered(parse, lambda value, bound: bool(value >= bound))),
    }


#: Every operator but Null, by its name in lower case.
#: Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
OPERATORS: Final[dict[str, Operator]] = {
    "stringequals": Operator(_equal),
    "stringnotequals": Operator(_equal, negated=True),
    "stringequalsignorecase": Operator(_equal_ignoring_case),
    "stringnotequalsignorecase": Operator(_equal_ignoring_case, negated=True),
    "stringlike": Operator(_equal, wildcards=True),
    "stringnotlike": Operator(_equal, negated=True, wildcards=True),
    "bool": Operator(_boolean),
    "binaryequals": Operator(_equal),
    "ipaddress": Operator(_address),
    "notipaddress": Operator(_address, negated=True),
    "arnequals": Operator(_arn, wildcards=True),
    "arnlike": Operator(_arn, wildcards=True),
    "arnnotequals": Operator(_arn, negated=True, wildcards=True),
    "arnnotlike": Operator(_arn, negated=True, wildcards=True),
    **_family("numeric", _number),
    **_family("date", _instant),
}
