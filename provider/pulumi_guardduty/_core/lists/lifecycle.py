"""What happens in AWS to a list, whatever its kind.

A list is ours when a replay of our own token and name returns its id. AWS does not read a list again by itself:
location and activation are always sent together, and the answer is watched until the list is ACTIVE.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders, tags
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.detector import find_detector
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.lists import content
from pulumi_guardduty._core.lists.activation import ACTIVE, MOVING, Activation
from pulumi_guardduty._core.lists.api import ListApi
from pulumi_guardduty._core.lists.inputs import ListInputs
from pulumi_guardduty._core.lists.kind import ListKind
from pulumi_guardduty._core.lists.ownership import own_or_adopted
from pulumi_guardduty._core.resource_id import ResourceId


#: Properties whose change needs an update call.
_UPDATED: Final = frozenset(
    {"name", "location", "activate", "expectedBucketOwner", "contentVersion", "contentEtag", "status"}
)


class ListLifecycle(Lifecycle[ListInputs]):
    """Create, read, update and delete one list of `kind`."""

    def __init__(self, kind: ListKind) -> None:
        self._kind = kind

    def check(self, inputs: ListInputs, call: Call) -> Sequence[Failure]:
        tags.warn_of_quota(inputs.tags, call)
        return ()

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(str(outputs.get(self._kind.output)), outputs.get("clientToken"))
        status = outputs.get("status")
        wanted = "ACTIVE" if outputs.get("activate") else "INACTIVE"
        if status in (None, wanted, *MOVING):
            return NOTHING
        return Difference(frozenset({"status"}), reasons={"status": f"is {status}, not {wanted}"})

    def stale(self, outputs: Mapping[str, Any], inputs: ListInputs, aws: AwsAccess, call: Call) -> Difference:
        return content.stale(outputs, inputs, aws)

    def create(self, inputs: ListInputs, aws: AwsAccess, call: Call) -> Created:
        deadline = call.deadline()
        account = aws.account_id
        detector = inputs.detector_id or find_detector(aws)
        call.say(f"making {self._kind.words} {inputs.name!r} on detector {detector} in account {account}, {aws.region}")
        api = ListApi(self._kind, aws)
        target, seen = own_or_adopted(api, detector, inputs, call)
        settled = self._settled(api, target, seen, inputs, call, Activation(api, target, deadline))
        return Created(str(target), settled)

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        seen = ListApi(self._kind, aws).get(ResourceId.parse(resource_id))
        if seen is None:
            return None
        # What is declared is whether it shall be active; an unhealthy status shows as itself, not as a declaration.
        seen["activate"] = props.get("activate", seen["status"] == ACTIVE)
        return Observed({**_content(props), **seen})

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: ListInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        api, target = ListApi(self._kind, aws), ResourceId.parse(resource_id)
        seen = api.get(target)
        if seen is None:
            raise errors.InvalidInputError(
                f"{self._kind.words} {resource_id} is gone; run `pulumi refresh`, then `pulumi up` makes it again"
            )
        activation = Activation(api, target, call.deadline())
        if not changed & _UPDATED:
            return self._tagged(api, target, {**_content(olds), **seen}, inputs)
        return self._settled(api, target, seen, inputs, call, activation, force=True)

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        api, target = ListApi(self._kind, aws), ResourceId.parse(resource_id)
        if holders.held_by_another(target.own, props.get("clientToken")):
            call.warn(f"{self._kind.words} {resource_id} is kept: another resource of this stack has taken it over")
            return
        activation = Activation(api, target, call.deadline())
        if activation.settle() is not None:
            api.delete(target)
            activation.wait_until_gone()

    def _settled(
        self,
        api: ListApi,
        target: ResourceId,
        seen: Bag,
        inputs: ListInputs,
        call: Call,
        activation: Activation,
        *,
        force: bool = False,
    ) -> Bag:
        """Bring what is there to the declaration; from here on the list has to stay in state."""
        recorded: Bag = {}
        try:
            seen = activation.settle() or seen
            recorded = content.recorded(inputs, api.aws, call)
            seen = activation.bring_to(seen, inputs, force=force)
        except errors.NotReadyError as error:
            raise errors.NotReadyError(
                str(target), {**error.outputs, "activate": inputs.activate}, error.reason
            ) from error
        except errors.GuardDutyProviderError as error:
            now = api.get(target)
            if now is None or (force and _unchanged(now, seen)):
                raise
            raise errors.NotReadyError(
                str(target), {**now, "activate": inputs.activate}, f"{self._kind.words} {target}: {error}"
            ) from error
        return self._tagged(api, target, {**recorded, **seen}, inputs)

    def _tagged(self, api: ListApi, target: ResourceId, seen: Bag, inputs: ListInputs) -> Bag:
        outputs = {**seen, "activate": inputs.activate}
        try:
            tags.reconcile(api.aws.guardduty, seen["arn"], seen["tags"] or {}, inputs.tags or {})
        except errors.GuardDutyProviderError as error:
            raise errors.NotReadyError(str(target), outputs, f"{self._kind.words} {target}: {error}") from error
        return {**outputs, "tags": inputs.tags or None}


def _content(props: Mapping[str, Any]) -> Bag:
    return {key: props[key] for key in ("contentEtag", "contentChecked") if key in props}


def _unchanged(now: Bag, before: Bag) -> bool:
    return all(now[key] == before[key] for key in ("name", "location", "expectedBucketOwner", "status"))
