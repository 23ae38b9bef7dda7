"""The rows of the crash matrix: one a kind of resource."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from findings_sink import ACCOUNT, REGION, make_detector, make_sink, put_list
from pulumi_guardduty_sandbox.aws import Sandbox


Bag = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One kind of resource in the matrix.

    Attributes:
        kind: Name of the class a program declares.
        stands_on: Makes what has to be there first; the rest is about what it gives.
        first: What is declared at first.
        changed: Properties that are different in an update, all of them in place.
        replaced: Properties that are different in a replacement.
        like: The kind whose code does the work of this one, too.
    """

    kind: str
    stands_on: Callable[[Sandbox], Any]
    first: Callable[[Any], Bag]
    changed: Callable[[Any], Bag]
    replaced: Callable[[Any], Bag]
    like: str = ""

    def declared(self, ground: Any, operation: str) -> Bag:
        """What the program declares before (`create`) or in an operation."""
        more = {"create": dict, "update": self.changed, "replace": self.replaced}[operation]
        changes = more(ground) if operation != "create" else {}
        return {"clientToken": "matrix-token", "region": REGION, **self.first(ground), **changes}


def _two_folders(sandbox: Sandbox) -> Any:
    sink = make_sink(sandbox, prefix="findings")
    sandbox.client("s3").put_object(
        Bucket=sink.bucket, Key="more/", ServerSideEncryption="aws:kms", SSEKMSKeyId=sink.key_arn
    )
    return sink


def _two_lists(sandbox: Sandbox) -> Any:
    return make_detector(sandbox), put_list(sandbox), put_list(sandbox, "203.0.113.7\n", key="more.txt")


def _list_row(kind: str) -> Row:
    return Row(
        kind,
        _two_lists,
        first=lambda ground: {
            "detectorId": ground[0],
            "name": "hostile",
            "format": "TXT",
            "location": ground[1],
            "activate": True,
            "tags": {"a": "1", "b": "2"},
        },
        changed=lambda ground: {"location": ground[2], "name": "renamed", "tags": {"b": "3"}},
        replaced=lambda _ground: {"format": "STIX"},
        like="" if kind == "ThreatIntelSet" else "ThreatIntelSet",
    )


def _detector_and_keys(sandbox: Sandbox) -> Any:
    detector = make_detector(sandbox)
    kms, s3 = sandbox.client("kms"), sandbox.client("s3")
    keys = [kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2)]
    for bucket in ("shared-one", "shared-two"):
        s3.create_bucket(Bucket=bucket)
        statement = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "s3:GetObject"}
        policy = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": f"arn:aws:s3:::{bucket}/*"}]}
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    exporters = [{"accountId": ACCOUNT, "region": REGION, "detectorId": detector}]
    return {"keys": keys, "exporters": exporters}


def _more_exporters(ground: Any) -> list[Bag]:
    return [*ground["exporters"], {"accountId": ACCOUNT, "region": "eu-west-1", "detectorId": "another"}]


_FINDINGS_KEY = Row(
    "FindingsKey",
    _detector_and_keys,
    first=lambda ground: {
        "alias": "alias/matrix",
        "exporters": ground["exporters"],
        "tags": {"a": "1", "b": "2"},
    },
    changed=lambda ground: {
        "exporters": _more_exporters(ground),
        "description": "other",
        "rotationEnabled": False,
        "tags": {"b": "3"},
    },
    replaced=lambda _ground: {"region": "eu-west-1"},
)

_FINDINGS_BUCKET = Row(
    "FindingsBucket",
    _detector_and_keys,
    first=lambda ground: {
        "bucket": "matrix-findings",
        "kmsKeyArn": ground["keys"][0],
        "exporters": ground["exporters"],
        "prefix": "findings",
        "tags": {"a": "1", "b": "2"},
        "forceDestroy": True,
    },
    changed=lambda ground: {
        "kmsKeyArn": ground["keys"][1],
        "exporters": _more_exporters(ground),
        "retentionDays": 30,
        "tags": {"b": "3"},
    },
    replaced=lambda _ground: {"bucket": "matrix-findings-other"},
)

_BUCKET_STATEMENTS = Row(
    "BucketPolicyStatements",
    _detector_and_keys,
    first=lambda ground: {
        "bucket": "shared-one",
        "kmsKeyArn": ground["keys"][0],
        "exporters": ground["exporters"],
        "prefix": "findings",
    },
    changed=lambda ground: {"exporters": _more_exporters(ground), "prefix": "more"},
    replaced=lambda _ground: {"bucket": "shared-two"},
)

_KEY_STATEMENTS = Row(
    "KeyPolicyStatements",
    _detector_and_keys,
    first=lambda ground: {"kmsKeyArn": ground["keys"][0], "exporters": ground["exporters"]},
    changed=lambda ground: {"exporters": _more_exporters(ground)},
    replaced=lambda ground: {"kmsKeyArn": ground["keys"][1]},
    like="BucketPolicyStatements",
)

_LIST_OBJECT = Row(
    "ListObject",
    _detector_and_keys,
    first=lambda _ground: {
        "bucket": "shared-one",
        "name": "blocked",
        "kind": "threat-ip",
        "entries": ["8.8.8.8"],
    },
    changed=lambda ground: {"kmsKeyArn": ground["keys"][0]},
    replaced=lambda _ground: {"entries": ["1.1.1.1"]},
)

_LIST_BUCKET = Row(
    "ListBucket",
    _detector_and_keys,
    first=lambda _ground: {"bucket": "matrix-lists", "tags": {"a": "1", "b": "2"}, "forceDestroy": True},
    changed=lambda ground: {"kmsKeyArn": ground["keys"][0], "noncurrentRetentionDays": 30, "tags": {"b": "3"}},
    replaced=lambda _ground: {"bucket": "matrix-lists-other"},
    like="FindingsBucket",
)

ROWS = (
    Row(
        "PublishingDestination",
        _two_folders,
        first=lambda sink: {
            "detectorId": sink.detector_id,
            "destinationArn": sink.destination_arn,
            "kmsKeyArn": sink.key_arn,
            "expectedBucketOwner": "123456789012",
            "tags": {"a": "1", "b": "2"},
        },
        changed=lambda sink: {"destinationArn": f"arn:aws:s3:::{sink.bucket}/more", "tags": {"b": "3"}},
        replaced=lambda _sink: {"expectedBucketOwner": None},
    ),
    *map(_list_row, ("ThreatIntelSet", "IPSet", "ThreatEntitySet", "TrustedEntitySet")),
    _FINDINGS_KEY,
    _FINDINGS_BUCKET,
    _BUCKET_STATEMENTS,
    _KEY_STATEMENTS,
    _LIST_OBJECT,
    _LIST_BUCKET,
)
