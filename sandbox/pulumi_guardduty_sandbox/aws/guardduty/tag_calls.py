"""Tags of detectors, destinations and lists through the tag operations.

The ARN of a destination is spelt in lower case here; `publishingDestination` gives E16.
"""

import re
from collections.abc import Mapping
from typing import Any

from pulumi_guardduty_sandbox.aws.guardduty.backend import SandboxGuardDutyBackend
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal, UnestablishedRefusal
from pulumi_guardduty_sandbox.aws.guardduty.list_kind import KINDS
from pulumi_guardduty_sandbox.aws.settings import Settings


_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):guardduty:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):detector/(?P<detector>[^/]+)"
    r"(?:/(?P<kind>publishingdestination|filter|" + "|".join(KINDS) + r")/(?P<id>[^/]+))?"
)


def check_number(tags: Mapping[str, str], settings: Settings) -> None:
    """Refuse more tags than one resource may have."""
    if len(tags) > settings.tag_quota:
        raise UnestablishedRefusal(f"{len(tags)} tags were given, a resource may have {settings.tag_quota}")


def tags_of(backend: SandboxGuardDutyBackend, arn: str) -> dict[str, str]:
    """The tags behind an ARN, to read or to change.

    Raises:
        Refusal: The ARN is none of this account and region (E16), or nothing is behind it.
    """
    found = _ARN.fullmatch(arn)
    here = (backend.partition, backend.region_name, backend.account_id)
    if found is None or found.group("partition", "region", "account") != here:
        raise Refusal("E16")
    detector_id, kind, child = found.group("detector", "kind", "id")
    detector = backend.detector(detector_id)
    if kind is None:
        return _of_detector(backend.moto.detectors[detector_id])
    held: Any = detector.destinations if kind == "publishingdestination" else detector.lists_of(kind)
    resource = held.get(child)
    if resource is None or getattr(resource, "deleted_at", None) is not None:
        raise Refusal("E13" if kind == "publishingdestination" else "L1")
    tags: dict[str, str] = resource.tags
    return tags


def _of_detector(detector: Any) -> dict[str, str]:
    tags: dict[str, str] = detector.tags
    return tags
