"""Findings to a bucket and key that exist already, whose policies get the statements an export needs."""

import pulumi
from pulumi_guardduty_components import FindingsExport


config = pulumi.Config()
export = FindingsExport(
    "findings",
    bucket_arn=config.require("bucketArn"),
    kms_key_arn=config.require("kmsKeyArn"),
    manage_policies=config.get_bool("managePolicies"),
)

pulumi.export("status", export.status)
pulumi.export("findings", export.findings_location)
