"""Condition operators.

The rules that trap people are IAM's own: a negated operator holds when the
key is absent from the request, a positive one does not; `…IfExists` and
`ForAllValues:` hold when it is absent, `ForAnyValue:` never does.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and
"Set operators for multi-valued context keys".
"""

import dataclasses
import datetime as dt
import ipaddress
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from pulumi_guardduty_sandbox.aws.policy import pattern


#: What one request value and one policy value have to fulfil.
Test = Callable[[str, str], bool]


def _string_equals(value: str, wanted: str) -> bool:
    return value == pattern.plain(wanted)


def _string_equals_ignore_case(value: str, wanted: str) -> bool:
    return value.casefold() == pattern.plain(wanted).casefold()


def _string_like(value: str, wanted: str) -> bool:
    return pattern.matches(wanted, value)


def _arn_like(value: str, wanted: str) -> bool:
    return pattern.arn_matches(wanted, value)


def _bool(value: str, wanted: str) -> bool:
    return value.lower() == wanted.lower()


def _ip_address(value: str, wanted: str) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


def _numeric(compare: Callable[[float, float], bool]) -> Test:
    def test(value: str, wanted: str) -> bool:
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return test


def _moment(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        parsed = dt.datetime.fromisoformat(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)).timestamp()


def _date(compare: Callable[[float, float], bool]) -> Test:
    def test(value: str, wanted: str) -> bool:
        try:
            return compare(_moment(value), _moment(wanted))
        except ValueError:
            return False

    return test


_POSITIVE: dict[str, Test] = {
    "StringEquals": _string_equals,
    "StringEqualsIgnoreCase": _string_equals_ignore_case,
    "StringLike": _string_like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": _bool,
    "BinaryEquals": operator.eq,
    "IpAddress": _ip_address,
    "NumericEquals": _numeric(operator.eq),
    "NumericLessThan": _numeric(operator.lt),
    "NumericLessThanEquals": _numeric(operator.le),
    "NumericGreaterThan": _numeric(operator.gt),
    "NumericGreaterThanEquals": _numeric(operator.ge),
    "DateEquals": _date(operator.eq),
    "DateLessThan": _date(operator.lt),
    "DateLessThanEquals": _date(operator.le),
    "DateGreaterThan": _date(operator.gt),
    "DateGreaterThanEquals": _date(operator.ge),
}
#: Each negated operator and the test that must fail for every policy value.
_NEGATED: dict[str, Test] = {
    "StringNotEquals": _string_equals,
    "StringNotEqualsIgnoreCase": _string_equals_ignore_case,
    "StringNotLike": _string_like,
    "ArnNotEquals": _arn_like,
    "ArnNotLike": _arn_like,
    "NotIpAddress": _ip_address,
    "NumericNotEquals": _numeric(operator.eq),
    "DateNotEquals": _date(operator.eq),
}
KNOWN_OPERATORS = frozenset(_POSITIVE) | frozenset(_NEGATED) | {"Null"}


@dataclasses.dataclass(frozen=True)
class Condition:
    """One operator on one key, with the values of which any may match."""

    operator: str
    """The operator without prefix and suffix, e.g. `StringEquals`."""
    key: str
    """The condition key in lower case: IAM does not tell upper and lower case apart."""
    values: tuple[str, ...]
    quantifier: str = ""
    """`ForAllValues`, `ForAnyValue` or empty."""
    if_exists: bool = False

    @classmethod
    def of(cls, operator_: str, key: str, values: Sequence[Any]) -> Self:
        """Read one condition; JSON booleans and numbers count as their text."""
        quantifier, _, name = operator_.rpartition(":")
        return cls(
            operator=name.removesuffix("IfExists"),
            key=key.lower(),
            values=tuple(_text(value) for value in values),
            quantifier=quantifier,
            if_exists=name.endswith("IfExists"),
        )

    def holds(self, context: Mapping[str, Sequence[str]]) -> bool:
        """Whether the request, given by its condition keys in lower case, fulfils this."""
        seen = context.get(self.key, ())
        if self.operator == "Null":
            return any(_bool(value, str(not seen)) for value in self.values)
        if not seen:
            return self._holds_when_absent()
        tests = [self._fits(value, context) for value in seen]
        return all(tests) if self.quantifier == "ForAllValues" else any(tests)

    def _holds_when_absent(self) -> bool:
        if self.if_exists or self.quantifier == "ForAllValues":
            return True
        return self.operator in _NEGATED and self.quantifier != "ForAnyValue"

    def _fits(self, value: str, context: Mapping[str, Sequence[str]]) -> bool:
        negated = self.operator in _NEGATED
        test = _NEGATED[self.operator] if negated else _POSITIVE[self.operator]
        expanded = (pattern.expand(wanted, context) for wanted in self.values)
        matched = any(wanted is not None and test(value, wanted) for wanted in expanded)
        return matched is not negated


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
