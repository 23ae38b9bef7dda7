"""One policy document against one request: an explicit deny wins, and silence is not consent."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Self

from pulumi_guardduty_sandbox.aws.policy import pattern
from pulumi_guardduty_sandbox.aws.policy.document import Effect, Policy, Statement
from pulumi_guardduty_sandbox.aws.policy.principal import Principal, PrincipalMatch, statement_names


#: Condition keys and what the request has for them.
Context = Mapping[str, str | Sequence[str]]


@dataclasses.dataclass(frozen=True)
class AccessRequest:
    """Who wants to do what to which resource, under which circumstances."""

    principal: Principal
    action: str
    """Service and action, e.g. `s3:PutObject`."""
    resource: str
    """ARN of the one resource concerned."""
    context: Mapping[str, Sequence[str]]
    """Condition keys in lower case; a key that is absent is absent from the request."""

    @classmethod
    def of(cls, principal: Principal, action: str, resource: str, context: Context) -> Self:
        """A request whose condition keys may be in any case and have one value or several."""
        values = {key.lower(): (value,) if isinstance(value, str) else tuple(value) for key, value in context.items()}
        return cls(principal, action, resource, values)


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What one policy says about one request."""

    denied_by: Statement | None = None
    allowed_by: Statement | None = None
    match: PrincipalMatch = PrincipalMatch.NONE
    """How the allowing statement names the principal."""

    @property
    def allows(self) -> bool:
        """Whether a statement allows the request and none denies it."""
        return self.denied_by is None and self.allowed_by is not None


def evaluate(policy: Policy, request: AccessRequest, *, identity: bool = False) -> Verdict:
    """Judge a request by one policy.

    Args:
        policy: The document.
        request: What is asked.
        identity: The document is attached to the principal, so its statements
            name none; in a resource's policy such a statement applies to nobody.
    """
    allowed, how = None, PrincipalMatch.NONE
    for statement in policy.statements:
        match = PrincipalMatch.DIRECT if identity else _principal_match(statement, request.principal)
        if match is PrincipalMatch.NONE or not _applies(statement, request):
            continue
        if statement.effect is Effect.DENY:
            return Verdict(denied_by=statement)
        if how is not PrincipalMatch.DIRECT:
            allowed, how = statement, match
    return Verdict(allowed_by=allowed, match=how)


def _principal_match(statement: Statement, principal: Principal) -> PrincipalMatch:
    if statement.not_principal is not None:
        named = statement_names(statement.not_principal, principal) is not PrincipalMatch.NONE
        return PrincipalMatch.NONE if named else PrincipalMatch.DIRECT
    return statement_names(statement.principal, principal)


def _applies(statement: Statement, request: AccessRequest) -> bool:
    return (
        _action_fits(statement, request.action)
        and _resource_fits(statement, request)
        and all(condition.holds(request.context) for condition in statement.conditions)
    )


def _action_fits(statement: Statement, action: str) -> bool:
    if statement.not_action is not None:
        return not any(pattern.matches(wanted, action, ignore_case=True) for wanted in statement.not_action)
    return any(pattern.matches(wanted, action, ignore_case=True) for wanted in statement.action or ())


def _resource_fits(statement: Statement, request: AccessRequest) -> bool:
    if statement.not_resource is not None:
        return not _any_resource(statement.not_resource, request)
    # A role's trust policy has no Resource: the role it hangs on is meant.
    return statement.resource is None or _any_resource(statement.resource, request)


def _any_resource(wanted: tuple[str, ...], request: AccessRequest) -> bool:
    expanded = (pattern.expand(text, request.context) for text in wanted)
    return any(text is not None and pattern.matches(text, request.resource) for text in expanded)
