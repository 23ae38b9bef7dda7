"""Conditions of a statement: what they pin down, and whether they hold for a request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_guardduty_policy.documents.element import listed
from pulumi_guardduty_policy.documents.request import AS_NAMED
from pulumi_guardduty_policy.documents.wildcard import is_wild, matches
from pulumi_guardduty_policy.framework.malformed import MalformedError


_IF_EXISTS = "ifexists"

#: Operators that hold only where the request carries one of the values.
_PINNING = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"})

#: Parts of an ARN before its resource, and where the account stands among them.
_ARN_PARTS, _ACCOUNT = 6, 4


@dataclass(frozen=True)
class Condition:
    """One operator on one key; all conditions of a statement have to hold."""

    quantifier: str
    operator: str
    if_exists: bool
    key: str
    values: tuple[str, ...]

    def pins(self, keys: frozenset[str]) -> bool:
        """Tell whether it holds only for the accounts, organizations or sources it names.

        Keys are compared in lower case. `...IfExists` and `ForAllValues` also
        hold where the request lacks the key, so they pin nothing.
        Source: IAM User Guide, "IfExists condition operators" and "Multivalued context keys".
        """
        return (
            self.operator in _PINNING
            and not self.if_exists
            and self.quantifier != "forallvalues"
            and self.key in keys
            and all(_names_one(value) for value in self.values)
        )

    def holds(self, context: Mapping[str, str | None]) -> bool:
        """Tell whether it is sure to hold for a request with these keys; None is a key it lacks.

        A key that the context says nothing of could have any value, so a
        condition on it is never sure to hold.
        """
        if self.key not in context:
            return False
        present = context[self.key]
        if self.operator == "null":
            return any(value.lower() == str(present is None).lower() for value in self.values)
        test = _TESTS.get(self.operator)
        if test is None:
            return False
        negated = self.operator in _NEGATED
        if present is None:
            return self.quantifier == "forallvalues" or (
                self.quantifier != "foranyvalue" and (self.if_exists or negated)
            )
        found = present == AS_NAMED or any(test(value, present) for value in self.values)
        return found != negated


def conditions(block: Any) -> Iterator[Condition]:
    """Read the `Condition` block of a statement."""
    if block is None:
        return
    if not isinstance(block, Mapping):
        raise MalformedError("the Condition of a policy statement is not an object; write operator, key and values")
    for operator in block:
        keys = block[operator]
        if not isinstance(keys, Mapping):
            raise MalformedError(f"Condition {operator} of a policy statement is not an object of keys and values")
        for key in keys:
            yield _condition(operator, key, listed(keys[key], f"Condition {operator} {key}"))


def _condition(operator: str, key: str, values: tuple[str, ...]) -> Condition:
    quantifier, _, name = operator.lower().rpartition(":")
    if_exists = name.endswith(_IF_EXISTS)
    return Condition(quantifier, name.removesuffix(_IF_EXISTS), if_exists, key.lower(), values)


def _names_one(value: str) -> bool:
    parts = value.split(":", _ARN_PARTS - 1)
    if len(parts) == _ARN_PARTS and parts[0] == "arn":
        account, named = parts[_ACCOUNT], parts[-1]
        return not is_wild(account) if account else not is_wild(named)
    # An organization's path, `o-1/r-1/*`, names the organization in its first part.
    return bool(value) and not is_wild(value.partition("/")[0])


def _equal(wanted: str, present: str) -> bool:
    return wanted == present


def _equal_in_any_case(wanted: str, present: str) -> bool:
    return wanted.lower() == present.lower()


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "bool": _equal_in_any_case,
    "stringequals": _equal,
    "stringequalsignorecase": _equal_in_any_case,
    "stringlike": matches,
    "arnequals": matches,
    "arnlike": matches,
    "stringnotequals": _equal,
    "stringnotequalsignorecase": _equal_in_any_case,
    "stringnotlike": matches,
    "arnnotequals": matches,
    "arnnotlike": matches,
}

#: A negated operator holds where the key is absent. Source: IAM User Guide,
#: "Condition operators": negated matching conditions are true without the key.
_NEGATED = frozenset(name for name in _TESTS if "not" in name)
