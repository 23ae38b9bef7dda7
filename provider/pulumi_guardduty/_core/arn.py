"""Amazon Resource Names of an export: the S3 destination and the KMS key, taken apart once.

Parsing is syntax only and needs no AWS call. Two spellings of one place (`bucket/prefix` and
`bucket/prefix/`) parse to equal values; whoever has to send what was declared keeps the text.
"""

import re
from dataclasses import dataclass
from typing import Final, Self


#: Region prefixes of every partition but `aws`.
#: Source: the region patterns in botocore 1.44.5's partitions.json.
_PARTITION_BY_REGION_PREFIX: Final = {
    "cn-": "aws-cn",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}

#: S3 object keys have at most 1,024 bytes of UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".
_KEY_BYTES: Final = 1024

#: Wider than today's naming rules: buckets made in us-east-1 before March 2018 may hold capitals, underscores
#: and up to 255 characters. Source: Amazon S3 User Guide, "General purpose bucket naming rules".
_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,254}")
_PARTITION: Final = re.compile(r"aws(?:-[a-z]+)*")
_REGION: Final = re.compile(r"[a-z]+(?:-[a-z]+)+-[0-9]+")
_ACCOUNT_ID: Final = re.compile(r"[0-9]{12}")
_KEY_ID: Final = re.compile(r"[A-Za-z0-9-]+")


def partition_of(region: str) -> str:
    """Name the partition of `region`: ``aws-cn`` for ``cn-north-1``, ``aws`` for all that no other claims."""
    for prefix, partition in _PARTITION_BY_REGION_PREFIX.items():
        if region.startswith(prefix):
            return partition
    return "aws"


def checked_region(region: object) -> str:
    """Return `region` when it has the form of a region name.

    Raises:
        ValueError: It has not.
    """
    if not isinstance(region, str) or not _REGION.fullmatch(region):
        raise ValueError(f"{region!r} is not a region name; expected one like 'eu-central-1'")
    return region


def checked_account_id(account_id: object) -> str:
    """Return `account_id` when it is a string of 12 digits.

    Raises:
        ValueError: It is not.
    """
    if not isinstance(account_id, str) or not _ACCOUNT_ID.fullmatch(account_id):
        raise ValueError(f"{account_id!r} is not an account id; expected a string of 12 digits")
    return account_id


def checked_prefix(prefix: str) -> str:
    """Return `prefix` without its trailing slash when objects can lie under it; empty is the root.

    Raises:
        ValueError: A folder name in it is empty, it holds a control character, or it is too long.
    """
    bare = prefix.removesuffix("/")
    if prefix and "" in bare.split("/"):
        raise ValueError(f"prefix {prefix!r} has an empty folder name; write it like 'security/findings'")
    if any(ord(character) < ord(" ") or ord(character) == 0x7F for character in bare):  # noqa: PLR2004 - DEL
        raise ValueError(f"prefix {prefix!r} holds a control character; use printable characters")
    if len(f"{bare}/AWSLogs/".encode(errors="surrogatepass")) > _KEY_BYTES:
        raise ValueError(
            f"prefix {prefix[:32]!r}… is too long; with '/AWSLogs/' behind it an object key has at most "
            f"{_KEY_BYTES} bytes"
        )
    return bare


@dataclass(frozen=True)
class DestinationArn:
    """A bucket, or a folder in it, that findings are exported to."""

    partition: str
    """Partition the bucket is in, e.g. ``aws-us-gov``."""

    bucket: str
    """Name of the bucket."""

    prefix: str = ""
    """Folder without a slash at either end; empty for the bucket's root."""

    @classmethod
    def parse(cls, text: object) -> Self:
        """Take ``arn:<partition>:s3:::bucket[/prefix[/]]`` apart.

        Raises:
            ValueError: `text` has another form.
        """
        expected = "expected arn:<partition>:s3:::bucket or arn:<partition>:s3:::bucket/prefix"
        pieces = text.split(":", maxsplit=5) if isinstance(text, str) else []
        if len(pieces) != 6 or pieces[0] != "arn" or pieces[2:5] != ["s3", "", ""]:  # noqa: PLR2004 - an ARN's parts
            raise ValueError(f"{text!r} is not the ARN of an S3 bucket or folder; {expected}")
        if not _PARTITION.fullmatch(pieces[1]):
            raise ValueError(f"{text!r} names the partition {pieces[1]!r}, which does not exist; {expected}")
        bucket, slash, prefix = pieces[5].partition("/")
        if slash and not prefix:
            raise ValueError(f"{text!r} ends in a slash with no folder before it; {expected}")
        if not _BUCKET.fullmatch(bucket):
            raise ValueError(f"{text!r} names no possible bucket ({bucket!r}); {expected}")
        return cls(pieces[1], bucket, checked_prefix(prefix))

    @property
    def bucket_arn(self) -> str:
        """ARN of the bucket alone."""
        return f"arn:{self.partition}:s3:::{self.bucket}"

    @property
    def folder(self) -> str:
        """What every object key below the destination begins with: ``prefix/``, or nothing at the root."""
        return f"{self.prefix}/" if self.prefix else ""

    @property
    def marker_key(self) -> str:
        """Key of the zero-byte object that GuardDuty writes to prove that it can, ``[prefix/]AWSLogs/``."""
        return f"{self.folder}AWSLogs/"

    def object_arn(self, key: str) -> str:
        """ARN of the object `key` in the bucket."""
        return f"{self.bucket_arn}/{key}"

    def __str__(self) -> str:
        return f"{self.bucket_arn}/{self.prefix}" if self.prefix else self.bucket_arn


@dataclass(frozen=True)
class KeyArn:
    """One KMS key, named by its own ARN and not by an alias."""

    partition: str
    """Partition the key is in."""

    region: str
    """Region the key is in; findings are stored in a bucket of the same region."""

    account_id: str
    """Account that owns the key and its policy."""

    key_id: str
    """The key's id; begins with ``mrk-`` for a multi-Region key."""

    @classmethod
    def parse(cls, text: object) -> Self:
        """Take ``arn:<partition>:kms:<region>:<account>:key/<id>`` apart.

        Raises:
            ValueError: `text` has another form; an alias ARN is told apart from the rest.
        """
        expected = "expected arn:<partition>:kms:<region>:<account id>:key/<key id>"
        pieces = text.split(":") if isinstance(text, str) else []
        if len(pieces) != 6 or pieces[0] != "arn" or pieces[2] != "kms":  # noqa: PLR2004 - an ARN's parts
            raise ValueError(f"{text!r} is not the ARN of a KMS key; {expected}")
        kind, _, key_id = pieces[5].partition("/")
        if kind == "alias":
            raise ValueError(f"{text!r} is the ARN of an alias; give the ARN of the key that the alias stands for")
        well_formed = (
            _PARTITION.fullmatch(pieces[1]) and _REGION.fullmatch(pieces[3]) and _ACCOUNT_ID.fullmatch(pieces[4])
        )
        if kind != "key" or not well_formed or not _KEY_ID.fullmatch(key_id):
            raise ValueError(f"{text!r} is not the ARN of a KMS key; {expected}")
        return cls(pieces[1], pieces[3], pieces[4], key_id)

    def __str__(self) -> str:
        return f"arn:{self.partition}:kms:{self.region}:{self.account_id}:key/{self.key_id}"


def is_alias_arn(text: object) -> bool:
    """Tell whether `text` is the ARN of a KMS alias."""
    return isinstance(text, str) and re.fullmatch(r"arn:[^:]*:kms:[^:]*:[^:]*:alias/.*", text, re.DOTALL) is not None
