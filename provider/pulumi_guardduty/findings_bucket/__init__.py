"""Buckets that hold the findings GuardDuty exports."""

from pulumi_guardduty.findings_bucket.resource import FindingsBucket


__all__ = ["FindingsBucket"]
