"""One bucket of one account, as every call on it names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors


_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Place:
    """A bucket, its owner, and AWS in its region."""

    bucket: str
    owner: str
    aws: AwsAccess

    @property
    def name(self) -> dict[str, str]:
        """The arguments that name it: S3 refuses the call when the bucket has come to belong to someone else."""
        return {"Bucket": self.bucket, "ExpectedBucketOwner": self.owner}

    @property
    def s3(self) -> Any:
        """S3's client; untyped, as its methods take `name` by keyword."""
        return self.aws.s3


def or_none(call: Callable[[], _Answer], *codes: str) -> _Answer | None:
    """The answer of `call`, or None when AWS says, by one of `codes`, that there is no such thing.

    Raises:
        AwsCallError: AWS refused for another reason.
    """
    try:
        with aws_errors():
            return call()
    except errors.AwsCallError as error:
        if error.code not in codes:
            raise
        return None
