"""A bucket's settings as S3 has them, under the names they have in state."""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty.bucket_upkeep import settings
from pulumi_guardduty.bucket_upkeep.place import Place, or_none
from pulumi_guardduty.findings_bucket import marker
from pulumi_guardduty.findings_bucket.lifecycle_rules import Retention, altered


#: What every findings bucket has, whatever is declared.
FIXED: Final[Mapping[str, Any]] = {**settings.PRIVATE, "bucketKeyEnabled": True}


def observe(place: Place, prefix: str | None) -> Bag:
    """All settings of a bucket; `prefix` is the folder whose folder object and rules are looked at.

    Raises:
        AwsCallError: The bucket is gone, or S3 refused to tell.
    """
    with aws_errors():
        return _settings(place, prefix)


def _settings(place: Place, prefix: str | None) -> Bag:
    return {
        "allTags": settings.tags(place),
        **settings.private_part(place),
        **settings.encryption(place),
        "policy": settings.policy(place),
        **_expiry(place, prefix or ""),
        **_logging(place),
        "objectLock": _lock(place),
        "markerPresent": _marker(place, prefix),
    }


def _expiry(place: Place, prefix: str) -> Bag:
    rules = settings.lifecycle_rules(place)
    retention = Retention.of(rules)
    return {
        "retentionDays": retention.current_days,
        # Both have a default, so "kept for ever" has to be told from "not declared".
        "noncurrentRetentionDays": retention.noncurrent_days or 0,
        "abortIncompleteUploadDays": retention.upload_days or 0,
        "alteredRules": altered(rules, prefix) or None,
    }


def _logging(place: Place) -> Bag:
    found = place.s3.get_bucket_logging(**place.name).get("LoggingEnabled", {})
    return {"accessLogBucket": found.get("TargetBucket"), "accessLogPrefix": found.get("TargetPrefix")}


def _lock(place: Place) -> Bag | None:
    missing = "ObjectLockConfigurationNotFoundError"
    found = or_none(lambda: place.s3.get_object_lock_configuration(**place.name), missing)
    default = found["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention") if found else None
    if not default:
        return None
    return {"mode": default["Mode"], "days": default.get("Days") or default.get("Years", 0) * 365}


def _marker(place: Place, prefix: str | None) -> bool | None:
    key = marker.marker_key(prefix)
    return None if key is None else marker.there_is(place.bucket, key, place.owner, place.aws)
