"""The ready-made stack: an export of findings and any number of lists, from stack config alone.

README.md lists the keys. A value that does not fit ends the run with one sentence.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pulumi_guardduty as guardduty
from pulumi_guardduty_components import FindingsExport, ThreatList


config = pulumi.Config()

#: Config key to the argument of `FindingsExport`, and how the value is read.
EXPORT: dict[str, tuple[str, Callable[[str], Any]]] = {
    "detectorId": ("detector_id", config.get),
    "bucketName": ("bucket_name", config.get),
    "prefix": ("prefix", config.get),
    "retentionDays": ("retention_days", config.get_int),
    "objectLock": ("object_lock", config.get_object),
    "accessLogBucket": ("access_log_bucket", config.get),
    "forceDestroy": ("force_destroy", config.get_bool),
    "tags": ("tags", config.get_object),
    "bucketArn": ("bucket_arn", config.get),
    "kmsKeyArn": ("kms_key_arn", config.get),
    "managePolicies": ("manage_policies", config.get_bool),
    "exporters": ("exporters", config.get_object),
    "bucketRegion": ("bucket_region", config.get),
}

#: Key of a list to the argument, for a list of one's own file (`source`, `entries`) or of an object in S3 (`location`).
LIST = {
    "name": "name",
    "format": "format",
    "activate": "activate",
    "tags": "tags",
    "expectedBucketOwner": "expected_bucket_owner",
}
MADE = {"source": "source", "entries": "entries", "kind": "kind", "allowNonPublic": "allow_non_public"}
FOUND = {"location": "location", "contentVersion": "content_version"}


def rows() -> list[Mapping[str, Any]]:
    """The lists of the stack's config."""
    value = config.get_object("lists") or []
    if not isinstance(value, list) or not all(isinstance(row, dict) and row.get("name") for row in value):
        raise pulumi.RunError("config lists: has to be a list of maps, each with a name; see README.md")
    for number, row in enumerate(value):
        if not isinstance(row["name"], str):
            raise pulumi.RunError(f"config lists: the name of lists[{number}] has to be text (got {row['name']!r})")
        if row["name"] in [other["name"] for other in value[:number]]:
            raise pulumi.RunError(f"config lists: two lists have the name {row['name']!r}; give each its own")
        if unknown := sorted(set(row) - {*LIST, *MADE, *FOUND}):
            raise pulumi.RunError(f"config lists: list {row['name']!r} has no setting {unknown[0]!r}; see README.md")
        if "location" in row and (both := sorted(set(row) & set(MADE))):
            raise pulumi.RunError(f"config lists: list {row['name']!r} has location and {both[0]}; give one of the two")
    return value


def declare(row: Mapping[str, Any], detector_id: pulumi.Output[str]) -> pulumi.Output[str]:
    """Declare one list; its status."""
    names = {**LIST, **(FOUND if "location" in row else MADE)}
    arguments = {names[key]: value for key, value in row.items()}
    arguments = {"activate": True, "detector_id": detector_id, **arguments}
    if "location" in row:
        return guardduty.ThreatIntelSet(row["name"], **{"format": "TXT", **arguments}).status
    return ThreatList(row["name"], **arguments).status


lists = rows()
values = {argument: read(key) for key, (argument, read) in EXPORT.items()}
export = FindingsExport("export", **values)
pulumi.export("detectorId", export.detector_id)
pulumi.export("destinationId", export.destination_id)
pulumi.export("status", export.status)
pulumi.export("findings", export.findings_location)
pulumi.export("kmsKeyArn", export.kms_key_arn)
pulumi.export("lists", {row["name"]: declare(row, export.detector_id) for row in lists})
