"""Keys that encrypt the findings GuardDuty exports."""

from pulumi_guardduty.findings_key.resource import FindingsKey


__all__ = ["FindingsKey"]
