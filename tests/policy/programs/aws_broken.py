"""An export and lists with `pulumi_aws`, as they are found in tutorials: each resource breaks some rule."""

import json

import pulumi
from pulumi_aws import guardduty, kms, s3


detector = guardduty.Detector("detector", enable=False)
unwatched = guardduty.Detector("unwatched")

key = kms.Key(
    "key",
    deletion_window_in_days=7,
    is_enabled=False,
    multi_region=True,
    bypass_policy_lockout_safety_check=True,
    policy=json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}),
)
slow = kms.Key("slow", enable_key_rotation=True, rotation_period_in_days=2000)
kms.KeyPolicy(
    "key-policy",
    key_id=key.id,
    policy=json.dumps(
        {
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
                "Resource": "*",
            }
        }
    ),
)
kms.Grant("grant", key_id=key.id, grantee_principal="arn:aws:iam::111122223333:role/r", operations=["Decrypt"])
kms.ReplicaKey("replica", primary_key_arn=key.arn, enabled=False)

inline = s3.BucketV2(
    "inline",
    acl="public-read",
    server_side_encryption_configurations=[
        {
            "rules": [
                {
                    "apply_server_side_encryption_by_defaults": [
                        {"sse_algorithm": "aws:kms", "kms_master_key_id": "alias/aws/s3"}
                    ]
                }
            ]
        }
    ],
    versionings=[{"enabled": False}],
    lifecycle_rules=[{"enabled": True, "expirations": [{"days": 30}]}],
    loggings=[{"target_bucket": "logs"}],
)
s3.BucketPolicy(
    "inline-policy",
    bucket=inline.id,
    policy=inline.arn.apply(
        lambda arn: json.dumps(
            {
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": f"{arn}/*",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ]
            }
        )
    ),
)
s3.BucketPublicAccessBlock("inline-block", bucket=inline.id, block_public_acls=True, block_public_policy=False)

bare = s3.Bucket("bare")
s3.BucketServerSideEncryptionConfigurationV2(
    "bare-encryption",
    bucket=bare.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
)
s3.BucketVersioningV2("bare-versions", bucket=bare.id, versioning_configuration={"status": "Suspended"})
s3.BucketLifecycleConfigurationV2(
    "bare-lifecycle",
    bucket=bare.id,
    rules=[{"id": "all", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": 30}}],
)
s3.BucketLoggingV2("bare-logging", bucket=bare.id, target_bucket="", target_prefix="")

guardduty.PublishingDestination(
    "export",
    detector_id=detector.id,
    destination_arn=pulumi.Output.concat(bare.arn, "/findings"),
    kms_key_arn="alias/findings",
)

trusted = s3.BucketObject(
    "trusted-object", bucket=bare.id, key="trusted.txt", content="10.0.0.0/8\n", acl="public-read"
)
guardduty.IPSet(
    "trusted",
    activate=True,
    detector_id=detector.id,
    format="TXT",
    location=pulumi.Output.concat("https://s3.amazonaws.com/", bare.id, "/trusted.txt"),
    name="trusted",
)
