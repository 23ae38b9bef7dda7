"""Bringing a bucket's settings to a declaration, with a call only for those that differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.bucket_upkeep import settings
from pulumi_guardduty.bucket_upkeep.place import Place
from pulumi_guardduty.findings_bucket import marker
from pulumi_guardduty.findings_bucket.lifecycle_rules import Retention
from pulumi_guardduty.findings_bucket.model import FindingsBucketInputs
from pulumi_guardduty.findings_bucket.observation import FIXED
from pulumi_guardduty.sink_upkeep import resource_tags
from pulumi_guardduty.sink_upkeep.policy_text import same_policy
from pulumi_guardduty.sink_upkeep.settling import settled


@dataclass(frozen=True)
class Wanted:
    """What a bucket has to become: its declaration, and what was looked up for it."""

    inputs: FindingsBucketInputs
    bucket: str
    policy: str
    token: str

    def settings(self) -> Bag:
        """Every setting, under the names of `observation.observe`."""
        inputs = self.inputs
        logged = inputs.access_log_bucket is not None
        return {
            **FIXED,
            "allTags": resource_tags.with_identity(inputs.tags, self.token),
            "kmsKeyArn": inputs.kms_key_arn,
            "policy": self.policy,
            "retentionDays": inputs.retention_days,
            "noncurrentRetentionDays": inputs.noncurrent_retention_days,
            "abortIncompleteUploadDays": inputs.abort_incomplete_upload_days,
            "alteredRules": None,
            "accessLogBucket": inputs.access_log_bucket,
            "accessLogPrefix": (inputs.access_log_prefix or default_log_prefix(self.bucket)) if logged else None,
            "objectLock": inputs.object_lock.model_dump() if inputs.object_lock else None,
            "markerPresent": True if inputs.prefix else None,
        }


def default_log_prefix(bucket: str) -> str:
    """What the names of access log objects begin with when nothing is declared."""
    return f"{bucket}/"


def converge(seen: Mapping[str, Any], wanted: Wanted, place: Place, deadline: Deadline) -> bool:
    """Bring the bucket that was `seen` to what is `wanted`; whether anything had to be changed.

    Raises:
        AwsCallError: S3 refused a change.
    """
    all_settings = wanted.settings()
    changed = False
    for names, write in _STEPS:
        if any(_differs(name, seen.get(name), all_settings[name]) for name in names):
            settled(lambda write=write: write(place, wanted), f"bucket {place.bucket}", deadline)  # type: ignore[misc]  # mypy reads no default of a lambda
            changed = True
    return changed


def _differs(name: str, seen: Any, wanted: Any) -> bool:
    if name == "policy":
        return seen is None or not same_policy(seen, wanted)
    return bool(seen != wanted)


def _put_public_access_block(place: Place, _wanted: Wanted) -> None:
    settings.put_public_access_block(place)


def _put_ownership(place: Place, _wanted: Wanted) -> None:
    settings.put_ownership(place)


def _put_policy(place: Place, wanted: Wanted) -> None:
    settings.put_policy(place, wanted.policy)


def _put_encryption(place: Place, wanted: Wanted) -> None:
    settings.put_encryption(place, wanted.inputs.kms_key_arn)


def _put_versioning(place: Place, _wanted: Wanted) -> None:
    settings.put_versioning(place)


def _put_tags(place: Place, wanted: Wanted) -> None:
    settings.put_tags(place, wanted.settings()["allTags"])


def _put_rules(place: Place, wanted: Wanted) -> None:
    inputs = wanted.inputs
    kept = Retention(inputs.retention_days, inputs.noncurrent_retention_days, inputs.abort_incomplete_upload_days)
    settings.put_lifecycle_rules(place, kept.rules(inputs.prefix or ""))


def _put_logging(place: Place, wanted: Wanted) -> None:
    settings = wanted.settings()
    log = settings["accessLogBucket"]
    status = {"LoggingEnabled": {"TargetBucket": log, "TargetPrefix": settings["accessLogPrefix"]}} if log else {}
    try:
        with aws_errors():
            place.s3.put_bucket_logging(**place.name, BucketLoggingStatus=status)
    except errors.AwsCallError as error:
        if error.code != "InvalidTargetBucketForLogging":
            raise
        # Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging", permissions for log delivery.
        raise error.advised(
            f"the policy of access_log_bucket {log!r} has to allow s3:PutObject to logging.s3.amazonaws.com"
        ) from error


def _put_lock(place: Place, wanted: Wanted) -> None:
    lock = wanted.inputs.object_lock
    configuration: Bag = {"ObjectLockEnabled": "Enabled"}
    if lock is not None:
        configuration["Rule"] = {"DefaultRetention": {"Mode": lock.mode, "Days": lock.days}}
    place.s3.put_object_lock_configuration(**place.name, ObjectLockConfiguration=configuration)


def _put_marker(place: Place, wanted: Wanted) -> None:
    key = marker.marker_key(wanted.inputs.prefix)
    if key is not None:
        marker.put(place.bucket, key, wanted.inputs.kms_key_arn, place.owner, place.aws)


#: What is written together, in this order: a bucket that is left half made is closed first, and the folder object
#: comes when everything that its write is held to is in place.
_STEPS: Final[tuple[tuple[tuple[str, ...], Callable[[Place, Wanted], None]], ...]] = (
    (("publicAccessBlocked",), _put_public_access_block),
    (("objectOwnership",), _put_ownership),
    (("policy",), _put_policy),
    (("kmsKeyArn", "bucketKeyEnabled"), _put_encryption),
    (("versioning",), _put_versioning),
    (("allTags",), _put_tags),
    (("retentionDays", "noncurrentRetentionDays", "abortIncompleteUploadDays", "alteredRules"), _put_rules),
    (("accessLogBucket", "accessLogPrefix"), _put_logging),
    (("objectLock",), _put_lock),
    (("markerPresent",), _put_marker),
)
