"""Findings of this account's detector in the stack's region, encrypted in a bucket of their own."""

import pulumi
from pulumi_guardduty_components import FindingsExport


export = FindingsExport("findings", retention_days=365, tags={"team": "security"})

pulumi.export("status", export.status)
pulumi.export("findings", export.findings_location)
