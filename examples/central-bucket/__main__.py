"""Findings of three regions in one bucket."""

import pulumi
from pulumi_guardduty_components import FindingsExport


HOME = "eu-central-1"
OTHERS = ("eu-west-1", "us-east-1")
PREFIX = "findings"

central = FindingsExport("central", prefix=PREFIX, region=HOME, exporters=[{"region": region} for region in OTHERS])
exports = {HOME: central} | {
    region: FindingsExport(
        f"from-{region}",
        bucket_arn=central.bucket_arn,
        kms_key_arn=central.kms_key_arn,
        prefix=PREFIX,
        region=region,
    )
    for region in OTHERS
}

pulumi.export("status", {region: export.status for region, export in exports.items()})
pulumi.export("findings", {region: export.findings_location for region, export in exports.items()})
