"""Findings below a folder of the bucket, locked for a month and gone after three."""

import pulumi
from pulumi_guardduty_components import FindingsExport


export = FindingsExport(
    "findings",
    prefix="security/guardduty",
    retention_days=90,
    object_lock={"mode": "GOVERNANCE", "days": 30},
)

pulumi.export("status", export.status)
pulumi.export("findings", export.findings_location)
