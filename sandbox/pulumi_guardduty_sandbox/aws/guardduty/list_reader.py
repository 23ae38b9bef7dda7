"""Reading a list's object, as GuardDuty does when the list is activated.

IP lists are read by the service-linked role, to which GuardDuty adds an inline policy with the caller's
rights; entity lists with the caller's own. Source: GuardDuty User Guide, "Prerequisites" of lists.
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import Any

from pulumi_guardduty_sandbox.aws.authorization.decision import Need, decide
from pulumi_guardduty_sandbox.aws.authorization.kms_needs import key_arn
from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket
from pulumi_guardduty_sandbox.aws.caller import Caller
from pulumi_guardduty_sandbox.aws.customer_keys import is_customer_encrypted
from pulumi_guardduty_sandbox.aws.guardduty.entity_list import EntityList, Snapshot
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal
from pulumi_guardduty_sandbox.aws.guardduty.list_kind import LARGEST_FILE
from pulumi_guardduty_sandbox.aws.guardduty.location import read_location
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.guardduty.sink import key_faults
from pulumi_guardduty_sandbox.aws.policy import Policy, Principal


_ROLE = "aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
_KMS_ENCRYPTIONS = ("aws:kms", "aws:kms:dsse")
_HEADED_FORMATS = ("OTX_CSV", "PROOF_POINT", "FIRE_EYE")
_STIX_ENTRY = re.compile(rb"<(?:\w+:)?Address_Value[\s>]")
_NO_ENTRY = re.compile(r"[^A-Za-z0-9.:/_-]")


def service_linked_role(scope: Scope) -> str:
    """ARN of the role that reads IP lists."""
    return f"arn:{scope.partition}:iam::{scope.account}:role/{_ROLE}"


def read_object(scope: Scope, found: EntityList) -> Snapshot:
    """Read the object at a list's location.

    Raises:
        Refusal: It cannot be read (L6), or its bucket is somebody else's (L7).
    """
    bucket_name, key = read_location(found.location) or ("", "")
    bucket = find_bucket(bucket_name, scope.partition)
    if bucket is None:
        raise Refusal("L6", why=f"there is no bucket {bucket_name}")
    owner = found.expected_bucket_owner or (scope.account if found.kind.is_entity else None)
    if owner not in (None, bucket.account_id):
        raise Refusal("L7", why=f"bucket {bucket_name} belongs to {bucket.account_id}, not to {owner}")
    stored = bucket.keys.get(key)
    if stored is None:
        raise Refusal("L6", why=f"there is no object {key} in bucket {bucket_name}")
    problem = _unreadable(scope, found, bucket_name, key, stored)
    if problem:
        raise Refusal("L6", why=problem)
    content: bytes = stored.value
    return Snapshot(str(stored.etag).strip('"'), _counted(scope, found, content))


def _unreadable(scope: Scope, found: EntityList, bucket: str, key: str, stored: Any) -> str | None:
    """What keeps GuardDuty from reading an object that is there, in words."""
    if is_customer_encrypted(stored):
        return "the object is encrypted with a key of the customer's own (SSE-C)"
    arn = f"arn:{scope.partition}:s3:::{bucket}/{key}"
    kms_key = _key_of(stored)
    faults = key_faults(kms_key) if kms_key else []
    if faults:
        return faults[0]
    if found.kind.is_entity:
        return _unreadable_to_the_caller(scope, arn, kms_key)
    return _unreadable_to_the_role(scope, arn, kms_key)


def _unreadable_to_the_caller(scope: Scope, arn: str, kms_key: str | None) -> str | None:
    needs = [("s3:GetObject", arn)] + ([("kms:Decrypt", kms_key)] if kms_key else [])
    refused = next((need for need in needs if not scope.caller_may(*need)), None)
    return f"the caller may not {refused[0]} on {refused[1]}" if refused else None


def _unreadable_to_the_role(scope: Scope, arn: str, kms_key: str | None) -> str | None:
    role = service_linked_role(scope)
    if not scope.caller_may("iam:PutRolePolicy", role):
        return f"the caller may not iam:PutRolePolicy on {role}"
    if kms_key == "":
        return "the AWS managed key cannot be opened to the service-linked role"
    principal = Principal(arn=role, account=scope.account, role_arn=role)
    reader = Caller(principal, scope.account, identity=(_inline_policy(arn),))
    context = {"aws:SecureTransport": "true", "aws:PrincipalArn": role, "aws:PrincipalAccount": scope.account}
    for need in [Need("s3:GetObject", arn)] + ([Need("kms:Decrypt", kms_key)] if kms_key else []):
        decision = decide(reader, need, context, identity_counts=True)
        if not decision.allowed:
            return f"the service-linked role may not {need.action} on {need.resource} {decision.reason}"
    return None


def _key_of(stored: Any) -> str | None:
    """ARN of the key that encrypts an object; empty for AWS's own, None where no KMS key is used."""
    if stored.encryption not in _KMS_ENCRYPTIONS:
        return None
    key_id = str(stored.kms_key_id or "")
    if not key_id or key_id.endswith("alias/aws/s3"):
        return ""
    return key_arn(key_id, str(stored.account_id), str(stored.region_name))


def _inline_policy(arn: str) -> Policy:
    """What GuardDuty adds to the service-linked role for one list."""
    return Policy.parse({"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arn}})


def _counted(scope: Scope, found: EntityList, content: bytes) -> int:
    if len(content) > LARGEST_FILE:
        raise Refusal("L6", why=f"the file has {len(content)} bytes, at most {LARGEST_FILE} are allowed")
    if found.format == "STIX":
        count = len(_STIX_ENTRY.findall(content))
    else:
        lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines() if line.strip()]
        count = len(lines) - (1 if found.format in _HEADED_FORMATS and lines else 0)
        if found.format == "TXT" and scope.settings.malformed_lines == "refuse":
            _refuse_malformed(lines, is_entity=found.kind.is_entity)
    if found.kind.entries is not None and count > found.kind.entries:
        raise Refusal("L6", why=f"the list has {count} entries, at most {found.kind.entries} are allowed")
    return count


def _refuse_malformed(lines: Iterable[str], *, is_entity: bool) -> None:
    for line in lines:
        try:
            ipaddress.ip_network(line, strict=False)
        except ValueError:
            if not is_entity or _NO_ENTRY.search(line):
                raise Refusal("L6", why=f"{line!r} is no entry") from None
