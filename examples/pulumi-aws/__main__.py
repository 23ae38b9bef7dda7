"""Findings to a bucket and key that `pulumi_aws` manages, under the policies this package writes."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_guardduty as guardduty
from pulumi_guardduty_components import FindingsExport


PREFIX = "findings"

detector = aws.guardduty.Detector("detector", enable=True)
key = aws.kms.Key("findings", enable_key_rotation=True)
bucket = aws.s3.Bucket("findings")
known = pulumi.Output.all(
    account_id=aws.get_caller_identity_output().account_id,
    region=aws.get_region_output().region,
    detector_id=detector.id,
    bucket_arn=bucket.arn,
    kms_key_arn=key.arn,
)


def exporter(values: dict[str, Any]) -> dict[str, str]:
    """The one detector that exports."""
    return {name: values[name] for name in ("account_id", "region", "detector_id")}


def key_policy(values: dict[str, Any]) -> str:
    """The key's policy, as JSON."""
    return json.dumps(guardduty.guardduty_key_policy(key_arn=values["kms_key_arn"], exporters=[exporter(values)]))


def bucket_policy(values: dict[str, Any]) -> str:
    """The bucket's policy, as JSON."""
    place = {name: values[name] for name in ("bucket_arn", "kms_key_arn")}
    return json.dumps(guardduty.guardduty_bucket_policy(**place, exporters=[exporter(values)], prefix=PREFIX))


opened_key = aws.kms.KeyPolicy("findings", key_id=key.id, policy=known.apply(key_policy))
opened_bucket = aws.s3.BucketPolicy("findings", bucket=bucket.id, policy=known.apply(bucket_policy))
aws.s3.BucketPublicAccessBlock(
    "findings",
    bucket=bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
aws.s3.BucketServerSideEncryptionConfiguration(
    "findings",
    bucket=bucket.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn},
            "bucket_key_enabled": True,
        }
    ],
)
aws.s3.BucketVersioning("findings", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketLifecycleConfiguration(
    "findings",
    bucket=bucket.id,
    rules=[
        {
            # Findings alone: a rule that takes the folder object `findings/` too would stop the export.
            "id": "findings",
            "status": "Enabled",
            "filter": {"and": {"prefix": f"{PREFIX}/AWSLogs/", "object_size_greater_than": 0}},
            "expiration": {"days": 365},
        },
        {
            "id": "uploads",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        },
    ],
)
folder = aws.s3.BucketObjectv2(
    "folder",
    bucket=bucket.id,
    key=f"{PREFIX}/",
    content="",
    server_side_encryption="aws:kms",
    kms_key_id=key.arn,
    opts=pulumi.ResourceOptions(depends_on=[opened_bucket]),
)
export = FindingsExport(
    "export",
    detector_id=detector.id,
    bucket_arn=bucket.arn,
    kms_key_arn=key.arn,
    prefix=PREFIX,
    opts=pulumi.ResourceOptions(depends_on=[opened_key, opened_bucket, folder]),
)

pulumi.export("status", export.status)
