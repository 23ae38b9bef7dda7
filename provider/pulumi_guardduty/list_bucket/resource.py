"""The list bucket that a program declares."""

from collections.abc import Mapping
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource


class ListBucket(DynamicResource, name="ListBucket"):
    """A private S3 bucket that GuardDuty's lists are uploaded to.

    It is closed to the public, versioned, owned by its account alone, encrypts with S3's own keys or one of yours, and
    talks TLS only. Deleting it takes older versions along, and refuses while it holds anything this stack did not
    upload, unless forced. The id is the bucket's name.
    """

    bucket: pulumi.Output[str] = pulumi.property("bucket")
    """Name of the bucket."""

    kms_key_arn: pulumi.Output[str | None] = pulumi.property("kmsKeyArn")
    """Key that encrypts new objects; None: S3's own."""

    noncurrent_retention_days: pulumi.Output[int] = pulumi.property("noncurrentRetentionDays")
    """Days that replaced and deleted lists are still kept."""

    tags: pulumi.Output[Mapping[str, str] | None] = pulumi.property("tags")
    """Tags of the bucket, without the one that carries its identity."""

    force_destroy: pulumi.Output[bool] = pulumi.property("forceDestroy")
    """Whether deleting the bucket deletes lists that this stack did not upload."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Identity that the bucket carries as a tag."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether an existing bucket may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the bucket."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    arn: pulumi.Output[str] = pulumi.property("arn")
    """ARN of the bucket."""

    policy: pulumi.Output[str] = pulumi.property("policy")
    """Bucket policy in AWS, JSON text."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the bucket belongs to: what a list's `expected_bucket_owner` takes."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        bucket: pulumi.Input[str] | None = None,
        kms_key_arn: pulumi.Input[str] | None = None,
        noncurrent_retention_days: pulumi.Input[int] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        force_destroy: pulumi.Input[bool] | None = None,
        client_token: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a list bucket.

        Args:
            resource_name: The resource's name in the stack.
            bucket: Name, 3 to 63 characters; without it one is made of the resource's identity. A change replaces.
            kms_key_arn: Key that encrypts new objects. For lists of addresses its policy has to allow
                ``AWSServiceRoleForAmazonGuardDuty`` the action kms:Decrypt. Default: S3's own keys.
            noncurrent_retention_days: Days, 1 to 36,500, that replaced and deleted lists are still kept. Default: 90.
            tags: At most 49; keys 1 to 128, values up to 256 characters.
            force_destroy: Delete lists that this stack did not upload together with the bucket. Default: refuse.
            client_token: Identity the bucket carries; without it one is derived from the resource's own.
            adopt: Take over a bucket of this account that has the name already. Default: refuse, and name it.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "bucket": bucket,
                "kms_key_arn": kms_key_arn,
                "noncurrent_retention_days": noncurrent_retention_days,
                "tags": tags,
                "force_destroy": force_destroy,
                "client_token": client_token,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
