"""Components that bundle a findings export, or a list, with all it needs."""

from pulumi_guardduty_components.findings_export import (
    AwsArgs,
    ExporterArgs,
    FindingsExport,
    FindingsExportArgs,
    ObjectLockArgs,
)
from pulumi_guardduty_components.threat_list import ThreatList, ThreatListArgs


__all__ = [
    "AwsArgs",
    "ExporterArgs",
    "FindingsExport",
    "FindingsExportArgs",
    "ObjectLockArgs",
    "ThreatList",
    "ThreatListArgs",
]
