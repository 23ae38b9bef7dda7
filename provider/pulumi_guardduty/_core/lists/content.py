"""Whether the file at a location is still the one GuardDuty read."""

from collections.abc import Mapping
from typing import Any

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.lists.inputs import ListInputs
from pulumi_guardduty._core.lists.location import Location


def recorded(inputs: ListInputs, aws: AwsAccess, call: Call) -> Bag:
    """The ETag of the content that is about to be activated, and whether it can be checked later."""
    if not inputs.activate:
        return {"contentEtag": None, "contentChecked": None}
    if inputs.content_version is not None:
        return {"contentEtag": None, "contentChecked": True}
    try:
        etag = _etag(inputs, aws)
    except errors.MissingResourceError:
        # Activating it will say so.
        return {"contentEtag": None, "contentChecked": None}
    if etag is None:
        call.say(
            f"location {inputs.location} cannot be looked at with these credentials (s3:GetObject), so that new "
            "content there goes unnoticed; declare content_version to have it activated"
        )
    return {"contentEtag": etag, "contentChecked": etag is not None}


def stale(outputs: Mapping[str, Any], inputs: ListInputs, aws: AwsAccess, call: Call) -> Difference:
    """Whether new content lies at the place an active list was read from; one HEAD, no other call."""
    known = outputs.get("contentEtag")
    if not inputs.activate or inputs.content_version is not None or not known:
        return NOTHING
    if outputs.get("location") != inputs.location:
        return NOTHING
    try:
        etag = _etag(inputs, aws)
    except errors.MissingResourceError:
        call.warn(
            f"location: there is no object at {inputs.location} any more; the list goes on with what GuardDuty has "
            "read, and cannot be activated again until the object is back"
        )
        return NOTHING
    if etag is None or etag == known:
        return NOTHING
    return Difference(frozenset({"contentEtag"}), reasons={"contentEtag": f"is {etag} at {inputs.location} now"})


def _etag(inputs: ListInputs, aws: AwsAccess) -> str | None:
    """The ETag at the location, or None where these credentials may not look.

    Raises:
        MissingResourceError: There is nothing at the location.
    """
    place = Location.parse(inputs.location)
    request: dict[str, Any] = {"Bucket": place.bucket, "Key": place.key}
    if inputs.expected_bucket_owner:
        request["ExpectedBucketOwner"] = inputs.expected_bucket_owner
    try:
        with aws_errors():
            return str(aws.s3.head_object(**request)["ETag"]).strip('"')
    except errors.MissingResourceError:
        raise
    except errors.GuardDutyProviderError:
        return None
