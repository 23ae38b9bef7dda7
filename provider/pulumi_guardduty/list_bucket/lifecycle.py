"""What happens in AWS to a list bucket.

A bucket is ours when it carries our identity as a tag, which it does from the call that makes it. Its name, where
none is declared, is the same in every run.
"""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, dump
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import Difference
from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.identity import token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.bucket_upkeep import settings
from pulumi_guardduty.bucket_upkeep.claiming import Claim, claim
from pulumi_guardduty.bucket_upkeep.emptying import Emptying
from pulumi_guardduty.bucket_upkeep.place import Place, or_none
from pulumi_guardduty.list_bucket.convergence import Wanted, arn_of, converge, observe, policy_of
from pulumi_guardduty.list_bucket.model import ListBucketInputs
from pulumi_guardduty.sink_upkeep import policy_text, resource_tags
from pulumi_guardduty.sink_upkeep.generated_name import generated_name
from pulumi_guardduty.sink_upkeep.settling import settled


#: Properties that steer a later delete and are nothing in AWS.
_STEERING: Final = frozenset({"forceDestroy"})


class ListBucketLifecycle(Lifecycle[ListBucketInputs]):
    """Create, read, update and delete one bucket."""

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(_held(outputs.get("bucket")), outputs.get("clientToken"))
        reasons = {
            name: f"is {outputs[name]}, not {value}"
            for name, value in settings.PRIVATE.items()
            if name in outputs and outputs[name] != value
        }
        if outputs.get("rulesAltered"):
            reasons["rulesAltered"] = "lifecycle rules are not as this resource wrote them"
        if drifted := policy_text.drifted(outputs):
            reasons["policy"] = "; ".join(map(str, drifted))
        # Buckets of two names do not collide: the new one is made first, and lists move over in place.
        return Difference(frozenset(reasons), delete_first=False, reasons=reasons)

    def create(self, inputs: ListBucketInputs, aws: AwsAccess, call: Call) -> Created:
        deadline, token = call.deadline(), token_for(inputs.client_token, call.urn)
        name = inputs.bucket or generated_name("guardduty-lists", token, aws.account_id, aws.region)
        wanted = Wanted(Place(name, aws.account_id, aws), inputs, token)
        fresh = claim(wanted.place, Claim(token, inputs.tags, adopt=bool(inputs.adopt)), call, deadline)
        holders.hold(_held(name), token)
        try:
            # What S3 gives a new bucket besides is not relied on: all of it is written.
            return Created(name, _settled(wanted, {} if fresh else observe(wanted.place), deadline))
        except errors.GuardDutyProviderError as error:
            outputs = {"bucket": name, "arn": arn_of(wanted.place), "writtenPolicy": wanted.policy}
            raise errors.NotReadyError(name, outputs, f"bucket {name} was made, and then: {error}") from error

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        place = _place(resource_id, props, aws)
        if not _is_there(place):
            return None
        outputs = _outputs(place, observe(place), props.get("writtenPolicy", policy_of(place)))
        policy_text.tell(outputs, f"bucket {resource_id}", call.warn)
        return Observed(outputs)

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: ListBucketInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        token = token_for(inputs.client_token, call.urn)
        if changed <= _STEERING and olds.get("clientToken", token) == token:
            return {name: value for name, value in olds.items() if name not in dump(inputs)}
        wanted = Wanted(_place(resource_id, olds, aws), inputs, token)
        return _settled(wanted, observe(wanted.place), call.deadline())

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        place = _place(resource_id, props, aws)
        if not _is_there(place):
            return
        token = props.get("clientToken")
        owner = settings.tags(place).get(resource_tags.IDENTITY_TAG)
        anothers = owner is not None and token is not None and owner != token
        if anothers or holders.held_by_another(_held(resource_id), token):
            call.warn(f"bucket {resource_id} is kept: another resource has taken it over")
            return
        # The stack's own lists are deleted before; what they leave behind are older versions.
        Emptying(place, props.get("forceDestroy") is True, None, worthless=lambda row: not row["IsLatest"]).delete()


def _held(bucket: Any) -> str:
    """The bucket as `holders` knows it, apart from ids of other services."""
    return f"bucket {bucket}"


def _place(bucket: str, props: Mapping[str, Any], aws: AwsAccess) -> Place:
    return Place(bucket, str(props.get("accountId") or aws.account_id), aws)


def _is_there(place: Place) -> bool:
    return or_none(lambda: place.s3.head_bucket(**place.name), "404", "NoSuchBucket", "NotFound") is not None


def _settled(wanted: Wanted, seen: Bag, deadline: Deadline) -> Bag:
    place = wanted.place
    if converge(seen, wanted, deadline):
        seen = settled(lambda: observe(place), f"bucket {place.bucket}", deadline)
    return _outputs(place, seen, wanted.policy)


def _outputs(place: Place, seen: Bag, written: str) -> Bag:
    return {
        **{name: value for name, value in seen.items() if name != "allTags"},
        "bucket": place.bucket,
        "arn": arn_of(place),
        "tags": resource_tags.declared_part(seen["allTags"]) or None,
        "rulesAltered": seen["rulesAltered"] or None,
        "writtenPolicy": written,
    }


HANDLERS: Final = Handlers(ListBucketInputs, ListBucketLifecycle())
