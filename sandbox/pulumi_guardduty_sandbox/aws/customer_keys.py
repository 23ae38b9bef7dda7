"""Which objects were written with a key of the customer's own (SSE-C): moto does not keep that."""

import weakref
from typing import Any

from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket
from pulumi_guardduty_sandbox.aws.call import AwsCall


_HEADER = "x-amz-server-side-encryption-customer-algorithm"
_objects: "weakref.WeakSet[Any]" = weakref.WeakSet()


def note(call: AwsCall) -> None:
    """Remember the object that `call` has written or read, where it is encrypted so."""
    if _HEADER not in call.headers:
        return
    bucket = find_bucket(call.text("Bucket"))
    stored = bucket.keys.get(call.text("Key")) if bucket else None
    if stored is not None:
        _objects.add(stored)


def is_customer_encrypted(stored: Any) -> bool:
    """Whether an object of moto's was written so."""
    return stored in _objects
