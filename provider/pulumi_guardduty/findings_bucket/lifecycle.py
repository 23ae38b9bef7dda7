"""What happens in AWS to a findings bucket.

A bucket is ours when it carries our identity as a tag, which it does from the call that makes it. Its name, where
none is declared, is the same in every run.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.arn import partition_of
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure, dump
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import Difference
from pulumi_guardduty._core.handlers import LOOKED_UP, Handlers
from pulumi_guardduty._core.identity import token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.bucket_upkeep.claiming import Claim, claim
from pulumi_guardduty.bucket_upkeep.emptying import Emptying
from pulumi_guardduty.bucket_upkeep.place import Place, or_none
from pulumi_guardduty.bucket_upkeep.settings import tags
from pulumi_guardduty.findings_bucket.convergence import Wanted, converge, default_log_prefix
from pulumi_guardduty.findings_bucket.marker import is_marker, marker_key
from pulumi_guardduty.findings_bucket.model import FindingsBucketInputs, between_fields
from pulumi_guardduty.findings_bucket.observation import FIXED, observe
from pulumi_guardduty.policy_documents import Exporter, compact, guardduty_bucket_policy
from pulumi_guardduty.sink_upkeep import policy_text, resource_tags
from pulumi_guardduty.sink_upkeep.exporter_lookup import look_up, look_up_again, other_accounts
from pulumi_guardduty.sink_upkeep.generated_name import generated_name
from pulumi_guardduty.sink_upkeep.settling import settled


#: Properties that steer a later delete and are nothing in AWS.
_STEERING: Final = frozenset({"forceDestroy"})


class FindingsBucketLifecycle(Lifecycle[FindingsBucketInputs]):
    """Create, read, update and delete one bucket."""

    def check(self, inputs: FindingsBucketInputs, call: Call) -> Sequence[Failure]:
        if inputs.object_lock is not None and inputs.object_lock.mode == "COMPLIANCE":
            call.warn(
                f"object_lock: in COMPLIANCE mode nobody, not even the account's root, can delete a finding for "
                f"{inputs.object_lock.days} days, nor shorten that: `pulumi destroy` cannot delete the bucket before"
            )
        return [Failure(name, reason) for name, reason in between_fields(inputs).items()]

    def same(self, name: str, old: Any, new: Any) -> bool:
        return policy_text.same_policy(old, new) if name == "policy" else bool(old == new)

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(_held(outputs.get("bucket")), outputs.get("clientToken"))
        reasons = {
            name: f"is {outputs[name]}, not {value}"
            for name, value in FIXED.items()
            if name in outputs and outputs[name] != value
        }
        if outputs.get("markerPresent") is False:
            reasons["markerPresent"] = f"the folder object {outputs.get('markerKey')} is gone"
        if found := outputs.get("alteredRules"):
            reasons["alteredRules"] = f"lifecycle rules are not as declared: {', '.join(map(str, found))}"
        if drifted := policy_text.drifted(outputs):
            reasons["policy"] = "; ".join(map(str, drifted))
        # A bucket of another name does not collide with this one: the new one is made first, so that findings have
        # a place all the while and this one's refusal to go stops nothing.
        return Difference(frozenset(reasons), delete_first=False, reasons=reasons)

    def create(self, inputs: FindingsBucketInputs, aws: AwsAccess, call: Call) -> Created:
        deadline = call.deadline()
        token = token_for(inputs.client_token, call.urn)
        name = inputs.bucket or generated_name("guardduty-findings", token, aws.account_id, aws.region)
        wanted = _wanted(inputs, name, token, aws, call)
        place = Place(name, aws.account_id, aws)
        claimed = Claim(token, inputs.tags, adopt=bool(inputs.adopt), locked=inputs.object_lock is not None)
        fresh = claim(place, claimed, call, deadline)
        holders.hold(_held(name), token)
        try:
            # What S3 gives a new bucket besides is not relied on: all of it is written.
            seen = {"objectOwnership": FIXED["objectOwnership"]} if fresh else observe(place, inputs.prefix)
            return Created(name, _settle(place, wanted, seen, deadline))
        except errors.GuardDutyProviderError as error:
            outputs = {**_identity(place, inputs.prefix), "policy": wanted.policy}
            raise errors.NotReadyError(name, outputs, f"bucket {name} was made, and then: {error}") from error

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        place = Place(resource_id, str(props.get("accountId") or aws.account_id), aws)
        if or_none(lambda: place.s3.head_bucket(**place.name), "404", "NoSuchBucket", "NotFound") is None:
            return None
        prefix = props.get("prefix")
        outputs = _outputs(place, prefix, observe(place, prefix), _written(resource_id, props, aws, call), props)
        policy_text.tell(outputs, f"bucket {resource_id}", call.warn)
        if outputs.get("markerPresent") is False:
            call.warn(
                f"the folder object {marker_key(prefix)} of bucket {resource_id} is gone, and GuardDuty cannot export "
                "without it; `pulumi up` restores it"
            )
        return Observed(outputs)

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: FindingsBucketInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        token = token_for(inputs.client_token, call.urn)
        if changed <= _STEERING and olds.get("clientToken", token) == token:
            return {name: value for name, value in olds.items() if name not in dump(inputs)}
        wanted = _wanted(inputs, resource_id, token, aws, call)
        place = Place(resource_id, str(olds.get("accountId") or aws.account_id), aws)
        seen = observe(place, inputs.prefix)
        if olds.get("prefix") != inputs.prefix:
            call.warn(_left_behind(resource_id, olds.get("prefix")))
        if "kmsKeyArn" in changed and inputs.prefix:
            # Also the folder object is encrypted with the key, and goes over to the new one.
            seen["markerPresent"] = False
        return _settle(place, wanted, seen, call.deadline())

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        place = Place(resource_id, str(props.get("accountId") or aws.account_id), aws)
        if or_none(lambda: place.s3.head_bucket(**place.name), "404", "NoSuchBucket", "NotFound") is None:
            return
        token = props.get("clientToken")
        owner = tags(place).get(resource_tags.IDENTITY_TAG)
        anothers = owner is not None and token is not None and owner != token
        if anothers or holders.held_by_another(_held(resource_id), token):
            call.warn(f"bucket {resource_id} is kept: another resource has taken it over")
            return
        lock = props.get("objectLock")
        mode = lock.get("mode") if isinstance(lock, Mapping) else None
        Emptying(place, props.get("forceDestroy") is True, mode, worthless=_is_marker).delete()


def _is_marker(row: Mapping[str, Any]) -> bool:
    return is_marker(row["Key"], row["Size"])


def _left_behind(bucket: str, prefix: Any) -> str:
    folder = f"{prefix}/AWSLogs/" if prefix else "AWSLogs/"
    return (
        f"prefix: findings that lie below {folder} of bucket {bucket} stay there, and retention applies to the new "
        "folder only: move them, or delete them when they are no longer needed"
    )


def _held(bucket: Any) -> str:
    """The bucket as `holders` knows it, apart from ids of other services."""
    return f"bucket {bucket}"


def _wanted(inputs: FindingsBucketInputs, name: str, token: str, aws: AwsAccess, call: Call) -> Wanted:
    policy = inputs.policy
    if policy is None:
        exporters = look_up(inputs.exporters, dump(inputs).get("aws"), aws, call)
        policy = _policy(name, inputs.kms_key_arn, inputs.prefix, exporters, aws)
    return Wanted(inputs, name, policy, token)


def _policy(bucket: str, kms_key_arn: str, prefix: str | None, exporters: Sequence[Exporter], aws: AwsAccess) -> str:
    try:
        document = guardduty_bucket_policy(
            bucket_arn=_arn(bucket, aws),
            kms_key_arn=kms_key_arn,
            exporters=exporters,
            prefix=prefix or "",
            prefix_readers=other_accounts(exporters, aws.account_id) if prefix else (),
        )
    except ValueError as error:
        raise errors.InvalidInputError(str(error)) from None
    return compact(document)


def _arn(bucket: str, aws: AwsAccess) -> str:
    return f"arn:{partition_of(aws.region)}:s3:::{bucket}"


def _settle(place: Place, wanted: Wanted, seen: Bag, deadline: Deadline) -> Bag:
    prefix = wanted.inputs.prefix
    if converge(seen, wanted, place, deadline):
        seen = settled(lambda: observe(place, prefix), f"bucket {place.bucket}", deadline)
    recorded = {**dump(wanted.inputs), "policy": wanted.policy}
    return _outputs(place, prefix, seen, wanted.policy, recorded)


def _identity(place: Place, prefix: str | None) -> Bag:
    return {"bucket": place.bucket, "arn": _arn(place.bucket, place.aws), "markerKey": marker_key(prefix)}


def _outputs(place: Place, prefix: str | None, seen: Bag, written: str | None, recorded: Mapping[str, Any]) -> Bag:
    """What was observed as outputs, in the words of state where they mean the same."""
    outputs = {
        **_identity(place, prefix),
        **{name: value for name, value in seen.items() if name != "allTags"},
        "tags": resource_tags.declared_part(seen["allTags"]) or None,
        "writtenPolicy": written,
    }
    if policy_text.same_policy(recorded.get("policy"), seen["policy"]):
        outputs["policy"] = recorded["policy"]
    if "accessLogPrefix" not in recorded and seen["accessLogPrefix"] == default_log_prefix(place.bucket):
        outputs["accessLogPrefix"] = None
    return outputs


def _written(bucket: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> str | None:
    """The policy that this resource stands for now; a detector that was made anew changes it."""
    recorded = props.get("writtenPolicy")
    if "policy" not in (props.get(LOOKED_UP) or ()) or "kmsKeyArn" not in props:
        return recorded
    exporters = look_up_again(props, aws, call)
    if exporters is None:
        return recorded
    derived = _policy(bucket, str(props["kmsKeyArn"]), props.get("prefix"), exporters, aws)
    return recorded if policy_text.same_policy(recorded, derived) else derived


HANDLERS: Final = Handlers(FindingsBucketInputs, FindingsBucketLifecycle())
