"""What a program declares of a bucket that holds lists."""

from typing import Annotated, ClassVar

from pydantic import Field

from pulumi_guardduty._core.bucket_name import BucketName
from pulumi_guardduty._core.fields import CarriedIdentity, KeyArnText, OptionalAdopt, parsed_by
from pulumi_guardduty._core.inputs import REPLACES, ResourceInputs, Whole
from pulumi_guardduty.sink_upkeep.resource_tags import ResourceTags


class ListBucketInputs(ResourceInputs):
    """Desired state of one bucket.

    Source of every bound: Amazon S3 API Reference, "CreateBucket" and "PutBucketLifecycleConfiguration".
    """

    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region", "bucket"})

    bucket: Annotated[Annotated[str, parsed_by(BucketName.parse)] | None, REPLACES] = None
    """Name, 3 to 63 characters; without it one is made of the resource's identity. A change replaces."""

    kms_key_arn: KeyArnText | None = None
    """Key that encrypts new objects; without it S3's own (SSE-S3), which GuardDuty can always read."""

    noncurrent_retention_days: Annotated[Whole, Field(ge=1, le=36_500)] = 90
    """Days, 1 to 36,500, that lists which were replaced or deleted are still kept as older versions."""

    tags: ResourceTags | None = None
    """Tags, at most 49; keys 1 to 128, values up to 256 characters."""

    force_destroy: bool = False
    """Whether deleting the bucket deletes lists that this stack did not upload; its own never stand in the way."""

    client_token: CarriedIdentity = None
    """Identity that the bucket carries as a tag; without it one is derived from the resource's identity."""

    adopt: OptionalAdopt = None
    """Take over a bucket of this account that has the name already, and bring it to this declaration."""
