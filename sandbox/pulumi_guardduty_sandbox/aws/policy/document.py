"""A policy document as a tree of closed values; what AWS would refuse to store is refused here."""

import dataclasses
import enum
import json
from collections.abc import Mapping
from typing import Any, Self

from pulumi_guardduty_sandbox.aws.policy.condition import KNOWN_OPERATORS, Condition


_VERSIONS = ("2012-10-17", "2008-10-17")
_ELEMENTS = frozenset(
    {
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
        "Resource", "NotResource", "Condition",
    }
)  # fmt: skip
_PRINCIPAL_KINDS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})


class PolicyError(ValueError):
    """The document is not one that AWS would store; the message says where and why."""


class Effect(enum.StrEnum):
    """What a statement does where it applies."""

    ALLOW = "Allow"
    DENY = "Deny"


@dataclasses.dataclass(frozen=True)
class Statement:
    """One statement; an element that is absent is None."""

    effect: Effect
    sid: str
    principal: Any
    not_principal: Any
    action: tuple[str, ...] | None
    not_action: tuple[str, ...] | None
    resource: tuple[str, ...] | None
    not_resource: tuple[str, ...] | None
    conditions: tuple[Condition, ...]

    @property
    def name(self) -> str:
        """What a person would call the statement."""
        return self.sid or f"an unnamed {self.effect} statement"


@dataclasses.dataclass(frozen=True)
class Policy:
    """A policy document."""

    statements: tuple[Statement, ...]

    @classmethod
    def parse(cls, document: str | bytes | Mapping[str, Any]) -> Self:
        """Read a document from its JSON text or from plain values.

        Raises:
            PolicyError: AWS would refuse the document as malformed.
        """
        if isinstance(document, str | bytes):
            try:
                document = json.loads(document)
            except ValueError as error:
                raise PolicyError(f"the policy is not JSON: {error}") from None
        if not isinstance(document, Mapping):
            raise PolicyError("the policy is not a JSON object")
        version = document.get("Version", _VERSIONS[1])
        if version not in _VERSIONS:
            raise PolicyError(f"Version is {version!r}; allowed are {' and '.join(_VERSIONS)}")
        statements = document.get("Statement")
        if isinstance(statements, Mapping):
            statements = [statements]
        if not isinstance(statements, list) or not statements:
            raise PolicyError("Statement is missing or empty")
        return cls(tuple(_statement(statement, index) for index, statement in enumerate(statements)))


def _statement(found: Any, index: int) -> Statement:
    where = f"statement {index}"
    if not isinstance(found, Mapping):
        raise PolicyError(f"{where} is not an object")
    unknown = found.keys() - _ELEMENTS
    if unknown:
        raise PolicyError(f"{where} has unknown elements: {', '.join(sorted(unknown))}")
    if found.get("Effect") not in list(Effect):
        raise PolicyError(f"{where} has Effect {found.get('Effect')!r}; allowed are Allow and Deny")
    for element in ("Principal", "Action", "Resource"):
        if element in found and f"Not{element}" in found:
            raise PolicyError(f"{where} has both {element} and Not{element}")
    if "Action" not in found and "NotAction" not in found:
        raise PolicyError(f"{where} has neither Action nor NotAction")
    return Statement(
        effect=Effect(found["Effect"]),
        sid=str(found.get("Sid", "")),
        principal=_principal(found, "Principal", where),
        not_principal=_principal(found, "NotPrincipal", where),
        action=_texts(found, "Action", where),
        not_action=_texts(found, "NotAction", where),
        resource=_texts(found, "Resource", where),
        not_resource=_texts(found, "NotResource", where),
        conditions=_conditions(found.get("Condition", {}), where),
    )


def _texts(found: Mapping[str, Any], element: str, where: str) -> tuple[str, ...] | None:
    if element not in found:
        return None
    value = found[element]
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(text, str) for text in values):
        raise PolicyError(f"{where} has {element} {value!r}; a string or a list of strings is needed")
    return tuple(values)


def _principal(found: Mapping[str, Any], element: str, where: str) -> Any:
    value = found.get(element)
    if value is None or value == "*":
        return value
    if not isinstance(value, Mapping) or not value or value.keys() - _PRINCIPAL_KINDS:
        raise PolicyError(f"{where} has {element} {value!r}; '*' or an object of AWS, Service is needed")
    for kind in value:
        _texts(value, kind, f"{where}, {element}")
    return value


def _conditions(found: Any, where: str) -> tuple[Condition, ...]:
    if not isinstance(found, Mapping):
        raise PolicyError(f"{where} has a Condition that is not an object")
    conditions = []
    for operator, tests in found.items():
        if operator.rpartition(":")[2].removesuffix("IfExists") not in KNOWN_OPERATORS:
            raise PolicyError(f"{where} has the unknown condition operator {operator!r}")
        if not isinstance(tests, Mapping):
            raise PolicyError(f"{where} has a {operator} that is not an object")
        for key, values in tests.items():
            listed = values if isinstance(values, list) else [values]
            conditions.append(Condition.of(operator, key, listed))
    return tuple(conditions)
