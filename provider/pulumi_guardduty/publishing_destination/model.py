"""What a program declares of a publishing destination."""

from typing import Annotated, ClassVar, Literal

from pulumi_guardduty._core.fields import (
    AccountId,
    DestinationArnText,
    KeyArnText,
    OptionalAdopt,
    OptionalClientToken,
    OptionalDetectorId,
)
from pulumi_guardduty._core.inputs import CLEARING_REPLACES, REPLACES, ResourceInputs
from pulumi_guardduty._core.tag_fields import Tags


class PublishingDestinationInputs(ResourceInputs):
    """Desired state of one publishing destination.

    Source of every bound: GuardDuty API Reference, "CreatePublishingDestination".
    """

    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region", "detector_id"})

    detector_id: OptionalDetectorId = None
    """Detector whose findings are exported, 1 to 300 characters; without it the region's only one."""

    destination_type: Annotated[Literal["S3"], REPLACES] = "S3"
    """Kind of destination; AWS knows only ``S3``."""

    destination_arn: DestinationArnText
    """Where findings go: ``arn:<partition>:s3:::bucket[/prefix[/]]``; the object `prefix/` has to exist."""

    kms_key_arn: KeyArnText
    """ARN of the key that encrypts them: a key, not an alias, in the bucket's region."""

    expected_bucket_owner: Annotated[AccountId | None, CLEARING_REPLACES] = None
    """Account of 12 digits that has to own the bucket; removing it replaces, as AWS keeps the old value."""

    tags: Tags | None = None
    """Tags, at most 200 (AWS's quota on a resource is 50); keys 1 to 128, values up to 256 characters."""

    client_token: OptionalClientToken = None
    """Idempotency token, 0 to 64 characters, sent as given; without it one is derived from the resource's identity."""

    adopt: OptionalAdopt = None
    """Take over the destination the detector has already, and bring it to this declaration."""
