"""Riding out the moments in which AWS has not yet heard of what it has just made, or deleted."""

from collections.abc import Callable
from typing import Final, TypeVar

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.waiting import Deadline


_Answer = TypeVar("_Answer")

#: Seconds. KMS and S3 configuration are eventually consistent; both speak of a few seconds.
#: Source: AWS KMS Developer Guide, "AWS KMS eventual consistency"; Amazon S3 User Guide, "Amazon S3 data consistency
#: model".
_AT_MOST: Final = 30.0

#: What KMS and S3 answer meanwhile; OperationAborted also when a bucket of that name is just being deleted.
#: Source: API references of both, "Error responses".
_NOT_YET: Final = frozenset({"NoSuchBucket", "NotFoundException", "OperationAborted"})


def settled(attempt: Callable[[], _Answer], what: str, deadline: Deadline) -> _Answer:
    """The answer of `attempt` on `what`, which was made or changed a moment ago.

    Raises:
        AwsCallError: AWS refused it, and went on to when the time was up.
    """
    pauses = deadline.pauses(f"{what} to be known everywhere in AWS", _AT_MOST)
    while True:
        try:
            with aws_errors():
                return attempt()
        except errors.AwsCallError as error:
            if error.code not in _NOT_YET or not pauses.take(f"AWS says {error.code}"):
                raise
