"""The properties every list has in a program."""

from collections.abc import Mapping
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource


class ListResource(DynamicResource, name="List"):
    """Base of the four kinds of list."""

    detector_id: pulumi.Output[str] = pulumi.property("detectorId")
    """Detector that uses the list."""

    name: pulumi.Output[str] = pulumi.property("name")
    """Name findings show."""

    format: pulumi.Output[str] = pulumi.property("format")
    """Format of the file."""

    location: pulumi.Output[str] = pulumi.property("location")
    """S3 URL of the file."""

    activate: pulumi.Output[bool] = pulumi.property("activate")
    """Whether GuardDuty is to use the list."""

    expected_bucket_owner: pulumi.Output[str | None] = pulumi.property("expectedBucketOwner")
    """Account that has to own the bucket."""

    tags: pulumi.Output[Mapping[str, str] | None] = pulumi.property("tags")
    """Tags of the list."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Idempotency token the create call carried."""

    content_version: pulumi.Output[str | None] = pulumi.property("contentVersion")
    """What the program declared of the content's version."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether an existing list may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the detector."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    status: pulumi.Output[str] = pulumi.property("status")
    """ACTIVE or INACTIVE; ERROR where GuardDuty could not read the list."""

    content_etag: pulumi.Output[str | None] = pulumi.property("contentEtag")
    """ETag of the content that was activated."""

    content_checked: pulumi.Output[bool | None] = pulumi.property("contentChecked")
    """Whether a change of the content will be noticed."""

    error_details: pulumi.Output[str | None] = pulumi.property("errorDetails")
    """Why the list is in ERROR, where the API says so."""

    arn: pulumi.Output[str] = pulumi.property("arn")
    """ARN of the list."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the list belongs to."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        name: pulumi.Input[str],
        format: pulumi.Input[str],  # noqa: A002 - AWS's name
        location: pulumi.Input[str],
        activate: pulumi.Input[bool],
        detector_id: pulumi.Input[str] | None = None,
        expected_bucket_owner: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        client_token: pulumi.Input[str] | None = None,
        content_version: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a list.

        Args:
            resource_name: The resource's name in the stack.
            name: Name findings show, 1 to 300 characters.
            format: TXT, STIX, OTX_CSV, ALIEN_VAULT, PROOF_POINT or FIRE_EYE. A change replaces.
            location: S3 URL of the file, 1 to 300 characters, such as ``s3://bucket/list.txt``.
            activate: Whether GuardDuty uses the list.
            detector_id: 1 to 300 characters; without it the region's only detector. A change replaces.
            expected_bucket_owner: Account of 12 digits that has to own the bucket; removing it replaces.
            tags: At most 200 (AWS keeps 50); keys 1 to 128, values up to 256 characters.
            client_token: 0 to 64 characters, sent as given; never a difference. Without it, one is derived from the
                resource's identity, so that a repeated create finds what an earlier one made.
            content_version: Anything that changes with the content: a change has AWS read the list again. Without
                it the ETag at `location` is compared in preview.
            adopt: Take over the list of this name the detector has already. Default: refuse, and name it.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "detector_id": detector_id,
                "name": name,
                "format": format,
                "location": location,
                "activate": activate,
                "expected_bucket_owner": expected_bucket_owner,
                "tags": tags,
                "client_token": client_token,
                "content_version": content_version,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
