"""The bucket that a program declares."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from pulumi_guardduty._core.adapter import DynamicResource, json_text, renamed
from pulumi_guardduty.sink_upkeep.wire_names import EXPORTER


class FindingsBucket(DynamicResource, name="FindingsBucket"):
    """An S3 bucket that takes GuardDuty's findings, encrypted with one key, and nothing else from GuardDuty.

    It is closed to the public, versioned, owned by its account alone, encrypts with SSE-KMS and a bucket key, and
    talks TLS only. With a prefix it keeps the folder object GuardDuty asks for, which no retention ever removes.
    Deleting it refuses while it holds findings, unless forced. The id is the bucket's name.
    """

    bucket: pulumi.Output[str] = pulumi.property("bucket")
    """Name of the bucket."""

    kms_key_arn: pulumi.Output[str] = pulumi.property("kmsKeyArn")
    """Key that encrypts every object."""

    policy: pulumi.Output[str] = pulumi.property("policy")
    """Bucket policy in AWS, JSON text."""

    exporters: pulumi.Output[Sequence[Mapping[str, str]] | None] = pulumi.property("exporters")
    """Detectors that may write to the bucket, as declared."""

    prefix: pulumi.Output[str | None] = pulumi.property("prefix")
    """Folder that findings go to; none for the bucket's root."""

    retention_days: pulumi.Output[int | None] = pulumi.property("retentionDays")
    """Days after which findings expire; none keeps them."""

    noncurrent_retention_days: pulumi.Output[int] = pulumi.property("noncurrentRetentionDays")
    """Days that older versions of findings are still kept."""

    abort_incomplete_upload_days: pulumi.Output[int] = pulumi.property("abortIncompleteUploadDays")
    """Days after which unfinished uploads are removed."""

    object_lock: pulumi.Output[Mapping[str, Any] | None] = pulumi.property("objectLock")
    """Lock on every new object, ``{"mode", "days"}``."""

    access_log_bucket: pulumi.Output[str | None] = pulumi.property("accessLogBucket")
    """Bucket that gets this one's access log."""

    access_log_prefix: pulumi.Output[str | None] = pulumi.property("accessLogPrefix")
    """What the names of the log's objects begin with, where declared."""

    tags: pulumi.Output[Mapping[str, str] | None] = pulumi.property("tags")
    """Tags of the bucket, without the one that carries its identity."""

    force_destroy: pulumi.Output[bool] = pulumi.property("forceDestroy")
    """Whether deleting the bucket deletes the findings in it."""

    client_token: pulumi.Output[str] = pulumi.property("clientToken")
    """Identity that the bucket carries as a tag."""

    adopt: pulumi.Output[bool | None] = pulumi.property("adopt")
    """Whether an existing bucket of the account may be taken over."""

    region: pulumi.Output[str] = pulumi.property("region")
    """Region of the bucket."""

    aws: pulumi.Output[Any] = pulumi.property("aws")
    """Profile or role AWS is reached with."""

    arn: pulumi.Output[str] = pulumi.property("arn")
    """ARN of the bucket, without a folder."""

    marker_key: pulumi.Output[str | None] = pulumi.property("markerKey")
    """Key of the folder object, ``prefix/``; none at the root."""

    versioning: pulumi.Output[str] = pulumi.property("versioning")
    """``Enabled`` when all is well."""

    object_ownership: pulumi.Output[str] = pulumi.property("objectOwnership")
    """``BucketOwnerEnforced`` when all is well."""

    public_access_blocked: pulumi.Output[bool] = pulumi.property("publicAccessBlocked")
    """Whether all four blocks of public access are on."""

    bucket_key_enabled: pulumi.Output[bool] = pulumi.property("bucketKeyEnabled")
    """Whether S3 uses a bucket key, which saves calls to KMS."""

    account_id: pulumi.Output[str] = pulumi.property("accountId")
    """Account the bucket belongs to."""

    def __init__(
        self,
        resource_name: str,
        /,
        *,
        kms_key_arn: pulumi.Input[str],
        bucket: pulumi.Input[str] | None = None,
        policy: pulumi.Input[str | Mapping[str, Any]] | None = None,
        exporters: pulumi.Input[Sequence[pulumi.Input[Mapping[str, pulumi.Input[str]]]]] | None = None,
        prefix: pulumi.Input[str] | None = None,
        retention_days: pulumi.Input[int] | None = None,
        noncurrent_retention_days: pulumi.Input[int] | None = None,
        abort_incomplete_upload_days: pulumi.Input[int] | None = None,
        object_lock: pulumi.Input[Mapping[str, Any]] | None = None,
        access_log_bucket: pulumi.Input[str] | None = None,
        access_log_prefix: pulumi.Input[str] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        force_destroy: pulumi.Input[bool] | None = None,
        client_token: pulumi.Input[str] | None = None,
        adopt: pulumi.Input[bool] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a bucket for findings.

        Args:
            resource_name: The resource's name in the stack.
            kms_key_arn: ARN of a key (not of an alias) in the bucket's region.
            bucket: Name, 3 to 63 characters; without it one is made of the resource's identity. A change replaces.
            policy: Bucket policy, as JSON text or as the document itself. Without it: GuardDuty may find the bucket
                and write below the prefix for `exporters`, nobody may write there without the key, all use TLS.
            exporters: Each ``{"account_id", "region", "detector_id"}``; what is left out is looked up with the
                credentials. Without any: this account's detector in the stack's region.
            prefix: Folder that findings go to. Default: the bucket's root.
            retention_days: 1 to 36,500; without it findings are kept.
            noncurrent_retention_days: 1 to 36,500. Default: 90.
            abort_incomplete_upload_days: 1 to 36,500. Default: 7.
            object_lock: ``{"mode": "GOVERNANCE" or "COMPLIANCE", "days": 1 to 36,500}``. COMPLIANCE cannot be undone
                by anybody, and keeps `pulumi destroy` from deleting the bucket until the days are over.
            access_log_bucket: Bucket that gets the access log; its policy has to let S3's log delivery in.
            access_log_prefix: Default: the bucket's name and a slash.
            tags: At most 49; keys 1 to 128, values up to 256 characters.
            force_destroy: Delete the findings with the bucket. Default: no; what holds no findings needs no force.
            client_token: 0 to 64 characters. Without it, one is derived from the resource's identity; a repeated
                create finds by it what an earlier one made.
            adopt: Take over a bucket of this account that has the name already. Default: refuse.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's. A change replaces.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
            opts: Pulumi's resource options.
        """
        super().__init__(
            resource_name,
            {
                "bucket": bucket,
                "kms_key_arn": kms_key_arn,
                "policy": json_text(policy),
                "exporters": renamed(exporters, EXPORTER),
                "prefix": prefix,
                "retention_days": retention_days,
                "noncurrent_retention_days": noncurrent_retention_days,
                "abort_incomplete_upload_days": abort_incomplete_upload_days,
                "object_lock": object_lock,
                "access_log_bucket": access_log_bucket,
                "access_log_prefix": access_log_prefix,
                "tags": tags,
                "force_destroy": force_destroy,
                "client_token": client_token,
                "adopt": adopt,
                "region": region,
                "aws": aws,
            },
            opts,
        )
