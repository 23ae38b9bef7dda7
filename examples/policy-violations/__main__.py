"""An export and a trusted list as they should not be: the policy pack refuses them before anything is made."""

import pulumi
import pulumi_guardduty as guardduty


open_key = guardduty.FindingsKey(
    "open-key",
    alias="alias/open",
    rotation_enabled=False,
    deletion_window_in_days=7,
    policy={
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "Everybody", "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"},
            {
                "Sid": "GuardDuty",
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
                "Resource": "*",
            },
        ],
    },
)

bucket = guardduty.FindingsBucket(
    "findings",
    bucket="findings-wrong-on-purpose",
    kms_key_arn=open_key.arn,
    prefix="findings",
    policy={
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "GuardDuty",
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": ["s3:GetBucketLocation", "s3:PutObject"],
                "Resource": ["arn:aws:s3:::findings-wrong-on-purpose", "arn:aws:s3:::findings-wrong-on-purpose/*"],
            },
        ],
    },
)

# The findings would be encrypted with another key than the bucket they lie in.
other_key = guardduty.FindingsKey("other-key", alias="alias/other")
guardduty.PublishingDestination(
    "export",
    destination_arn=pulumi.Output.concat(bucket.arn, "/findings"),
    kms_key_arn=other_key.arn,
)

# Whoever owns the bucket of this list decides whom GuardDuty trusts.
guardduty.IPSet(
    "offices", name="offices", format="TXT", location="s3://a-bucket-of-somebody/offices.txt", activate=True
)
