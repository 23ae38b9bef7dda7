"""Buckets in the shape of every provider: inline, split into resources of their own, and ours."""

from collections.abc import Callable, Mapping
from typing import Any

from policy_pack import Declared


NAME = "findings-111122223333"
ARN = f"arn:aws:s3:::{NAME}"
KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OTHER_KEY = "arn:aws:kms:us-east-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab"
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

AWS = "aws:s3/bucket:Bucket"
AWS_V2 = "aws:s3/bucketV2:BucketV2"
NATIVE = "aws-native:s3:Bucket"
OWN = "pulumi-python:dynamic/guardduty:FindingsBucket"
PLUGIN = "guardduty:index:FindingsBucket"


def split(kind: str, version: str = "") -> str:
    """Token of a resource that a setting is split into."""
    name = f"{kind}{version}"
    return f"aws:s3/{name[0].lower()}{name[1:]}:{name}"


def bucket(props: Mapping[str, Any] | None = None, *, type_: str = AWS, name: str = "bucket", **more: Any) -> Declared:
    """A bucket with a known name."""
    named = "bucketName" if type_ == NATIVE else "bucket"
    return Declared(type_, {named: NAME, **(props or {})}, name, **more)


def own_bucket(type_: str = OWN, **props: Any) -> Declared:
    """A bucket of ours that keeps every rule."""
    declared = {
        "bucket": NAME,
        "kmsKeyArn": KEY,
        "policy": None,
        "prefix": "findings",
        "retentionDays": 365,
        **props,
    }
    return Declared(type_, {name: value for name, value in declared.items() if value is not None}, "bucket")


def part(kind: str, props: Mapping[str, Any], *, version: str = "", name: str = "part", **more: Any) -> Declared:
    """A resource that sets something on the bucket."""
    return Declared(split(kind, version), {"bucket": NAME, **props}, name, **more)


def sse(algorithm: str = "aws:kms", key: Any = KEY, bucket_key: Any = None) -> dict[str, Any]:
    default = {"sseAlgorithm": algorithm} | ({} if key is None else {"kmsMasterKeyId": key})
    rule = {"applyServerSideEncryptionByDefault": default}
    return rule if bucket_key is None else rule | {"bucketKeyEnabled": bucket_key}


def _v2(rule: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(rule)
    made["applyServerSideEncryptionByDefaults"] = [made.pop("applyServerSideEncryptionByDefault")]
    return made


def _native(rule: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(rule)
    made["serverSideEncryptionByDefault"] = made.pop("applyServerSideEncryptionByDefault")
    return {"bucketEncryption": {"serverSideEncryptionConfiguration": [made]}}


#: From an encryption rule to the resource that declares it.
ENCRYPTED: dict[str, Callable[..., Declared]] = {
    "inline": lambda **rule: bucket({"serverSideEncryptionConfiguration": {"rule": sse(**rule)}}),
    "inline-v2": lambda **rule: bucket(
        {"serverSideEncryptionConfigurations": [{"rules": [_v2(sse(**rule))]}]}, type_=AWS_V2
    ),
    "split": lambda **rule: part("BucketServerSideEncryptionConfiguration", {"rules": [sse(**rule)]}),
    "split-v2": lambda **rule: part("BucketServerSideEncryptionConfiguration", {"rules": [sse(**rule)]}, version="V2"),
    "native": lambda **rule: bucket(_native(sse(**rule)), type_=NATIVE),
}


def blocked(**switches: bool) -> dict[str, bool]:
    """All four switches on, but for those given."""
    return dict.fromkeys(SWITCHES, True) | switches


#: From a policy to the resource that declares it for the bucket.
WITH_POLICY: dict[str, Callable[[Any], Declared]] = {
    "split": lambda policy: part("BucketPolicy", {"policy": policy}),
    "inline": lambda policy: bucket({"policy": policy}),
    "inline-v2": lambda policy: bucket({"policy": policy}, type_=AWS_V2),
    "native": lambda policy: Declared("aws-native:s3:BucketPolicy", {"bucket": NAME, "policyDocument": policy}, "part"),
    "own": lambda policy: own_bucket(policy=policy),
    "plugin": lambda policy: own_bucket(PLUGIN, policy=policy),
}

#: Statements that only add to a policy which is somebody else's.
ADDED: dict[str, Callable[[Any], Declared]] = {
    "own-statements": lambda statements: Declared(
        "pulumi-python:dynamic/guardduty:BucketPolicyStatements", {"bucket": NAME, "statements": statements}, "added"
    ),
    "plugin-statements": lambda statements: Declared(
        "guardduty:index:BucketPolicyStatements", {"bucket": NAME, "statements": statements}, "added"
    ),
}

TLS_ONLY = {
    "Sid": "DenyInsecureTransport",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [ARN, f"{ARN}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}

KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id"

ONE_KEY = {
    "Sid": "DenyWrongKey",
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:PutObject",
    "Resource": f"{ARN}/*",
    "Condition": {"StringNotEquals": {KEY_HEADER: KEY}},
}

EXPORT = {
    "Sid": "Put",
    "Effect": "Allow",
    "Principal": {"Service": "guardduty.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": f"{ARN}/*",
}


def destination(arn: Any = ARN, key: Any = KEY, *, native: bool = False, type_: str = "", **more: Any) -> Declared:
    """An export to the bucket."""
    arns = {name: value for name, value in (("destinationArn", arn), ("kmsKeyArn", key)) if value is not None}
    props = {"detectorId": "d1", "destinationType": "S3"} | ({"destinationProperties": arns} if native else arns)
    token = type_ or ("aws-native:guardduty:PublishingDestination" if native else DESTINATIONS["own"])
    return Declared(token, props, "export", **more)


DESTINATIONS = {
    "own": "pulumi-python:dynamic/guardduty:PublishingDestination",
    "plugin": "guardduty:index:PublishingDestination",
    "aws": "aws:guardduty/publishingDestination:PublishingDestination",
    "native": "aws-native:guardduty:PublishingDestination",
}


def export_to(kind: str, **more: Any) -> Declared:
    """An export to the bucket, in the shape of one provider."""
    return destination(native=kind == "native", type_=DESTINATIONS[kind], **more)


def list_bucket(door: str = "pulumi-python:dynamic/guardduty:", **props: Any) -> Declared:
    """A bucket of ours for lists."""
    return Declared(f"{door}ListBucket", {"bucket": NAME, **props}, "bucket")
