"""The IAM actions that each kind of resource needs of the credentials Pulumi runs with.

`needed` is what one life of the resource takes: create, read, update of all that can be updated, delete. `optional`
is what only some declarations need, or what makes messages better; each says when, or what is lost without it.
docs/permissions.md is written from here.
"""

from dataclasses import dataclass, field
from typing import Any


DETECTOR = "arn:aws:guardduty:REGION:ACCOUNT:detector/DETECTOR"
ANY_DETECTOR = "arn:aws:guardduty:REGION:ACCOUNT:detector/*"
ROLE = "arn:aws:iam::ACCOUNT:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
BUCKET = "arn:aws:s3:::BUCKET"
OBJECTS = "arn:aws:s3:::BUCKET/*"
KEYS = "arn:aws:kms:REGION:ACCOUNT:key/KEY"
ANY_KEY = "arn:aws:kms:REGION:ACCOUNT:key/*"
ALIAS = "arn:aws:kms:REGION:ACCOUNT:alias/ALIAS"

Grants = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Optional:
    """An action that one life of the resource can do without."""

    resources: tuple[str, ...]
    why: str
    """When it is needed after all, or what is lost without it."""


@dataclass(frozen=True)
class Permissions:
    """What one kind needs: actions to the resources they are needed on."""

    needed: Grants
    optional: dict[str, Optional] = field(default_factory=dict)


def _on(resources: tuple[str, ...], service: str, names: str) -> Grants:
    return {f"{service}:{name}": resources for name in names.split()}


_FIND_DETECTOR = {
    "guardduty:ListDetectors": Optional((ANY_DETECTOR,), "needed where `detector_id` is not declared"),
}
_FIND_EXPORTER = {
    "guardduty:ListDetectors": Optional((ANY_DETECTOR,), "needed where an exporter's `detector_id` is not declared"),
}


def _list(kind: str, *, reads_as_role: bool) -> Permissions:
    calls = f"Create{kind} Delete{kind} Get{kind} List{kind}s Update{kind} TagResource UntagResource"
    needed = _on((DETECTOR, f"{DETECTOR}/{kind.lower()}/*"), "guardduty", calls)
    optional = {
        **_FIND_DETECTOR,
        "guardduty:GetAdministratorAccount": Optional(
            (DETECTOR,), "without it a refusal does not say that a member account cannot manage lists"
        ),
    }
    if reads_as_role:
        needed |= _on((ROLE,), "iam", "PutRolePolicy DeleteRolePolicy")
        optional["s3:GetObject"] = Optional(
            (OBJECTS,), "without it new content at `location` goes unnoticed, with a warning; or declare it by hand"
            " with `content_version`"
        )  # fmt: skip
    else:
        needed |= _on((OBJECTS,), "s3", "GetObject")
        optional["kms:Decrypt"] = Optional((KEYS,), "needed where a KMS key encrypts the list's object")
    return Permissions(needed, optional)


_PUBLISHING_DESTINATION = Permissions(
    {
        **_on(
            (DETECTOR, f"{DETECTOR}/*"),
            "guardduty",
            "CreatePublishingDestination DeletePublishingDestination DescribePublishingDestination "
            "UpdatePublishingDestination TagResource UntagResource",
        ),
        "s3:GetObject": (OBJECTS,),
        "s3:ListBucket": (BUCKET,),
    },
    {
        **_FIND_DETECTOR,
        "guardduty:ListPublishingDestinations": Optional(
            (DETECTOR,), "needed for `adopt`; without it a refusal does not name the destination that is there already"
        ),
        "kms:DescribeKey": Optional(
            (KEYS,), "without it a key that is missing, disabled or in the wrong region is noticed only by GuardDuty"
        ),
        "kms:GetKeyPolicy": Optional((KEYS,), "without it a refusal does not say what the key's policy lacks"),
        "s3:GetBucketLocation": Optional((BUCKET,), "needed where S3 does not tell the bucket's region otherwise"),
        "s3:GetBucketPolicy": Optional((BUCKET,), "without it a refusal does not say what the bucket's policy lacks"),
    },
)

_FINDINGS_KEY = Permissions(
    {
        **_on(("*",), "kms", "CreateKey ListAliases ListKeys TagResource"),
        **_on(
            (ANY_KEY,),
            "kms",
            "DisableKeyRotation EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags "
            "PutKeyPolicy ScheduleKeyDeletion UntagResource UpdateKeyDescription",
        ),
        **_on((ANY_KEY, ALIAS), "kms", "CreateAlias DeleteAlias DescribeKey"),
    },
    {
        **_FIND_EXPORTER,
        "kms:CancelKeyDeletion": Optional((ANY_KEY,), "needed where somebody scheduled the key's deletion by hand"),
        "kms:EnableKey": Optional((ANY_KEY,), "needed where somebody disabled the key by hand"),
        "kms:UpdateAlias": Optional((ANY_KEY, ALIAS), "needed where somebody pointed the alias at another key"),
    },
)

_BUCKET_SETTINGS = (
    "CreateBucket DeleteBucket ListBucket ListBucketVersions GetBucketOwnershipControls PutBucketOwnershipControls "
    "GetBucketPolicy PutBucketPolicy GetBucketPublicAccessBlock PutBucketPublicAccessBlock GetBucketTagging "
    "PutBucketTagging GetBucketVersioning PutBucketVersioning GetEncryptionConfiguration PutEncryptionConfiguration "
    "GetLifecycleConfiguration PutLifecycleConfiguration"
)

_FINDINGS_BUCKET = Permissions(
    {
        **_on((BUCKET,), "s3", f"{_BUCKET_SETTINGS} GetBucketLogging GetBucketObjectLockConfiguration"),
        **_on((OBJECTS,), "s3", "PutObject DeleteObjectVersion"),
        "kms:GenerateDataKey": (KEYS,),
    },
    {
        **_FIND_EXPORTER,
        "s3:BypassGovernanceRetention": Optional(
            (OBJECTS,), "needed to delete objects under an object lock in mode GOVERNANCE"
        ),
        "s3:GetObjectVersion": Optional((OBJECTS,), "without it a refusal does not say until when an object is locked"),
        "s3:PutBucketLogging": Optional((BUCKET,), "needed where access logging is declared, or taken back"),
        "s3:PutBucketObjectLockConfiguration": Optional((BUCKET,), "needed where an object lock is declared"),
    },
)

_LIST_BUCKET = Permissions(
    _on((BUCKET,), "s3", _BUCKET_SETTINGS),
    {
        "s3:DeleteObjectVersion": Optional((OBJECTS,), "needed where `force_destroy` finds objects to delete"),
    },
)

_LIST_OBJECT = Permissions(
    {**_on((OBJECTS,), "s3", "GetObject PutObject DeleteObject"), "kms:GenerateDataKey": (KEYS,)},
    {
        "s3:DeleteObjectVersion": Optional((OBJECTS,), "needed where the bucket is versioned"),
        "s3:GetObjectVersion": Optional((OBJECTS,), "needed where the bucket is versioned"),
        "s3:ListBucket": Optional(
            (BUCKET,),
            "without it S3 does not tell that an object is gone, and refresh and destroy fail where "
            "somebody deleted it by hand",
        ),
        "s3:ListBucketVersions": Optional((BUCKET,), "needed where the bucket is versioned"),
    },
)

_BUCKET_STATEMENTS = Permissions(
    _on((BUCKET,), "s3", "GetBucketPolicy PutBucketPolicy"),
    {
        **_FIND_EXPORTER,
        "s3:DeleteBucketPolicy": Optional((BUCKET,), "needed where the policy holds no statement but the resource's"),
    },
)

_KEY_STATEMENTS = Permissions(_on((KEYS,), "kms", "GetKeyPolicy PutKeyPolicy"), {**_FIND_EXPORTER})

PERMISSIONS = {
    "PublishingDestination": _PUBLISHING_DESTINATION,
    "ThreatIntelSet": _list("ThreatIntelSet", reads_as_role=True),
    "IPSet": _list("IPSet", reads_as_role=True),
    "ThreatEntitySet": _list("ThreatEntitySet", reads_as_role=False),
    "TrustedEntitySet": _list("TrustedEntitySet", reads_as_role=False),
    "FindingsKey": _FINDINGS_KEY,
    "FindingsBucket": _FINDINGS_BUCKET,
    "ListBucket": _LIST_BUCKET,
    "ListObject": _LIST_OBJECT,
    "BucketPolicyStatements": _BUCKET_STATEMENTS,
    "KeyPolicyStatements": _KEY_STATEMENTS,
}

#: What a component declares, whichever of its arguments are given.
COMPONENTS = {
    "FindingsExport": (
        "FindingsKey", "FindingsBucket", "PublishingDestination", "BucketPolicyStatements", "KeyPolicyStatements",
    ),
    "ThreatList": ("ListBucket", "ListObject", "ThreatIntelSet", "IPSet", "ThreatEntitySet", "TrustedEntitySet"),
}  # fmt: skip

#: Optional actions that the resources of a component always need of each other: a `ListBucket` keeps versions, and the
#: statements may be the only ones in a bucket's policy. Detectors are looked up unless declared.
_ALSO = {
    "FindingsExport": (("BucketPolicyStatements", "s3:DeleteBucketPolicy"), ("FindingsKey", "guardduty:ListDetectors")),
    "ThreatList": (
        *(("ListObject", f"s3:{name}") for name in ("DeleteObjectVersion", "GetObjectVersion")),
        *(("ListObject", f"s3:{name}") for name in ("ListBucket", "ListBucketVersions")),
        ("ThreatIntelSet", "guardduty:ListDetectors"),
    ),
}


def of_component(name: str) -> Grants:
    """What a component needs, whatever it declares."""
    also = {action: PERMISSIONS[kind].optional[action].resources for kind, action in _ALSO[name]}
    return {**also, **combined(*COMPONENTS[name])}


def combined(*kinds: str) -> Grants:
    """What some kinds need together."""
    found: dict[str, set[str]] = {}
    for kind in kinds:
        for action, resources in PERMISSIONS[kind].needed.items():
            found.setdefault(action, set()).update(resources)
    return {action: tuple(sorted(resources)) for action, resources in found.items()}


def policy(grants: Grants) -> dict[str, Any]:
    """A policy document, one statement for all actions on the same resources."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for action in sorted(grants):
        grouped.setdefault(tuple(sorted(grants[action])), []).append(action)
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": list(resources)} for resources, actions in grouped.items()
    ]
    return {"Version": "2012-10-17", "Statement": statements}
