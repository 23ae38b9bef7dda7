"""The rows of the crash matrix: one a kind of resource."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from findings_sink import REGION, make_detector, make_sink, put_list
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
        like: The kind whose code runs this one, too; only data differs.
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
)
