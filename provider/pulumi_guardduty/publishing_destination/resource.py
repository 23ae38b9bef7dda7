"""The publishing destination that a program declares."""

from collections.abc import Mapping
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource


class PublishingDestination(DynamicResource, name="PublishingDestination"):
    """Exports the findings of one detector to an S3 bucket, encrypted with a KMS key.

    `pulumi up` ends with the status PUBLISHING, or with the reason why not. A detector has one destination at most.
    The id is ``<detector id>:<destination id>``.
    """

    detector_id: pulumi.Output[str] = pulumi.property("detectorId")
    """Detector whose findings are exported."""

    destination_type: pulumi.Output[str] = pulumi.property("destinationType")
    """Kind of destination, ``S3``."""

    destination_arn: pulumi.Output[str] = pulumi.property("destinationArn")
    """Bucket, or folder of a bucket, that findings go to."""

    kms_key_arn: pulumi.Output[str] = pulumi.property("kmsKeyArn")
    """Key that encrypts them."""

    expected_bucket_owner: pulumi.Output[str | None] = pulumi.property("expectedBucketOwner")
    """Account that has to own the bucket."""

    tags: pulumi.Output[Mapping[str, str] | None] = pulumi.property("tags")
    """Tags of the destination."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Idempotency token the create call carried."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether an existing destination may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the detector."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    destination_id: pulumi.Output[str] = pulumi.property("destinationId")
    """The destination's own id, 32 hexadecimal digits."""

    status: pulumi.Output[str] = pulumi.property("status")
    """PUBLISHING, PENDING_VERIFICATION, UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY or STOPPED."""

    publishing_failure_start_time: pulumi.Output[str | None] = pulumi.property("publishingFailureStartTime")
    """Since when GuardDuty cannot publish, ISO 8601 in UTC; none while it can."""

    arn: pulumi.Output[str] = pulumi.property("arn")
    """ARN of the destination."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the destination belongs to."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        destination_arn: pulumi.Input[str],
        kms_key_arn: pulumi.Input[str],
        detector_id: pulumi.Input[str] | None = None,
        destination_type: pulumi.Input[str] | None = None,
        expected_bucket_owner: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        client_token: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a publishing destination.

        Args:
            resource_name: The resource's name in the stack.
            destination_arn: ``arn:<partition>:s3:::bucket[/prefix[/]]``; the object `prefix/` has to exist.
            kms_key_arn: ARN of a key (not of an alias) in the bucket's region.
            detector_id: 1 to 300 characters; without it the region's only detector. A change replaces.
            destination_type: ``S3``, the only one there is. A change replaces.
            expected_bucket_owner: Account of 12 digits that has to own the bucket; removing it replaces.
            tags: At most 200 (AWS keeps 50); keys 1 to 128, values up to 256 characters.
            client_token: 0 to 64 characters, sent as given; never a difference. Without it, one is derived from the
                resource's identity, so that a repeated create finds what an earlier one made.
            adopt: Take over the destination the detector has already. Default: refuse, and name it.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "detector_id": detector_id,
                "destination_type": destination_type,
                "destination_arn": destination_arn,
                "kms_key_arn": kms_key_arn,
                "expected_bucket_owner": expected_bucket_owner,
                "tags": tags,
                "client_token": client_token,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
