"""Components that bundle a findings export, or a list, with all it needs."""

from pulumi_guardduty_components.findings_export import (
    AwsArgs,
    ExporterArgs,
    FindingsExport,
    FindingsExportArgs,
    ObjectLockArgs,
)


__all__ = ["AwsArgs", "ExporterArgs", "FindingsExport", "FindingsExportArgs", "ObjectLockArgs"]
