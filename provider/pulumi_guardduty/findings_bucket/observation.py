"""A bucket's settings as S3 has them, under the names they have in state."""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty.findings_bucket import marker
from pulumi_guardduty.findings_bucket.lifecycle_rules import Retention, altered
from pulumi_guardduty.findings_bucket.place import Place, or_none
from pulumi_guardduty.sink_upkeep import resource_tags


#: What every findings bucket has, whatever is declared.
FIXED: Final[Mapping[str, Any]] = {
    "publicAccessBlocked": True,
    "objectOwnership": "BucketOwnerEnforced",
    "versioning": "Enabled",
    "bucketKeyEnabled": True,
}


def observe(place: Place, prefix: str | None) -> Bag:
    """All settings of a bucket; `prefix` is the folder whose folder object and rules are looked at.

    Raises:
        AwsCallError: The bucket is gone, or S3 refused to tell.
    """
    with aws_errors():
        return _settings(place, prefix)


def _settings(place: Place, prefix: str | None) -> Bag:
    policy = or_none(lambda: place.s3.get_bucket_policy(**place.name), "NoSuchBucketPolicy")
    return {
        "allTags": tags(place),
        "publicAccessBlocked": _public_access_blocked(place),
        "objectOwnership": _ownership(place),
        "versioning": place.s3.get_bucket_versioning(**place.name).get("Status", "Disabled"),
        **_encryption(place),
        "policy": policy["Policy"] if policy else None,
        **_expiry(place, prefix or ""),
        **_logging(place),
        "objectLock": _lock(place),
        "markerPresent": _marker(place, prefix),
    }


def tags(place: Place) -> dict[str, str]:
    """All tags of a bucket, ours included."""
    found = or_none(lambda: place.s3.get_bucket_tagging(**place.name), "NoSuchTagSet")
    return resource_tags.as_map(found["TagSet"]) if found else {}


def _public_access_blocked(place: Place) -> bool:
    found = or_none(lambda: place.s3.get_public_access_block(**place.name), "NoSuchPublicAccessBlockConfiguration")
    four = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return found is not None and all(found["PublicAccessBlockConfiguration"].get(each) for each in four)


def _ownership(place: Place) -> str | None:
    found = or_none(lambda: place.s3.get_bucket_ownership_controls(**place.name), "OwnershipControlsNotFoundError")
    return found["OwnershipControls"]["Rules"][0]["ObjectOwnership"] if found else None


def _encryption(place: Place) -> Bag:
    missing = "ServerSideEncryptionConfigurationNotFoundError"
    found = or_none(lambda: place.s3.get_bucket_encryption(**place.name), missing)
    rule = found["ServerSideEncryptionConfiguration"]["Rules"][0] if found else {}
    default = rule.get("ApplyServerSideEncryptionByDefault", {})
    return {
        "kmsKeyArn": default.get("KMSMasterKeyID") if default.get("SSEAlgorithm") == "aws:kms" else None,
        "bucketKeyEnabled": rule.get("BucketKeyEnabled", False),
    }


def _expiry(place: Place, prefix: str) -> Bag:
    found = or_none(lambda: place.s3.get_bucket_lifecycle_configuration(**place.name), "NoSuchLifecycleConfiguration")
    rules = found["Rules"] if found else []
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
