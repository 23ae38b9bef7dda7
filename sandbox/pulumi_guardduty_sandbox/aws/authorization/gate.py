"""Judges every AWS call before moto sees it."""

from pulumi_guardduty_sandbox.aws.answer import Answer, access_denied, error_answer
from pulumi_guardduty_sandbox.aws.authorization.decision import Decision, Need, decide
from pulumi_guardduty_sandbox.aws.authorization.kms_needs import CROSS_ACCOUNT, kms_needs, object_key_needs
from pulumi_guardduty_sandbox.aws.authorization.other_needs import other_needs
from pulumi_guardduty_sandbox.aws.authorization.request_context import caller_context
from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket, find_key, guarded
from pulumi_guardduty_sandbox.aws.authorization.s3_needs import bucket_arn, delete_needs, s3_context, s3_needs
from pulumi_guardduty_sandbox.aws.call import AwsCall
from pulumi_guardduty_sandbox.aws.world import World


#: What a bucket owner's root may always do, whatever the bucket policy says.
#: Source: Amazon S3 User Guide, "Bucket policies": the root can always repair a policy.
_ROOT_ALWAYS = frozenset({"DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"})
#: Source: Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition".
_EXPECTED_OWNER = "x-amz-expected-bucket-owner"
_READS = frozenset({"GetObject", "HeadObject"})


def refusal_of(call: AwsCall, world: World) -> Answer | None:
    """The answer to a call that policies forbid; None: it may go ahead."""
    if call.service == "s3":
        return _s3_refusal(call, world)
    needs = kms_needs(call) if call.service == "kms" else other_needs(call)
    for need in needs:
        decision = judge(call, need, world)
        if not decision.allowed or _needs_own_key(call, need):
            return _denied(call, need, decision)
    return None


def judge(call: AwsCall, need: Need, world: World) -> Decision:
    """Whether the caller of `call` may do one thing; GuardDuty asks it too, for what it does with their rights."""
    context = caller_context(call, world.clock, call.transport or world.settings.transport)
    if need.resource.split(":")[2:3] == ["s3"]:
        context |= s3_context(call) if call.service == "s3" else {}
        owner = guarded(need.resource)
        if owner is not None:
            context |= {"aws:ResourceAccount": owner.owner, "s3:ResourceAccount": owner.owner}
    return decide(call.caller, need, context, identity_counts=world.settings.caller_policies)


def denied_deletes(call: AwsCall, body: bytes, world: World) -> frozenset[str]:
    """Keys of a DeleteObjects call that policies keep; the others go."""
    if (call.service, call.operation) != ("s3", "DeleteObjects"):
        return frozenset()
    refused = (need for need in delete_needs(call, body) if not judge(call, need, world).allowed)
    return frozenset(need.resource.partition("/")[2] for need in refused)


def _s3_refusal(call: AwsCall, world: World) -> Answer | None:
    bucket = find_bucket(call.text("Bucket"))
    if bucket is not None and call.headers.get(_EXPECTED_OWNER, bucket.account_id) != bucket.account_id:
        return access_denied("s3", "Access Denied")
    owner_root = bucket is not None and call.principal.is_root and call.account == bucket.account_id
    if owner_root and call.operation in _ROOT_ALWAYS:
        return None
    if call.operation == "DeleteObjects":
        # Each key has an answer of its own: `denied_deletes`.
        return None
    needs = s3_needs(call)
    if call.operation in _READS and bucket is not None and bucket.keys.get(call.text("Key")) is None:
        # S3 tells those who may not list that they are forbidden.
        needs.append(Need("s3:ListBucket", bucket_arn(bucket.name, call.region)))
    key_needs = object_key_needs(call)
    for need in [*needs, *key_needs]:
        decision = judge(call, need, world)
        if not decision.allowed:
            return _denied(call, need, decision)
    return next((refused for need in key_needs if (refused := _unusable_key(need.resource))), None)


def _unusable_key(arn: str) -> Answer | None:
    """Source: Amazon S3 passes the errors of AWS KMS on under their own names with the prefix `KMS.`."""
    key = find_key(arn)
    if key is None:
        return error_answer("s3", 400, "KMS.NotFoundException", f"Key '{arn}' does not exist")
    if key.key_state == "Disabled":
        return error_answer("s3", 400, "KMS.DisabledException", f"{arn} is disabled.")
    if key.key_state != "Enabled":
        return error_answer("s3", 400, "KMS.KMSInvalidStateException", f"{arn} is {key.key_state}.")
    return None


def _needs_own_key(call: AwsCall, need: Need) -> bool:
    key = find_key(need.resource) if call.service == "kms" else None
    return key is not None and key.account_id != call.account and call.operation not in CROSS_ACCOUNT


def _denied(call: AwsCall, need: Need, decision: Decision) -> Answer:
    silent = f"because no resource-based policy allows the {need.action} action"
    why = silent if decision.allowed else decision.reason
    who = f"User: {call.principal.name} is not authorized to perform: {need.action}"
    return access_denied(call.service, f"{who} on resource: {need.resource} {why}")
