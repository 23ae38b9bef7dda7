"""A Pulumi policy pack for KMS, S3 and GuardDuty."""

from pathlib import Path


__all__ = ["CONFIGURATIONS", "FOLDER"]

FOLDER = Path(__file__).parent
"""What `pulumi --policy-pack` takes."""

CONFIGURATIONS = FOLDER / "configurations"
"""What `pulumi --policy-pack-config` takes: ``baseline.json``, ``strict.json`` and ``audit.json`` lie here."""
