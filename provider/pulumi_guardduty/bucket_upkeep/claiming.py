"""Making a bucket, or knowing again the one that an earlier run made; never taking one that is not ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.bucket_upkeep import settings
from pulumi_guardduty.bucket_upkeep.place import Place, or_none
from pulumi_guardduty.sink_upkeep import resource_tags
from pulumi_guardduty.sink_upkeep.settling import settled


#: The one region whose name CreateBucket does not take. Source: Amazon S3 API Reference, "CreateBucket".
_UNNAMED: Final = "us-east-1"


@dataclass(frozen=True)
class Claim:
    """What a bucket is made with, and known again by.

    Attributes:
        token: Identity of the resource.
        tags: Tags the program declares.
        adopt: Whether a bucket that another made may be taken over.
        locked: Whether objects can be locked, which S3 takes when a bucket is made.
    """

    token: str
    tags: Mapping[str, str] | None
    adopt: bool
    locked: bool = False


def claim(place: Place, wanted: Claim, call: Call, deadline: Deadline) -> bool:
    """See that the bucket exists and is this resource's; whether it was made just now.

    Raises:
        ConflictError: It exists and is not ours, or is ours in another region.
        AwsCallError: S3 refused.
    """
    region = _region(place)
    if region is None and _made(place, wanted, deadline):
        return True
    # Made by an attempt whose answer was lost, or by somebody else a moment ago.
    region = region or _region(place)
    ours = settings.tags(place).get(resource_tags.IDENTITY_TAG) == wanted.token
    if not ours and not wanted.adopt:
        raise errors.ConflictError(
            f"bucket {place.bucket} exists in this account already, and this resource did not make it; choose another "
            "bucket name, set adopt=True to take it over once nothing else manages it, or give the renamed resource an "
            "alias"
        )
    if region is not None and region != place.aws.region:
        raise errors.ConflictError(
            f"bucket {place.bucket} exists in {region}, not in {place.aws.region}, and a bucket cannot move; choose "
            "another bucket name, or go back to that region"
        )
    if not ours:
        call.say(f"adopting bucket {place.bucket}")
    return False


def _region(place: Place) -> str | None:
    """Region of the bucket, if there is one of that name in this account.

    Raises:
        ConflictError: There is one, and these credentials are kept out of it.
    """
    try:
        found = or_none(lambda: place.s3.head_bucket(**place.name), "404", "NoSuchBucket", "NotFound")
    except errors.AccessDeniedError as error:
        raise errors.ConflictError(_taken(place)) from error
    return found.get("BucketRegion", place.aws.region) if found is not None else None


def _made(place: Place, wanted: Claim, deadline: Deadline) -> bool:
    configuration: dict[str, Any] = {
        "Tags": resource_tags.as_rows(resource_tags.with_identity(wanted.tags, wanted.token))
    }
    if place.aws.region != _UNNAMED:
        configuration["LocationConstraint"] = place.aws.region
    request: dict[str, Any] = {
        "Bucket": place.bucket,
        "CreateBucketConfiguration": configuration,
        "ObjectOwnership": settings.PRIVATE["objectOwnership"],
    }
    if wanted.locked:
        request["ObjectLockEnabledForBucket"] = True
    try:
        settled(lambda: place.s3.create_bucket(**request), f"bucket {place.bucket}", deadline)
    except errors.AwsCallError as error:
        if error.code == "BucketAlreadyOwnedByYou":
            return False
        if error.code == "BucketAlreadyExists":
            raise errors.ConflictError(_taken(place)) from error
        raise
    return True


def _taken(place: Place) -> str:
    return (
        f"bucket {place.bucket} exists already and these credentials (account {place.owner}) may not reach it: it "
        "belongs to another account, or its policy keeps them out, or they lack s3:ListBucket; choose another bucket "
        "name, or grant them that action"
    )
