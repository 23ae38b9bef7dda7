"""Buckets of the `aws-native` provider."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pulumi_guardduty_policy.documents.document import parse
from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import Renamed, nested
from pulumi_guardduty_policy.views.bucket import Aspect, BucketFacts
from pulumi_guardduty_policy.views.bucket_settings import (
    Encryption,
    Logging,
    ObjectLock,
    PublicAccess,
    Versioning,
    canned_acl_is_public,
)
from pulumi_guardduty_policy.views.lifecycle import Lifecycle, lifecycle


def facts(resource: Resource) -> BucketFacts | None:
    """Read what a resource of `aws-native` says of a bucket; None if it is about something else."""
    bag = resource.declared
    if resource.type in tokens.NATIVE_BUCKET_POLICY:
        return BucketFacts(resource, {Aspect.POLICY: partial(_policy, bag)})
    if resource.type not in tokens.NATIVE_BUCKET:
        return None
    declared = {aspect: partial(read, bag) for aspect, (name, read) in _INLINE.items() if states(bag, name)}
    # Absence is not final: resources of the `aws` provider may set the rest.
    return BucketFacts(resource, declared, whole=True)


def _encryption(bag: Mapping[str, Any]) -> Encryption | None:
    rule = nested(nested(bag, "bucketEncryption"), "serverSideEncryptionConfiguration")
    default = nested(rule, "serverSideEncryptionByDefault")
    return Encryption(default, rule) if default else None


def _lifecycle(bag: Mapping[str, Any]) -> Lifecycle | None:
    return lifecycle(nested(bag, "lifecycleConfiguration"), "rules")


def _logging(bag: Mapping[str, Any]) -> Logging | None:
    block = nested(bag, "loggingConfiguration")
    return Logging(Renamed(block, {"targetBucket": "destinationBucketName"})) if block else None


def _lock(bag: Mapping[str, Any]) -> ObjectLock | None:
    retention = nested(nested(nested(bag, "objectLockConfiguration"), "rule"), "defaultRetention")
    return ObjectLock(retention) if retention else None


def _policy(bag: Mapping[str, Any]) -> Any:
    document = bag.get("policyDocument")
    return parse(document) if document else None


_INLINE: dict[Aspect, tuple[str, Callable[[Mapping[str, Any]], Any]]] = {
    Aspect.ENCRYPTION: ("bucketEncryption", _encryption),
    Aspect.LIFECYCLE: ("lifecycleConfiguration", _lifecycle),
    Aspect.LOGGING: ("loggingConfiguration", _logging),
    Aspect.OBJECT_LOCK: ("objectLockConfiguration", _lock),
    Aspect.OWNERSHIP: (
        "ownershipControls",
        lambda bag: nested(nested(bag, "ownershipControls"), "rules").get("objectOwnership"),
    ),
    Aspect.PUBLIC_ACCESS: (
        "publicAccessBlockConfiguration",
        lambda bag: PublicAccess(nested(bag, "publicAccessBlockConfiguration")),
    ),
    Aspect.PUBLIC_ACL: ("accessControl", lambda bag: canned_acl_is_public(bag.get("accessControl"))),
    Aspect.VERSIONING: ("versioningConfiguration", lambda bag: Versioning(nested(bag, "versioningConfiguration"))),
}
