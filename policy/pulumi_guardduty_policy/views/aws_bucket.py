"""Buckets of the `aws` provider: inline settings, and the resources that settings are split into."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pulumi_guardduty_policy.documents.document import parse
from pulumi_guardduty_policy.framework.resource import Resource, states
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import nested, objects
from pulumi_guardduty_policy.views.bucket import Aspect, BucketFacts
from pulumi_guardduty_policy.views.bucket_settings import (
    Encryption,
    Logging,
    ObjectLock,
    PublicAccess,
    Versioning,
    canned_acl_is_public,
    group_is_public,
)
from pulumi_guardduty_policy.views.lifecycle import lifecycle


_Reader = Callable[[Mapping[str, Any]], Any]


def facts(resource: Resource) -> BucketFacts | None:
    """Read what a resource of the `aws` provider says of a bucket; None if it is about something else."""
    if resource.type in tokens.AWS_BUCKET:
        return BucketFacts(resource, _bound(_inline(resource), resource.declared), whole=True)
    reader = _SPLIT.get(resource.type)
    if reader is None:
        return None
    return BucketFacts(resource, _bound(dict([reader]), resource.declared))


def _inline(resource: Resource) -> dict[Aspect, _Reader]:
    return {
        aspect: read
        for aspect, (names, read) in _INLINE.items()
        if any(states(resource.declared, name) for name in names)
    }


def _bound(readers: Mapping[Aspect, _Reader], bag: Mapping[str, Any]) -> dict[Aspect, Callable[[], Any]]:
    return {aspect: partial(read, bag) for aspect, read in readers.items()}


def _inline_encryption(bag: Mapping[str, Any]) -> Encryption | None:
    block = nested(bag, "serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations")
    return _encryption(block, "rule", "rules")


def _split_encryption(bag: Mapping[str, Any]) -> Encryption | None:
    return _encryption(bag, "rules", "rule")


def _encryption(bag: Mapping[str, Any], *names: str) -> Encryption | None:
    rule = nested(bag, *names)
    default = nested(rule, "applyServerSideEncryptionByDefault", "applyServerSideEncryptionByDefaults")
    return Encryption(default, rule) if default else None


def _inline_versioning(bag: Mapping[str, Any]) -> Versioning | None:
    block = nested(bag, "versioning", "versionings")
    return Versioning(block) if block else None


def _inline_logging(bag: Mapping[str, Any]) -> Logging | None:
    block = nested(bag, "logging", "loggings")
    return Logging(block) if block else None


def _inline_lock(bag: Mapping[str, Any]) -> ObjectLock | None:
    return _lock(nested(bag, "objectLockConfiguration"))


def _lock(bag: Mapping[str, Any]) -> ObjectLock | None:
    rule = nested(bag, "rule", "rules")
    retention = nested(rule, "defaultRetention", "defaultRetentions")
    return ObjectLock(retention) if retention else None


def _inline_acl(bag: Mapping[str, Any]) -> bool:
    grants = objects(bag["grants"]) if states(bag, "grants") else ()
    return canned_acl_is_public(bag.get("acl")) or any(group_is_public(grant.get("uri")) for grant in grants)


def _split_acl(bag: Mapping[str, Any]) -> bool:
    policy = nested(bag, "accessControlPolicy")
    grants = objects(policy["grants"]) if states(policy, "grants") else ()
    return canned_acl_is_public(bag.get("acl")) or any(
        group_is_public(nested(grant, "grantee").get("uri")) for grant in grants
    )


def _policy(bag: Mapping[str, Any]) -> Any:
    text = bag.get("policy")
    return parse(text) if text else None


#: Setting, the names it has inline on a bucket (Bucket, BucketV2 and older releases), and its reader.
_INLINE: dict[Aspect, tuple[tuple[str, ...], _Reader]] = {
    Aspect.ENCRYPTION: (
        ("serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"),
        _inline_encryption,
    ),
    Aspect.LIFECYCLE: (("lifecycleRules",), lambda bag: lifecycle(bag, "lifecycleRules")),
    Aspect.LOGGING: (("logging", "loggings"), _inline_logging),
    Aspect.OBJECT_LOCK: (("objectLockConfiguration",), _inline_lock),
    Aspect.POLICY: (("policy",), _policy),
    Aspect.PUBLIC_ACL: (("acl", "grants"), _inline_acl),
    Aspect.VERSIONING: (("versioning", "versionings"), _inline_versioning),
}

_SPLIT: dict[str, tuple[Aspect, _Reader]] = {
    token: (aspect, read)
    for types, aspect, read in (
        (tokens.AWS_ENCRYPTION, Aspect.ENCRYPTION, _split_encryption),
        (tokens.AWS_BUCKET_POLICY, Aspect.POLICY, _policy),
        (tokens.AWS_PUBLIC_ACCESS, Aspect.PUBLIC_ACCESS, PublicAccess),
        (tokens.AWS_VERSIONING, Aspect.VERSIONING, lambda bag: Versioning(nested(bag, "versioningConfiguration"))),
        (tokens.AWS_LIFECYCLE, Aspect.LIFECYCLE, lambda bag: lifecycle(bag, "rules")),
        (tokens.AWS_LOGGING, Aspect.LOGGING, Logging),
        (tokens.AWS_OWNERSHIP, Aspect.OWNERSHIP, lambda bag: nested(bag, "rule").get("objectOwnership")),
        (tokens.AWS_OBJECT_LOCK, Aspect.OBJECT_LOCK, _lock),
        (tokens.AWS_BUCKET_ACL, Aspect.PUBLIC_ACL, _split_acl),
    )
    for token in types
}
