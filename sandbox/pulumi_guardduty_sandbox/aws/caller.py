"""Whose access key it is: the sandbox's own keys, and those that moto's IAM and STS gave out.

The sandbox's own keys name their account and survive a reset; whoever signs
with one is the account's root and needs no policies. So is the session of a role
that IAM does not know: with moto any role of any account may be assumed.
"""

import dataclasses
import re
from typing import Any

from moto.iam.models import IAMBackend, get_account_id_from, iam_backends
from moto.sts.models import AssumedRole, sts_backends
from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.policy import Policy, Principal


#: Account of whoever signs with a key that nobody gave out; moto's default.
DEFAULT_ACCOUNT = "123456789012"
_OWN_KEY = re.compile(r"AKIASBOX(\d{12})")


@dataclasses.dataclass(frozen=True)
class Caller:
    """Who signed a request."""

    principal: Principal
    account: str
    identity: tuple[Policy, ...] | None = None
    """The principal's identity policies; None: it may do everything (root)."""
    session: Policy | None = None
    """A session policy, which can only narrow what the identity policies allow."""


def access_key_of(account: str) -> str:
    """The sandbox's own access key for the root of `account`."""
    if not re.fullmatch(r"\d{12}", account):
        raise ValueError(f"an account id has 12 digits, {account!r} has not")
    return f"AKIASBOX{account}"


def resolve(access_key: str | None, region: str) -> Caller:
    """Find out who signs with `access_key`; None is an anonymous caller."""
    partition = get_partition(region)
    if access_key is None:
        return Caller(Principal(), DEFAULT_ACCOUNT, identity=())
    own = _OWN_KEY.fullmatch(access_key)
    if own:
        return _root(own.group(1), partition)
    account = get_account_id_from(access_key)
    session = sts_backends[account][partition].get_assumed_role_from_access_key(access_key)
    if session:
        return _session(session, partition)
    user = iam_backends[account][partition].get_user_from_access_key_id(access_key)
    if user:
        principal = Principal(arn=user.arn, account=account)
        return Caller(principal, account, identity=_user_policies(iam_backends[account][partition], user.name))
    return _root(account, partition)


def _root(account: str, partition: str) -> Caller:
    principal = Principal(arn=f"arn:{partition}:iam::{account}:root", account=account)
    return Caller(principal, account)


def _session(session: AssumedRole, partition: str) -> Caller:
    account = str(session.account_id)
    principal = Principal(arn=session.arn, account=account, role_arn=session.role_arn)
    backend = iam_backends[account][partition]
    role = next((role for role in backend.roles.values() if role.arn == session.role_arn), None)
    if role is None:
        return Caller(principal, account)
    identity = tuple(Policy.parse(document) for document in _documents(role))
    narrowed = Policy.parse(session.policy) if session.policy else None
    return Caller(principal, account, identity=identity, session=narrowed)


def _user_policies(backend: IAMBackend, name: str) -> tuple[Policy, ...]:
    documents = _documents(backend.users[name])
    for group in backend.groups.values():
        if any(member.name == name for member in group.users):
            documents += _documents(group)
    return tuple(Policy.parse(document) for document in documents)


def _documents(holder: Any) -> list[str]:
    """Inline and attached policies of a user, a group or a role of moto's."""
    attached = [
        version.document
        for policy in holder.managed_policies.values()
        for version in policy.versions
        if version.is_default
    ]
    return [*holder.policies.values(), *attached]
