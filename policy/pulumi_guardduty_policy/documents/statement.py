"""One statement of a policy document."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from pulumi_guardduty_policy.documents.condition import Condition, conditions
from pulumi_guardduty_policy.documents.element import element, listed
from pulumi_guardduty_policy.documents.request import Request
from pulumi_guardduty_policy.documents.wildcard import matches
from pulumi_guardduty_policy.framework.malformed import MalformedError


_ACCOUNT_ROOT = re.compile(r"(arn:[^:]+:iam::\d{12}:root|\d{12})")


class Statement:
    """A statement, read lazily: what a rule does not ask for may be unknown."""

    def __init__(self, statements: Sequence[Any], index: int) -> None:
        self._statements = statements
        self._index = index

    @cached_property
    def _raw(self) -> Mapping[str, Any]:
        raw = self._statements[self._index]
        if not isinstance(raw, Mapping):
            raise MalformedError(f"statement {self._index + 1} of the policy is not an object")
        return raw

    @property
    def label(self) -> str:
        """How a message names it: by its Sid, else by its place."""
        sid = element(self._raw, "Sid")
        return f"statement {sid!r}" if sid else f"statement {self._index + 1}"

    @cached_property
    def allows(self) -> bool:
        """True for Allow, False for Deny."""
        effect = element(self._raw, "Effect")
        if str(effect).lower() not in {"allow", "deny"}:
            raise MalformedError(f"{self.label} of the policy has Effect {effect!r}; write Allow or Deny")
        return str(effect).lower() == "allow"

    @cached_property
    def principals(self) -> tuple[tuple[str, str], ...]:
        """Kind (`AWS`, `Service`, …) and name of each principal; kind `*` for the bare star, none with NotPrincipal."""
        if self.spares_principals:
            return ()
        block = element(self._raw, "Principal")
        if block is None:
            raise MalformedError(f"{self.label} of the policy has neither Principal nor NotPrincipal")
        if isinstance(block, str):
            return (("*", block),)
        if not isinstance(block, Mapping):
            raise MalformedError(f'the Principal of {self.label} is neither "*" nor an object')
        return tuple((kind, name) for kind in block for name in listed(block[kind], f"Principal {kind}"))

    @property
    def spares_principals(self) -> bool:
        """True where it speaks of everybody but those it names (NotPrincipal)."""
        return any(key.lower() == "notprincipal" for key in self._raw)

    @property
    def reaches_everyone(self) -> bool:
        """True where principals outside any list are meant: `*`, a wildcard, or NotPrincipal."""
        return self.spares_principals or any("*" in name for _, name in self.principals)

    @property
    def binds_everyone(self) -> bool:
        """True where nobody is outside: `*` or `AWS: *`, and no NotPrincipal."""
        return any(name == "*" and kind.lower() in {"*", "aws"} for kind, name in self.principals)

    @property
    def services(self) -> tuple[str, ...]:
        """Service principals it names, in lower case."""
        return tuple(name.lower() for kind, name in self.principals if kind.lower() == "service")

    @property
    def only_account_roots(self) -> bool:
        """True where it names accounts and nothing else, which hands the decision to their IAM policies."""
        return bool(self.principals) and all(
            kind.lower() == "aws" and _ACCOUNT_ROOT.fullmatch(name) is not None for kind, name in self.principals
        )

    @cached_property
    def actions(self) -> tuple[str, ...] | None:
        """Its Action patterns, or None where it has NotAction."""
        value = element(self._raw, "Action")
        if value is not None:
            return listed(value, "Action")
        if element(self._raw, "NotAction") is None:
            raise MalformedError(f"{self.label} of the policy has neither Action nor NotAction")
        return None

    def covers_action(self, action: str) -> bool:
        """Tell whether the statement is about an action, named in any case."""
        if self.actions is not None:
            return any(matches(pattern, action, ignore_case=True) for pattern in self.actions)
        spared = listed(element(self._raw, "NotAction"), "NotAction")
        return not any(matches(pattern, action, ignore_case=True) for pattern in spared)

    @cached_property
    def resources(self) -> tuple[str, ...] | None:
        """Its Resource patterns, or None where it has NotResource."""
        value = element(self._raw, "Resource")
        if value is not None:
            return listed(value, "Resource")
        if element(self._raw, "NotResource") is None:
            raise MalformedError(f"{self.label} of the policy has neither Resource nor NotResource")
        return None

    def covers_resource(self, arn: str) -> bool:
        """Tell whether the statement is about the resource with this ARN."""
        if self.resources is not None:
            return any(matches(pattern, arn) for pattern in self.resources)
        spared = listed(element(self._raw, "NotResource"), "NotResource")
        return not any(matches(pattern, arn) for pattern in spared)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Its conditions; all of them have to hold."""
        return tuple(conditions(element(self._raw, "Condition")))

    def pinned_by(self, keys: frozenset[str]) -> bool:
        """Tell whether one of its conditions ties it to what the keys name."""
        return any(condition.pins(keys) for condition in self.conditions)

    def denies(self, request: Request) -> bool:
        """Tell whether it is sure to refuse a request, whatever else the request carries."""
        return (
            not self.allows
            and self._binds(request)
            and self.covers_action(request.action)
            and self.covers_resource(request.resource)
            and all(condition.holds(request.context) for condition in self.conditions)
        )

    def _binds(self, request: Request) -> bool:
        if self.binds_everyone:
            return True
        wanted = request.service
        return wanted is not None and any(matches(wanted, service) for service in self.services)
