"""Who asks, and whether a statement's Principal or NotPrincipal means them.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
"""

import dataclasses
import enum
import re
from collections.abc import Mapping
from typing import Any, Self


_ACCOUNT = re.compile(r"(\d{12})|arn:aws[a-z-]*:iam::(\d{12}):root")


class PrincipalMatch(enum.Enum):
    """How a statement names a principal."""

    NONE = enum.auto()
    ACCOUNT = enum.auto()
    """The account is trusted; whether this principal may act is for its own identity policies."""
    DIRECT = enum.auto()


@dataclasses.dataclass(frozen=True)
class Principal:
    """Whoever makes a request: a user, a role's session, an account's root, a service, or nobody."""

    arn: str = ""
    """ARN as GetCallerIdentity shows it; empty for services and anonymous callers."""
    account: str = ""
    """Account the principal belongs to; empty for services and anonymous callers."""
    role_arn: str = ""
    """For a role's session, the role."""
    service: str = ""
    """For a service, the principal it acts as, e.g. `guardduty.amazonaws.com`."""

    @classmethod
    def of_service(cls, name: str) -> Self:
        """The principal an AWS service acts as."""
        return cls(service=name)

    @property
    def is_root(self) -> bool:
        """Whether this is an account's own root."""
        return self.arn.endswith(":root")

    @property
    def name(self) -> str:
        """What error messages call this principal."""
        return self.arn or self.service or "anonymous"


def statement_names(element: Any, principal: Principal) -> PrincipalMatch:
    """How `element`, the value of Principal, names `principal`."""
    if element == "*":
        return PrincipalMatch.DIRECT
    if not isinstance(element, Mapping):
        return PrincipalMatch.NONE
    found = [
        _names(kind, value, principal)
        for kind, values in element.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    for match in (PrincipalMatch.DIRECT, PrincipalMatch.ACCOUNT):
        if match in found:
            return match
    return PrincipalMatch.NONE


def _names(kind: str, value: str, principal: Principal) -> PrincipalMatch:
    if not value:
        return PrincipalMatch.NONE
    if kind == "Service":
        return PrincipalMatch.DIRECT if value == principal.service else PrincipalMatch.NONE
    if kind != "AWS":
        return PrincipalMatch.NONE
    # `{"AWS": "*"}` means everyone, services included, exactly as `"*"` does.
    if value in ("*", principal.arn, principal.role_arn):
        return PrincipalMatch.DIRECT
    account = _ACCOUNT.fullmatch(value)
    if account and principal.account in account.groups():
        return PrincipalMatch.ACCOUNT
    return PrincipalMatch.NONE
