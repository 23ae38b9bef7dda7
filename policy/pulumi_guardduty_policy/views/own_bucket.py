"""This project's own buckets, and the policy statements it adds to other people's."""

from collections.abc import Callable, Mapping
from typing import Any

from pulumi_guardduty_policy.documents.document import Document, parse
from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import Renamed, first, nested
from pulumi_guardduty_policy.views.bucket import Aspect, BucketFacts
from pulumi_guardduty_policy.views.bucket_settings import (
    PUBLIC_ACCESS_SWITCHES,
    Encryption,
    Logging,
    ObjectLock,
    PublicAccess,
    Versioning,
)
from pulumi_guardduty_policy.views.lifecycle import Lifecycle, LifecycleRule
from pulumi_guardduty_policy.views.own import FindingsBucket, ListBucket, PolicyStatements


#: What its class denies where no policy is declared: writes with another key below the folder, and plain HTTP.
_OWN_KEY_ONLY = {
    "Sid": "DenyWrongKey",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:PutObject",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "the bucket's key"}},
}
_TLS_ONLY = {
    "Sid": "DenyInsecureTransport",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


#: Both classes always abort incomplete uploads; after how many days does not matter here.
_ABORTS = {"enabled": True, "abortIncompleteMultipartUploadDays": 1}


def facts(resource: Resource) -> BucketFacts | None:
    """Read what one of this project's resources says of a bucket; None if it is about something else."""
    bag = resource.declared
    if resource.type in tokens.OWN_BUCKET_STATEMENTS:
        readers = {Aspect.POLICY: lambda: _document(bag, PolicyStatements.STATEMENTS, [_OWN_KEY_ONLY])}
        return BucketFacts(resource, readers, adds=frozenset({Aspect.POLICY}))
    if resource.type in tokens.OWN_LIST_BUCKET:
        return BucketFacts(resource, _list_bucket(bag), whole=True, settles=frozenset(Aspect), holds_lists=True)
    if resource.type in tokens.OWN_FINDINGS_BUCKET:
        return BucketFacts(
            resource,
            _findings_bucket(bag),
            whole=True,
            settles=frozenset(Aspect),
            folder=lambda: str(bag.get(FindingsBucket.PREFIX) or ""),
            holds_findings=True,
        )
    return None


def _list_bucket(bag: Mapping[str, Any]) -> dict[Aspect, Callable[[], Any]]:
    return _PRIVATE | {
        Aspect.ENCRYPTION: lambda: _list_encryption(bag),
        Aspect.LIFECYCLE: lambda: Lifecycle((LifecycleRule(_ABORTS),)),
        Aspect.POLICY: lambda: parse([_TLS_ONLY]),
    }


def _findings_bucket(bag: Mapping[str, Any]) -> dict[Aspect, Callable[[], Any]]:
    return _PRIVATE | {
        Aspect.ENCRYPTION: lambda: _encryption(bag),
        Aspect.LIFECYCLE: lambda: _lifecycle(bag),
        Aspect.LOGGING: lambda: _logging(bag),
        Aspect.OBJECT_LOCK: lambda: _lock(bag),
        Aspect.POLICY: lambda: _document(bag, FindingsBucket.POLICY, [_OWN_KEY_ONLY, _TLS_ONLY]),
    }


#: What both classes set whatever is declared.
_PRIVATE: dict[Aspect, Callable[[], Any]] = {
    Aspect.OWNERSHIP: lambda: "BucketOwnerEnforced",
    Aspect.PUBLIC_ACCESS: lambda: PublicAccess(dict.fromkeys(PUBLIC_ACCESS_SWITCHES, True)),
    Aspect.PUBLIC_ACL: lambda: False,
    Aspect.VERSIONING: lambda: Versioning({"enabled": True}),
}


def _list_encryption(bag: Mapping[str, Any]) -> Encryption:
    if states(bag, ListBucket.KEY):
        return _encryption(bag)
    return Encryption({"sseAlgorithm": "AES256"}, {})


def _encryption(bag: Mapping[str, Any]) -> Encryption:
    default = Renamed(bag, {"kmsMasterKeyId": FindingsBucket.KEY}, sseAlgorithm="aws:kms")
    return Encryption(default, {"bucketKeyEnabled": True})


def _lifecycle(bag: Mapping[str, Any]) -> Lifecycle:
    rule = Renamed(
        bag,
        {"expirationInDays": FindingsBucket.RETENTION_DAYS},
        **_ABORTS,
        # Its class expires what lies in the folder, and never the folder's own marker.
        prefix=f"{bag.get(FindingsBucket.PREFIX) or ''}/AWSLogs/".lstrip("/"),
    )
    return Lifecycle((LifecycleRule(rule),))


def _logging(bag: Mapping[str, Any]) -> Logging | None:
    target = first(bag, FindingsBucket.LOG_BUCKET)
    return Logging({"targetBucket": target}) if target else None


def _lock(bag: Mapping[str, Any]) -> ObjectLock | None:
    retention = nested(bag, FindingsBucket.OBJECT_LOCK)
    return ObjectLock(retention) if retention else None


def _document(bag: Mapping[str, Any], name: str, generated: list[dict[str, Any]]) -> Document:
    return parse(bag.get(name) or generated)
