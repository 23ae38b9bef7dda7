"""The ready-made stack: an export of findings and any number of lists, from stack config alone.

README.md lists the keys. A value that does not fit ends the run with one sentence.
"""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_guardduty as guardduty


config = pulumi.Config()


def text_map(key: str) -> dict[str, str] | None:
    """A map of strings from config, or None when it is not set."""
    value = config.get_object(key)
    if value is not None and not (isinstance(value, dict) and all(isinstance(item, str) for item in value.values())):
        raise pulumi.RunError(
            f"config {key}: has to be a map of strings, such as {{'team': 'security'}} (got {value!r})"
        )
    return value


def rows(key: str) -> list[Mapping[str, Any]]:
    """A list of maps from config; empty when it is not set."""
    value = config.get_object(key) or []
    if not isinstance(value, list) or not all(isinstance(row, dict) and "name" in row for row in value):
        raise pulumi.RunError(f"config {key}: has to be a list of maps, each with a name (got {value!r})")
    return value


destination = guardduty.PublishingDestination(
    "export",
    detector_id=config.get("detectorId"),
    destination_arn=config.require("destinationArn"),
    kms_key_arn=config.require("kmsKeyArn"),
    tags=text_map("tags"),
)
lists = {
    row["name"]: guardduty.ThreatIntelSet(
        row["name"],
        detector_id=destination.detector_id,
        name=row["name"],
        format=row.get("format", "TXT"),
        location=row.get("location", ""),
        activate=row.get("activate", True),
        expected_bucket_owner=row.get("expectedBucketOwner"),
        tags=text_map("tags"),
    )
    for row in rows("lists")
}

pulumi.export("destinationId", destination.destination_id)
pulumi.export("status", destination.status)
pulumi.export("lists", {name: threats.status for name, threats in lists.items()})
