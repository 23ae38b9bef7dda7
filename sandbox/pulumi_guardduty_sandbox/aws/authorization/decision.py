"""Whether a principal may do one thing, all policies considered.

Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy
evaluation logic"; AWS KMS Developer Guide, "Key policies": a key policy alone
opens a key, and identity policies count only where it trusts the account.
"""

import dataclasses

from pulumi_guardduty_sandbox.aws.authorization.resource_policy import guarded
from pulumi_guardduty_sandbox.aws.caller import Caller
from pulumi_guardduty_sandbox.aws.policy import (
    AccessRequest,
    Context,
    Policy,
    PrincipalMatch,
    Statement,
    Verdict,
    evaluate,
)


@dataclasses.dataclass(frozen=True)
class Need:
    """One action on one resource that has to be allowed."""

    action: str
    resource: str
    context: Context = dataclasses.field(default_factory=dict)
    """Condition keys of this need alone."""


@dataclasses.dataclass(frozen=True)
class Decision:
    """Whether a need is met, and why not."""

    allowed: bool
    reason: str | None = None
    """Why not, in AWS's words, e.g. `with an explicit deny in a resource-based policy`."""
    statement: str = ""
    """Sid of the statement that denies, where one does."""


def decide(caller: Caller, need: Need, context: Context, *, identity_counts: bool) -> Decision:
    """Judge one need of `caller`.

    Args:
        caller: Who asks; a service is a caller without account.
        need: What is asked.
        context: Condition keys of the whole request.
        identity_counts: Identity policies are judged; else everybody has all rights an identity can have.
    """
    request = AccessRequest.of(caller.principal, need.action, need.resource, {**context, **need.context})
    resource = guarded(need.resource)
    by_resource = evaluate(resource.policy, request) if resource and resource.policy else Verdict()
    by_identity = _identity_verdict(caller, request) if identity_counts else _ANYTHING
    for kind, verdict in (("resource", by_resource), ("identity", by_identity)):
        if verdict.denied_by:
            return _denied(kind, verdict.denied_by)
    direct = by_resource.match is PrincipalMatch.DIRECT
    if not caller.principal.account:
        return _ALLOWED if direct else _silent("resource", need)
    if resource is not None and (resource.is_key or resource.owner != caller.account):
        if not by_resource.allows:
            return _silent("resource", need)
        direct = direct and resource.owner == caller.account
    return _ALLOWED if direct or by_identity.allows else _silent("identity", need)


_ALLOWED = Decision(True)
#: What a root's identity allows, and anybody's while identities do not count.
_ANYTHING = Verdict(
    allowed_by=Policy.parse({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}).statements[0]
)


def _identity_verdict(caller: Caller, request: AccessRequest) -> Verdict:
    if caller.identity is None:
        return _ANYTHING
    verdicts = [evaluate(policy, request, identity=True) for policy in caller.identity]
    denied = next((verdict for verdict in verdicts if verdict.denied_by), None)
    if denied:
        return denied
    allowed = next((verdict for verdict in verdicts if verdict.allows), Verdict())
    if caller.session is None or not allowed.allows:
        return allowed
    return evaluate(caller.session, request, identity=True)


def _denied(kind: str, statement: Statement) -> Decision:
    return Decision(False, f"with an explicit deny in {_article(kind)} {kind}-based policy", statement.name)


def _silent(kind: str, need: Need) -> Decision:
    return Decision(False, f"because no {kind}-based policy allows the {need.action} action")


def _article(kind: str) -> str:
    return "an" if kind == "identity" else "a"
