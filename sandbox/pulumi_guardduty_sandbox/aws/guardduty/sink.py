"""Whether GuardDuty can write to a bucket with a key, judged by the real policies of both.

The order of the checks is the one seen on AWS: bucket (E6), the caller's rights
on the prefix (E8), the prefix's folder (E11), then everything that gives E5.
"""

import dataclasses
from typing import Any

from moto.s3.models import s3_backends

from pulumi_guardduty_sandbox.aws.authorization.decision import Need, decide
from pulumi_guardduty_sandbox.aws.authorization.request_context import service_context
from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket, find_key
from pulumi_guardduty_sandbox.aws.caller import Caller
from pulumi_guardduty_sandbox.aws.guardduty.destination import KeyReference, Target
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.policy import Principal
from pulumi_guardduty_sandbox.aws.settings import Settings


_GLOBAL_PRINCIPAL = "guardduty.amazonaws.com"


@dataclasses.dataclass(frozen=True)
class Write:
    """A write that a service attempts."""

    service: str
    account: str
    """Account the service acts for."""
    source_arn: str
    bucket: str
    key: str
    kms_key_arn: str | None
    encryption: str | None = "aws:kms"
    transport: str = "https"


def service_principal(region: str, partition: str, settings: Settings) -> str:
    """The principal GuardDuty acts as for a detector of `region`.

    Source: GuardDuty User Guide, "Exporting findings": the regional one in opt-in
    regions, the global one elsewhere.
    """
    if region in settings.opt_in_regions:
        return f"guardduty.{region}.amazonaws.com"
    return settings.china_principal if partition == "aws-cn" else _GLOBAL_PRINCIPAL


def check(scope: Scope, target: Target, key: KeyReference, owner: str | None) -> None:
    """Check a sink on behalf of a caller, the marker object not yet written.

    Raises:
        Refusal: E5, E6, E8, E9, E10 or E11.
    """
    bucket = find_bucket(target.bucket, scope.partition)
    if bucket is None or target.partition != scope.partition:
        raise Refusal("E6", why=f"there is no bucket {target.bucket} in partition {scope.partition}")
    if target.prefix:
        _check_folder(scope, target, bucket)
    if scope.settings.destination_owner == "E5" and owner not in (None, bucket.account_id):
        raise Refusal("E5", why=f"bucket {target.bucket} belongs to {bucket.account_id}, not to {owner}")
    _check_regions(scope, bucket, key)
    problems = obstacles(scope, target, key, target.marker)
    if scope.not_propagated:
        problems.insert(0, "the fresh policies have not reached GuardDuty yet")
    if problems:
        raise Refusal("E5", why="; ".join(problems))


def obstacles(scope: Scope, target: Target, key: KeyReference, object_key: str) -> list[str]:
    """What keeps GuardDuty itself from writing an object, in words; empty: nothing."""
    bucket = find_bucket(target.bucket, scope.partition)
    if bucket is None:
        return [f"there is no bucket {target.bucket}"]
    write = Write(
        service=service_principal(scope.region, scope.partition, scope.settings),
        account=scope.account,
        source_arn=scope.arn,
        bucket=target.bucket,
        key=object_key,
        kms_key_arn=key.arn,
    )
    return [*key_faults(key.arn), *policy_faults(write, scope.partition, bucket_location=True)]


def key_faults(arn: str) -> list[str]:
    """What makes a key unusable, whoever asks."""
    key = find_key(arn)
    if key is None:
        return [f"there is no key {arn}"]
    if key.key_state != "Enabled":
        return [f"the key is {key.key_state}"]
    if key.key_spec != "SYMMETRIC_DEFAULT":
        return [f"the key is a {key.key_spec} key, not a symmetric one"]
    return []


def policy_faults(write: Write, partition: str, *, bucket_location: bool) -> list[str]:
    """Which needs of a service's write the policies of bucket and key do not meet, in words."""
    arn = f"arn:{partition}:s3:::{write.bucket}"
    headers = {"s3:x-amz-server-side-encryption": write.encryption} if write.encryption else {}
    if write.encryption and write.kms_key_arn:
        headers["s3:x-amz-server-side-encryption-aws-kms-key-id"] = write.kms_key_arn
    needs = [Need("s3:PutObject", f"{arn}/{write.key}", headers)]
    if bucket_location:
        needs.insert(0, Need("s3:GetBucketLocation", arn))
    if write.kms_key_arn:
        needs.insert(0, Need("kms:GenerateDataKey", write.kms_key_arn))
    caller = Caller(Principal.of_service(write.service), account="", identity=())
    context = service_context(write.service, write.account, write.source_arn, transport=write.transport)
    bucket = find_bucket(write.bucket)
    if bucket is not None:
        context["aws:ResourceAccount"] = str(bucket.account_id)
    faults = []
    for need in needs:
        decision = decide(caller, need, context, identity_counts=True)
        if not decision.allowed:
            by = f" ({decision.statement})" if decision.statement else ""
            faults.append(f"{write.service} may not {need.action} on {need.resource} {decision.reason}{by}")
    return faults


def write_object(bucket_name: str, key: str, content: bytes, kms_key_arn: str, *, content_type: str) -> None:
    """Put an object as GuardDuty does: encrypted with the given key."""
    partition, account = s3_backends.bucket_accounts[bucket_name]
    stored = s3_backends[account][partition].put_object(
        bucket_name, key, content, encryption="aws:kms", kms_key_id=kms_key_arn
    )
    stored.set_metadata({"Content-Type": content_type})


def _check_folder(scope: Scope, target: Target, bucket: Any) -> None:
    arn = f"arn:{scope.partition}:s3:::{target.bucket}"
    if not (scope.caller_may("s3:GetObject", f"{arn}/{target.folder}") and scope.caller_may("s3:ListBucket", arn)):
        raise Refusal("E8")
    if bucket.keys.get(target.folder) is None:
        raise Refusal("E11", why=f"there is no object {target.folder} in bucket {target.bucket}")


def _check_regions(scope: Scope, bucket: Any, key: KeyReference) -> None:
    """Source: GuardDuty User Guide, "Exporting findings", on regions."""
    here, there = scope.region, str(bucket.region_name)
    if there in scope.settings.opt_in_regions and there != here:
        raise Refusal(scope.settings.region_rule, why=f"{there} is an opt-in region and not the detector's")
    if key.region != there:
        raise Refusal(scope.settings.key_region_mismatch, why=f"the key is in {key.region}, the bucket in {there}")
