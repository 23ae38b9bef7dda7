"""What happens in AWS to a list, whatever its kind.

A list is ours when a replay of our own token and name returns its id. AWS does not read a list again by itself:
location and activation are always sent together, and the answer is watched until the list is ACTIVE.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders, tags
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.detector import find_detector
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.lists import content, program
from pulumi_guardduty._core.lists.activation import ACTIVE, MOVING, Activation, as_declared, as_wished
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
        # Names and quotas leave no room for two.
        self.gap = f"this {kind.words} is deleted before it is made again, and GuardDuty does without it meanwhile"

    def prepared(self, declared: Bag, call: Call) -> tuple[Bag, Sequence[Failure]]:
        return declared, program.register(self._kind, declared, call)

    def check(self, inputs: ListInputs, call: Call) -> Sequence[Failure]:
        tags.warn_of_quota(inputs.tags, call)
        return ()

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(str(outputs.get(self._kind.output)), outputs.get("clientToken"))
        status, activate = outputs.get("status"), bool(outputs.get("activate"))
        if status is None or as_wished(status, activate=activate):
            return NOTHING
        wanted = "ACTIVE" if activate else "INACTIVE"
        return Difference(frozenset({"status"}), reasons={"status": f"is {status}, not {wanted}"})

    def stale(self, outputs: Mapping[str, Any], inputs: ListInputs, aws: AwsAccess, call: Call) -> Difference:
        return content.stale(outputs, inputs, aws, call)

    def create(self, inputs: ListInputs, aws: AwsAccess, call: Call) -> Created:
        deadline = call.deadline()
        # Asked before anything is made: without an account there is nothing to record.
        _ = aws.account_id
        detector = inputs.detector_id or find_detector(aws)
        api = ListApi(self._kind, aws)
        target, seen = own_or_adopted(api, detector, inputs, call)
        one = _One(api, target, inputs, call, Activation(api, target, deadline))
        try:
            # Which content an active list was read from is not known here: it is read again.
            return Created(str(target), one.settled(seen, {}, again=seen["status"] == ACTIVE))
        except errors.NotReadyError:
            raise
        except errors.GuardDutyProviderError as error:
            raise errors.NotReadyError(str(target), seen, one.named(error)) from error

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
        one = _One(api, target, inputs, call, Activation(api, target, call.deadline()))
        if not changed & _UPDATED:
            return one.tagged({**_content(olds), **seen})
        return one.settled(seen, _content(olds), again=_is_new_content(olds, inputs, changed))

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        api, target = ListApi(self._kind, aws), ResourceId.parse(resource_id)
        if holders.held_by_another(target.own, props.get("clientToken")):
            call.warn(f"{self._kind.words} {resource_id} is kept: another resource of this stack has taken it over")
            return
        Activation(api, target, call.deadline()).remove()


@dataclass(frozen=True)
class _One:
    """One list on its way to its declaration, within one operation."""

    api: ListApi
    target: ResourceId
    inputs: ListInputs
    call: Call
    activation: Activation

    def settled(self, seen: Bag, recorded: Bag, *, again: bool) -> Bag:
        """Bring what is there to the declaration; with `again` an active list is read again in any case.

        `recorded` says which content it was read from before.

        Raises:
            NotReadyError: It is not what was declared.
            GuardDutyProviderError: The change was refused, and the list is as it was.
        """
        before = self.activation.settle() or seen
        if not as_declared(before, self.inputs) or (again and self.inputs.activate):
            recorded = content.recorded(self.inputs, self.api.aws, self.call)
            before = self._changed(before, recorded)
        return self.tagged({**recorded, **before})

    def tagged(self, seen: Bag) -> Bag:
        """Bring the tags to the declaration.

        Raises:
            NotReadyError: AWS refused.
        """
        outputs = self._kept(seen)
        try:
            tags.reconcile(self.api.aws.guardduty, seen["arn"], seen["tags"] or {}, self.inputs.tags or {})
        except errors.GuardDutyProviderError as error:
            raise errors.NotReadyError(str(self.target), outputs, self.named(error)) from error
        return {**outputs, "tags": self.inputs.tags or None}

    def named(self, error: Exception) -> str:
        """`error` with the list it is about."""
        return f"{self.api.kind.words} {self.target}: {error}"

    def _changed(self, before: Bag, recorded: Bag) -> Bag:
        try:
            return self.activation.change(before, self.inputs)
        except errors.NotReadyError as error:
            late = error.outputs.get("status") in MOVING
            outputs = self._kept({**(recorded if late else {}), **error.outputs})
            raise errors.NotReadyError(str(self.target), outputs, error.reason) from error
        except errors.AwsCallError as error:
            now = self.api.get(self.target)
            if now is None or _unchanged(now, before):
                raise
            raise errors.NotReadyError(str(self.target), self._kept(now), self.named(error)) from error

    def _kept(self, seen: Bag) -> Bag:
        return {**seen, "activate": self.inputs.activate}


def _is_new_content(olds: Mapping[str, Any], inputs: ListInputs, changed: frozenset[str]) -> bool:
    """Whether an active list has to be read again, or may have to be."""
    if olds.get("status") in MOVING and "contentChecked" in olds:
        # What was recorded with an activation under way is what GuardDuty is reading, whatever broke off after it.
        return "contentEtag" in changed or olds.get("contentVersion") != inputs.content_version
    return changed & _UPDATED != {"status"}


def _content(props: Mapping[str, Any]) -> Bag:
    return {key: props[key] for key in ("contentEtag", "contentChecked") if key in props}


def _unchanged(now: Bag, before: Bag) -> bool:
    return all(now[key] == before[key] for key in ("name", "location", "expectedBucketOwner", "status"))
