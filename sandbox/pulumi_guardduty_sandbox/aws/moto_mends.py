"""What is put right of moto, each for a named defect; no other attribute of moto is replaced.

1. `moto.s3.models.FakeBucket.get_permission`: moto takes every Deny of a bucket policy as
   unconditional and looks at no principal, so that the statements AWS documents refuse every object
   call. Here the gate has judged the call before, by the policy with its conditions.
2. `moto.kms.responses.validate_policy`: the same for every Deny of a key policy.

3. Four operations of moto's KMS know a key by its id alone and break on its ARN: the gateway gives them
   the id (`with_bare_key_id`), no attribute is replaced.

A test for each fails when moto no longer has the defect: then the mend goes. What GuardDuty's own
part of moto gets wrong is put right in the subclass that answers for it (`guardduty/responses.py`).
"""

import contextvars
import json
from typing import Any

import moto.kms.responses
import moto.s3.models
from moto.iam.access_control import PermissionResult

from pulumi_guardduty_sandbox.aws import bucket_mends
from pulumi_guardduty_sandbox.aws.call import AwsCall


#: Operations of moto's KMS that break on a key's ARN.
_WITHOUT_ARNS = frozenset({"CancelKeyDeletion", "DisableKey", "EnableKey", "ScheduleKeyDeletion"})

#: Keys that the DeleteObjects call being answered must leave alone.
denied_keys: contextvars.ContextVar[frozenset[str]] = contextvars.ContextVar("denied_keys", default=frozenset())


def apply() -> None:
    """Mend moto; doing it again changes nothing."""
    moto.s3.models.FakeBucket.get_permission = _judged_by_the_gate
    moto.kms.responses.validate_policy = _key_judged_by_the_gate
    bucket_mends.apply()


def with_bare_key_id(call: AwsCall, body: bytes) -> bytes:
    """The body that moto can answer: the key named by its id where moto knows no ARN."""
    key = call.text("KeyId")
    if call.service != "kms" or call.operation not in _WITHOUT_ARNS or ":key/" not in key:
        return body
    return json.dumps({**json.loads(body), "KeyId": key.partition(":key/")[2]}).encode()


def _judged_by_the_gate(_bucket: Any, _action: str, resource: str) -> Any:
    key = resource.partition("/")[2]
    return PermissionResult.DENIED if key in denied_keys.get() else PermissionResult.PERMITTED


def _key_judged_by_the_gate(_key: Any, _action: str) -> None:
    return
