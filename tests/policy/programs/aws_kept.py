"""An export, lists and their bucket with `pulumi_aws`, which keep every rule that the provider can keep."""

import json

import pulumi
from pulumi_aws import guardduty, kms, s3


ACCOUNT = "111122223333"
DETECTOR_ARN = f"arn:aws:guardduty:us-east-1:{ACCOUNT}:detector/detector-id"
PINNED = {"StringEquals": {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": DETECTOR_ARN}}
GUARDDUTY = {"Service": "guardduty.amazonaws.com"}

detector = guardduty.Detector("detector", enable=True)

key = kms.Key("key", enable_key_rotation=True, deletion_window_in_days=30)
kms.KeyPolicy(
    "key-policy",
    key_id=key.key_id,
    policy=key.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                        "Action": "kms:*",
                        "Resource": "*",
                    },
                    {
                        "Effect": "Allow",
                        "Principal": GUARDDUTY,
                        "Action": "kms:GenerateDataKey",
                        "Resource": arn,
                        "Condition": PINNED,
                    },
                ],
            }
        )
    ),
)
kms.Alias("alias", name="alias/findings", target_key_id=key.key_id)

logs = s3.Bucket("logs")
findings = s3.Bucket("findings", force_destroy=True)


def harden(name, bucket, statements):
    """Everything but access logging and encryption, in resources of their own."""
    s3.BucketPublicAccessBlock(
        f"{name}-block",
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    s3.BucketVersioning(f"{name}-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
    s3.BucketOwnershipControls(f"{name}-owner", bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"})
    s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        bucket=bucket.id,
        rules=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": "findings/AWSLogs/"},
                "expiration": {"days": 365},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
    )
    s3.BucketPolicy(
        f"{name}-policy",
        bucket=bucket.id,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [_tls_only(bucket), *statements]}),
    )


def _tls_only(bucket):
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


harden("logs", logs, [])
harden(
    "findings",
    findings,
    [
        {
            "Effect": "Allow",
            "Principal": GUARDDUTY,
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(findings.arn, "/findings/*"),
            "Condition": PINNED,
        },
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(findings.arn, "/findings/*"),
            "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": key.arn}},
        },
    ],
)
s3.BucketServerSideEncryptionConfiguration(
    "findings-encryption",
    bucket=findings.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn},
            "bucket_key_enabled": True,
        }
    ],
)
s3.BucketLogging("findings-logging", bucket=findings.id, target_bucket=logs.id, target_prefix="findings/")
s3.BucketObjectLockConfiguration(
    "findings-lock", bucket=findings.id, rule={"default_retention": {"mode": "GOVERNANCE", "days": 365}}
)

guardduty.PublishingDestination(
    "export",
    detector_id=detector.id,
    destination_arn=pulumi.Output.concat(findings.arn, "/findings"),
    kms_key_arn=key.arn,
)

hostile = s3.BucketObjectv2(
    "hostile-object", bucket=findings.id, key="lists/hostile.txt", source=pulumi.StringAsset("198.51.100.7\n")
)
guardduty.ThreatIntelSet(
    "hostile",
    activate=True,
    detector_id=detector.id,
    format="TXT",
    location=pulumi.Output.concat("s3://", findings.id, "/", hostile.key),
    name="hostile",
)
