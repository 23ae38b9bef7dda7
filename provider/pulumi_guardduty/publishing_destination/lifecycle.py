"""What happens in AWS to a publishing destination.

The destination is ours when a replay of our own token returns its id; any other one on the detector is refused, or
taken over with `adopt`. GuardDuty has one destination per detector.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders, tags
from pulumi_guardduty._core.arn import DestinationArn
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.detector import find_detector
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.identity import generations, token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.resource_id import ResourceId
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.publishing_destination.model import PublishingDestinationInputs
from pulumi_guardduty.publishing_destination.preflight import carried_out, refuse_what_cannot_work
from pulumi_guardduty.publishing_destination.sink_facts import Sink


HEALTHY: Final = "PUBLISHING"
PENDING: Final = "PENDING_VERIFICATION"

_PROPERTIES: Final = frozenset({"destinationArn", "kmsKeyArn", "expectedBucketOwner", "status"})


class PublishingDestinationLifecycle(Lifecycle[PublishingDestinationInputs]):
    """Create, read, update and delete one publishing destination."""

    gap = "this publishing destination is deleted before it is made again, and no findings are exported meanwhile"

    def check(self, inputs: PublishingDestinationInputs, call: Call) -> Sequence[Failure]:
        tags.warn_of_quota(inputs.tags, call)
        return ()

    def same(self, name: str, old: Any, new: Any) -> bool:
        return _same_arn(old, new) if name == "destination_arn" else bool(old == new)

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(str(outputs.get("destinationId")), outputs.get("clientToken"))
        status = outputs.get("status")
        if status == HEALTHY or "destinationId" not in outputs:
            return NOTHING
        # A status that was never seen has to be looked at, too.
        return Difference(frozenset({"status"}), reasons={"status": f"is {status or 'not known'}, not {HEALTHY}"})

    def create(self, inputs: PublishingDestinationInputs, aws: AwsAccess, call: Call) -> Created:
        deadline = call.deadline()
        detector = inputs.detector_id or find_detector(aws)
        refuse_what_cannot_work(Sink(inputs, detector, aws), call, deadline)
        target, seen = self._own_or_adopted(inputs, detector, aws, call, deadline)
        holders.hold(target.own, inputs.client_token)
        return Created(str(target), self._settle(target, seen, inputs, aws, deadline))

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        seen = _describe(ResourceId.parse(resource_id), aws)
        if seen is None:
            return None
        if _same_arn(seen["destinationArn"], props.get("destinationArn")):
            seen["destinationArn"] = props["destinationArn"]
        return Observed(seen)

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: PublishingDestinationInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        deadline = call.deadline()
        target = ResourceId.parse(resource_id)
        if changed & _PROPERTIES:
            refuse_what_cannot_work(Sink(inputs, target.detector, aws), call, deadline)
            try:
                self._put(target, inputs, aws, deadline)
            except errors.AwsCallError as error:
                raise _refused(target, olds, aws, error) from error
        seen = _describe(target, aws)
        if seen is None:
            raise _gone(target)
        return self._settle(target, seen, inputs, aws, deadline)

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        target = ResourceId.parse(resource_id)
        if holders.held_by_another(target.own, props.get("clientToken")):
            call.warn(f"publishing destination {resource_id} is kept: another resource of this stack has taken it over")
            return
        try:
            with aws_errors():
                aws.guardduty.delete_publishing_destination(DetectorId=target.detector, DestinationId=target.own)
        except errors.MissingResourceError:
            return

    def _own_or_adopted(
        self,
        inputs: PublishingDestinationInputs,
        detector: str,
        aws: AwsAccess,
        call: Call,
        deadline: Deadline,
    ) -> tuple[ResourceId, Bag]:
        """The destination that our token names, made now or in an earlier run, or the one adopted."""
        for generation in generations(token_for(inputs.client_token, call.urn)):
            try:
                target = ResourceId(detector, self._post(inputs, detector, generation, aws, deadline))
            except errors.AlreadyExistsError as error:
                return self._standing_in_the_way(inputs, detector, aws, call, error)
            if (seen := _made(target, aws)) is not None:
                return target, seen
            call.say(f"the token names destination {target.own}, which was deleted; taking the next one")
        raise errors.InvalidInputError(
            "client_token: every destination this token names was deleted; declare another client_token"
        )

    def _post(
        self,
        inputs: PublishingDestinationInputs,
        detector: str,
        token: str,
        aws: AwsAccess,
        deadline: Deadline,
    ) -> str:
        request: dict[str, Any] = {
            "DetectorId": detector,
            "DestinationType": inputs.destination_type,
            "DestinationProperties": _properties(inputs),
            "ClientToken": token,
        }
        if inputs.tags:
            request["Tags"] = inputs.tags
        sink = Sink(inputs, detector, aws)
        made = carried_out(sink, lambda: aws.guardduty.create_publishing_destination(**request), deadline)
        return str(made["DestinationId"])

    def _put(self, target: ResourceId, inputs: PublishingDestinationInputs, aws: AwsAccess, deadline: Deadline) -> None:
        request: Any = {
            "DetectorId": target.detector,
            "DestinationId": target.own,
            "DestinationProperties": _properties(inputs),
        }
        sink = Sink(inputs, target.detector, aws)
        carried_out(sink, lambda: aws.guardduty.update_publishing_destination(**request), deadline)

    def _standing_in_the_way(
        self,
        inputs: PublishingDestinationInputs,
        detector: str,
        aws: AwsAccess,
        call: Call,
        error: errors.AlreadyExistsError,
    ) -> tuple[ResourceId, Bag]:
        found = _only_destination(detector, aws)
        if found is None:
            raise error
        if not inputs.adopt:
            raise errors.ConflictError(_refusal(detector, found)) from error
        if holders.held_by_another(found["destinationId"], inputs.client_token):
            call.warn(
                f"publishing destination {found['destinationId']} is adopted while another resource of this stack "
                "holds it; give that one an alias, or remove it from the state"
            )
        call.say(f"adopting publishing destination {found['destinationId']}")
        return ResourceId(detector, found["destinationId"]), found

    def _settle(
        self,
        target: ResourceId,
        seen: Bag,
        inputs: PublishingDestinationInputs,
        aws: AwsAccess,
        deadline: Deadline,
    ) -> Bag:
        """Bring what is there to the declaration and wait until it publishes; from here on it has to stay in state."""
        try:
            converged = _as_declared(seen, inputs) and seen["status"] in (HEALTHY, PENDING)
            if not converged:
                self._put(target, inputs, aws, deadline)
            tags.reconcile(aws.guardduty, seen["arn"], seen["tags"] or {}, inputs.tags or {})
            if not converged or seen["status"] != HEALTHY or (seen["tags"] or {}) != (inputs.tags or {}):
                seen = self._healthy(target, aws, deadline)
        except errors.NotReadyError:
            raise
        except errors.GuardDutyProviderError as error:
            raise errors.NotReadyError(str(target), seen, f"publishing destination {target}: {error}") from error
        if _same_arn(seen["destinationArn"], inputs.destination_arn):
            seen["destinationArn"] = inputs.destination_arn
        return seen

    def _healthy(self, target: ResourceId, aws: AwsAccess, deadline: Deadline) -> Bag:
        pauses = deadline.pauses(f"publishing destination {target} to be {HEALTHY}")
        while True:
            seen = _describe(target, aws)
            if seen is None:
                raise errors.InvalidInputError("it was deleted while GuardDuty verified it; run `pulumi up` again")
            if seen["status"] == HEALTHY:
                return seen
            if seen["status"] != PENDING or not pauses.take(f"{seen['status']}"):
                raise errors.NotReadyError(str(target), seen, _unhealthy(target, seen, deadline.seconds))


def _made(target: ResourceId, aws: AwsAccess) -> Bag | None:
    """The destination that a create call has just named, or None when it is one of the dead.

    Raises:
        NotReadyError: It cannot be looked at; its id alone has to stay in state.
    """
    try:
        return _describe(target, aws)
    except errors.GuardDutyProviderError as error:
        held = {"detectorId": target.detector, "destinationId": target.own}
        raise errors.NotReadyError(str(target), held, f"publishing destination {target}: {error}") from error


def _refused(
    target: ResourceId, olds: Mapping[str, Any], aws: AwsAccess, error: errors.AwsCallError
) -> errors.GuardDutyProviderError:
    """What an update that failed has left behind: a refusal changes nothing, an answer that was lost may."""
    try:
        seen = _describe(target, aws)
    except errors.GuardDutyProviderError:
        return error
    if seen is None:
        return _gone(target)
    if all(seen[name] == olds.get(name) for name in _PROPERTIES - {"destinationArn"}) and _same_arn(
        seen["destinationArn"], olds.get("destinationArn")
    ):
        return error
    return errors.NotReadyError(str(target), seen, f"publishing destination {target}: {error}")


def _gone(target: ResourceId) -> errors.GuardDutyProviderError:
    return errors.InvalidInputError(
        f"publishing destination {target} is gone; run `pulumi refresh`, then `pulumi up` makes it again"
    )


def _unhealthy(target: ResourceId, seen: Bag, seconds: float) -> str:
    status = seen["status"]
    if status == PENDING:
        return (
            f"publishing destination {target} is still {PENDING} after {seconds:.0f} s; run `pulumi up` again, or "
            "allow more with custom_timeouts"
        )
    since = seen.get("publishingFailureStartTime")
    return (
        f"publishing destination {target} is {status}{f' since {since}' if since else ''}; let GuardDuty use the key "
        "and write to the bucket, then run `pulumi up` again"
    )


def _refusal(detector: str, found: Bag) -> str:
    return (
        f"detector {detector} exports already, through publishing destination {found['destinationId']} to "
        f"{found['destinationArn']} with key {found['kmsKeyArn']} ({found['status']}), which this resource did not "
        "make; set adopt=True to take it over once nothing else manages it, give the renamed resource an alias, or "
        "delete that destination first"
    )


def _properties(inputs: PublishingDestinationInputs) -> dict[str, str]:
    found = {"DestinationArn": inputs.destination_arn, "KmsKeyArn": inputs.kms_key_arn}
    if inputs.expected_bucket_owner:
        found["ExpectedBucketOwner"] = inputs.expected_bucket_owner
    return found


def _as_declared(seen: Bag, inputs: PublishingDestinationInputs) -> bool:
    return (
        _same_arn(seen["destinationArn"], inputs.destination_arn)
        and seen["kmsKeyArn"] == inputs.kms_key_arn
        and (inputs.expected_bucket_owner is None or seen["expectedBucketOwner"] == inputs.expected_bucket_owner)
    )


def _same_arn(old: Any, new: Any) -> bool:
    """Whether two destination ARNs name one folder: AWS takes and echoes it with or without its last slash."""
    try:
        return DestinationArn.parse(old) == DestinationArn.parse(new)
    except ValueError:
        return bool(old == new)


def _only_destination(detector: str, aws: AwsAccess) -> Bag | None:
    # There is no paginator, and a token comes even with the last full page: one page of 50 holds the only one.
    with aws_errors():
        rows = aws.guardduty.list_publishing_destinations(DetectorId=detector, MaxResults=50)["Destinations"]
    return _describe(ResourceId(detector, rows[0]["DestinationId"]), aws) if rows else None


def _describe(target: ResourceId, aws: AwsAccess) -> Bag | None:
    """The destination as outputs, or None when it, or its detector, is gone."""
    try:
        with aws_errors():
            found: Any = aws.guardduty.describe_publishing_destination(
                DetectorId=target.detector, DestinationId=target.own
            )
    except errors.MissingResourceError:
        return None
    properties = found["DestinationProperties"]
    failing = found.get("PublishingFailureStartTimestamp")
    return {
        "detectorId": target.detector,
        "destinationId": target.own,
        "destinationType": found["DestinationType"],
        "destinationArn": properties.get("DestinationArn"),
        "kmsKeyArn": properties.get("KmsKeyArn"),
        "expectedBucketOwner": properties.get("ExpectedBucketOwner"),
        "tags": tags.own(found.get("Tags")) or None,
        "status": found["Status"],
        # Epoch milliseconds; absent while healthy. Source: wire captures of 2026-09-29.
        "publishingFailureStartTime": datetime.fromtimestamp(failing / 1000, UTC).isoformat() if failing else None,
        "arn": _arn(target, aws),
    }


def _arn(target: ResourceId, aws: AwsAccess) -> str:
    return (
        f"arn:{aws.partition}:guardduty:{aws.region}:{aws.account_id}:detector/{target.detector}"
        f"/publishingdestination/{target.own}"
    )


HANDLERS: Final = Handlers(PublishingDestinationInputs, PublishingDestinationLifecycle())
