"""What a program declares of one uploaded list, and what is worked out from its content before anything is made."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from pulumi_guardduty._core.fields import AccountId, CarriedIdentity, KeyArnText
from pulumi_guardduty._core.inputs import REPLACES, WRITE_ONLY, ResourceInputs, Whole
from pulumi_guardduty._core.lists.inputs import Format


Kind = Literal["threat-ip", "trusted-ip", "threat-entity", "trusted-entity"]


def _matching(pattern: str, what: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{what} (got {text[:80]!r})")
        return text

    return AfterValidator(check)


#: Name of an existing bucket; older ones may break today's rules. Source: Amazon S3 User Guide, "General purpose
#: bucket naming rules".
BucketText = Annotated[
    str,
    StringConstraints(min_length=3, max_length=63),
    _matching(r"[A-Za-z0-9][A-Za-z0-9._-]+", "has to be the name of a bucket, not its ARN or URL"),
]

#: Characters that need no care in a URL. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".
ObjectName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    _matching(
        r"[A-Za-z0-9][A-Za-z0-9._-]*",
        "has to begin with a letter or a digit and to hold only letters, digits, dots, dashes and underscores",
    ),
]

KeyPrefix = Annotated[
    str,
    StringConstraints(max_length=100),
    _matching(
        r"([A-Za-z0-9._-]+/)*",
        "has to be a folder with its last slash, such as lists/, of letters, digits, dots, dashes and underscores",
    ),
]


class ListObjectInputs(ResourceInputs):
    """Desired state of one uploaded list. State holds its digest, size and place, never its content."""

    WORKED_OUT: ClassVar[frozenset[str]] = frozenset(
        {"sha256", "size", "entry_count", "key", "location", "list_format"}
    )

    bucket: Annotated[BucketText, REPLACES]
    """Bucket the list is uploaded to; a change replaces."""

    name: ObjectName
    """What its key begins with, behind `prefix`: 1 to 100 letters, digits, dots, dashes and underscores."""

    prefix: KeyPrefix | None = None
    """Folder in the bucket, at most 100 characters, with its last slash; default: none."""

    kind: Kind
    """What the list is for, which decides what it may hold."""

    format: Format = "TXT"
    """How the content is written."""

    path: Annotated[Annotated[str, StringConstraints(min_length=1, max_length=4096)] | None, WRITE_ONLY] = None
    """File with the content, relative to the program's folder; what counts is the content, not the path."""

    entries: Annotated[str | tuple[str, ...] | None, WRITE_ONLY] = None
    """The entries themselves, as a list, or one a line in a single text; never kept in state."""

    allow_non_public: Annotated[bool, WRITE_ONLY] = False
    """Let private, reserved, documentation and multicast addresses pass, which lists never match."""

    normalize: Annotated[bool, WRITE_ONLY] = False
    """Upload the list sorted and merged, without comments and repetitions, as TXT."""

    kms_key_arn: KeyArnText | None = None
    """Key to encrypt the object with; without it the bucket's own default."""

    expected_bucket_owner: Annotated[AccountId | None, WRITE_ONLY] = None
    """Account of 12 digits that has to own the bucket."""

    client_token: CarriedIdentity = None
    """Identity that the object carries, so that only its own is ever overwritten or deleted."""

    sha256: Annotated[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None, REPLACES] = None
    """Digest of what is uploaded, worked out from the content; a change replaces, the new object first."""

    size: Annotated[Whole, Field(ge=0)] | None = None
    """Bytes that are uploaded, worked out from the content."""

    entry_count: Annotated[Whole, Field(ge=0)] | None = None
    """Entries that are uploaded, worked out from the content."""

    key: Annotated[str | None, REPLACES] = None
    """Key of the object, ``<prefix><name>-<first 16 digits of sha256>.txt``."""

    location: str | None = None
    """Place of the object as a list takes it, ``s3://<bucket>/<key>``."""

    list_format: Format | None = None
    """Format of what is uploaded: `format`, or TXT where the content is normalised."""
