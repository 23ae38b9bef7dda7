"""The policy that hangs on a bucket or a key, read from moto's own stores."""

import dataclasses
import re
from typing import Any

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.policy import Policy, PolicyError


_KEY_ARN = re.compile(r"arn:([^:]+):kms:([^:]+):([^:]+):key/(.+)")


@dataclasses.dataclass(frozen=True)
class Guarded:
    """A resource that has an owner and may have a policy of its own."""

    owner: str
    policy: Policy | None
    is_key: bool = False


def guarded(resource: str) -> Guarded | None:
    """The bucket (also of an object's ARN) or key behind an ARN; None: no such thing, or another kind."""
    service = resource.split(":")[2:3]
    if service == ["s3"]:
        return _bucket(resource.partition(":::")[2].partition("/")[0])
    if service == ["kms"]:
        key = find_key(resource)
        return Guarded(str(key.account_id), _parsed(key.policy), is_key=True) if key else None
    return None


def find_bucket(name: str, partition: str | None = None) -> Any | None:
    """Moto's bucket of that name, whoever owns it; with `partition`, only there."""
    found = s3_backends.bucket_accounts.get(name)
    if found is None or (partition is not None and found[0] != partition):
        return None
    return s3_backends[found[1]][found[0]].get_bucket(name)


def find_key(arn: str) -> Any | None:
    """Moto's key behind a key ARN, in whatever account and region."""
    named = _KEY_ARN.fullmatch(arn)
    if named is None:
        return None
    partition, region, account, key_id = named.groups()
    # Asking a backend dictionary for an unknown region raises.
    if region not in kms_backends[account] or get_partition(region) != partition:
        return None
    return kms_backends[account][region].keys.get(key_id)


def _bucket(name: str) -> Guarded | None:
    bucket = find_bucket(name)
    return None if bucket is None else Guarded(str(bucket.account_id), _parsed(bucket.policy))


def _parsed(document: Any) -> Policy | None:
    try:
        return Policy.parse(document) if document else None
    except PolicyError:
        # What AWS would never have stored allows nothing.
        return None
