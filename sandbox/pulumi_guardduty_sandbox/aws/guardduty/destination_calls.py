"""Create, describe, update, delete and list publishing destinations."""

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from pulumi_guardduty_sandbox.aws.guardduty import sink
from pulumi_guardduty_sandbox.aws.guardduty.destination import PENDING, PUBLISHING, Destination, KeyReference, Target
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal, UnestablishedRefusal
from pulumi_guardduty_sandbox.aws.guardduty.paging import destination_page
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.guardduty.tag_calls import check_number


Params = Mapping[str, Any]
_ID_LENGTH = 32


def create(scope: Scope, params: Params) -> dict[str, Any]:
    """CreatePublishingDestination; the order of the checks is the one seen on AWS."""
    detector = scope.detector
    if params.get("destinationType") is None:
        raise Refusal("E2")
    properties = params.get("destinationProperties")
    if properties is None:
        raise Refusal("E3")
    if params["destinationType"] != "S3":
        raise Refusal("E4")
    target, key = _read_properties(scope, properties)
    owner = properties.get("expectedBucketOwner")
    _validate(scope, target, key, owner)
    replayed = _replayed(scope, params.get("clientToken"))
    if replayed:
        return {"destinationId": replayed}
    if detector.destinations:
        raise Refusal("E7")
    tags = dict(params.get("tags") or {})
    check_number(tags, scope.settings)
    made = Destination(
        id=mock_random.get_random_hex(_ID_LENGTH),
        destination_arn=properties["destinationArn"],
        kms_key_arn=properties["kmsKeyArn"],
        expected_bucket_owner=owner,
        tags=tags,
        token=params.get("clientToken"),
    )
    made.status.turn(PENDING, PUBLISHING, scope.settings, scope.world.clock)
    detector.destinations[made.id] = made
    if made.token:
        detector.destination_tokens[made.token] = made.id
    return {"destinationId": made.id}


def describe(scope: Scope, destination_id: str) -> dict[str, Any]:
    """DescribePublishingDestination."""
    found = _find(scope, destination_id, "E13")
    found.status.polled(scope.world.clock)
    return found.on_the_wire()


def update(scope: Scope, destination_id: str, params: Params) -> None:
    """UpdatePublishingDestination: what is not said stays; everything is validated again."""
    properties = params.get("destinationProperties")
    found = _find(scope, destination_id, scope.settings.update_unknown if properties else "E12")
    if not properties:
        raise Refusal("E12")
    merged = {
        "destinationArn": found.destination_arn,
        "kmsKeyArn": found.kms_key_arn,
        "expectedBucketOwner": found.expected_bucket_owner,
        **{name: value for name, value in properties.items() if value is not None},
    }
    target, key = _read_properties(scope, merged)
    _validate(scope, target, key, merged["expectedBucketOwner"])
    found.destination_arn, found.kms_key_arn = merged["destinationArn"], merged["kmsKeyArn"]
    found.expected_bucket_owner = merged["expectedBucketOwner"]
    found.failing_since = None
    found.status.turn(PENDING, PUBLISHING, scope.settings, scope.world.clock)


def delete(scope: Scope, destination_id: str) -> None:
    """DeletePublishingDestination: at once; what is in the bucket stays."""
    detector = scope.detector
    _find(scope, destination_id, "E13")
    detector.deleted_destinations[destination_id] = detector.destinations.pop(destination_id)


def listed(scope: Scope, max_results: int | None, token: str | None) -> dict[str, Any]:
    """ListPublishingDestinations."""
    rows = [
        {
            "destinationId": found.id,
            "destinationType": "S3",
            "status": found.status.settle(scope.world.clock),
        }
        for found in scope.detector.destinations.values()
    ]
    page, following = destination_page(rows, max_results, token)
    return {"destinations": page, "nextToken": following}


def _find(scope: Scope, destination_id: str, unknown: str) -> Destination:
    found = scope.detector.destinations.get(destination_id)
    if found is None:
        raise Refusal(unknown)
    return found


def _read_properties(scope: Scope, properties: Params) -> tuple[Target, KeyReference]:
    target = Target.read(properties.get("destinationArn"))
    if target is None:
        raise Refusal("E9")
    key = KeyReference.read(properties.get("kmsKeyArn"))
    if key is None:
        raise Refusal("E10")
    if not key.is_alias:
        return target, key
    if scope.settings.alias_key != "accept":
        raise Refusal(scope.settings.alias_key, why=f"{key.arn} is an alias")
    return target, key.resolved()


def _validate(scope: Scope, target: Target, key: KeyReference, owner: str | None) -> None:
    """Check the sink and leave the marker object in it, as every create, update and replay does."""
    sink.check(scope, target, key, owner)
    sink.write_object(target.bucket, target.marker, b"", key.arn, content_type="application/octet-stream")


def _replayed(scope: Scope, token: str | None) -> str | None:
    """Id that an earlier create with this token gave; None: there was none that counts."""
    detector = scope.detector
    earlier = detector.destination_tokens.get(token) if token else None
    if earlier is None or earlier in detector.destinations:
        return earlier
    if scope.settings.token_after_delete == "refuse":  # noqa: S105 -- a position of a switch
        raise UnestablishedRefusal("the client token belongs to a destination that was deleted")
    return earlier if scope.settings.token_after_delete == "deleted" else None  # noqa: S105 -- as above
