"""A publishing destination: what is stored of it and how it shows on the wire."""

import dataclasses
import re
from typing import Any

from pulumi_guardduty_sandbox.aws.authorization.kms_needs import key_arn
from pulumi_guardduty_sandbox.aws.guardduty.transition import Status


PUBLISHING = "PUBLISHING"
PENDING = "PENDING_VERIFICATION"
UNABLE = "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"
STOPPED = "STOPPED"
STATUSES = (PENDING, PUBLISHING, UNABLE, STOPPED)

_DESTINATION_ARN = re.compile(r"arn:(aws[a-z-]*):s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")
_KEY_ARN = re.compile(
    r"arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):(?P<kind>key|alias)/[A-Za-z0-9/_-]+"
)


@dataclasses.dataclass(frozen=True)
class Target:
    """A destination ARN taken apart."""

    partition: str
    bucket: str
    prefix: str
    """Without the slash at its end; empty for the bucket's root."""

    @classmethod
    def read(cls, arn: Any) -> "Target | None":
        """Take an ARN apart; None: it is none."""
        found = _DESTINATION_ARN.fullmatch(arn) if isinstance(arn, str) else None
        if found is None:
            return None
        return cls(found.group(1), found.group(2), (found.group(3) or "").rstrip("/"))

    @property
    def folder(self) -> str:
        """Key of the object that makes the prefix a folder; empty for the root."""
        return f"{self.prefix}/" if self.prefix else ""

    @property
    def marker(self) -> str:
        """Key of the object that GuardDuty writes to see whether it can."""
        return f"{self.folder}AWSLogs/"


@dataclasses.dataclass(frozen=True)
class KeyReference:
    """A KMS ARN taken apart."""

    arn: str
    region: str
    account: str
    is_alias: bool

    @classmethod
    def read(cls, arn: Any) -> "KeyReference | None":
        """Take an ARN apart; None: it is none."""
        found = _KEY_ARN.fullmatch(arn) if isinstance(arn, str) else None
        if found is None:
            return None
        return cls(arn, found.group("region"), found.group("account"), is_alias=found.group("kind") == "alias")

    def resolved(self) -> "KeyReference":
        """The key that an alias means; an unknown alias stays what it is."""
        return dataclasses.replace(self, arn=key_arn(self.arn, self.account, self.region))


@dataclasses.dataclass
class Destination:
    """One destination as GuardDuty stores it."""

    id: str
    destination_arn: str
    kms_key_arn: str
    expected_bucket_owner: str | None
    tags: dict[str, str]
    token: str | None
    status: Status = dataclasses.field(default_factory=lambda: Status(PUBLISHING))
    failing_since: float | None = None
    """Seconds since the epoch; None while publishing works."""

    @property
    def target(self) -> Target:
        """Where findings go."""
        target = Target.read(self.destination_arn)
        assert target is not None  # noqa: S101 -- it was read before it was stored
        return target

    @property
    def key(self) -> KeyReference:
        """The key that findings are encrypted with."""
        key = KeyReference.read(self.kms_key_arn)
        assert key is not None  # noqa: S101 -- it was read before it was stored
        return key.resolved() if key.is_alias else key

    def on_the_wire(self) -> dict[str, Any]:
        """The answer of DescribePublishingDestination: null, not absence, where there is nothing."""
        since = self.failing_since
        return {
            "destinationId": self.id,
            "destinationType": "S3",
            "status": self.status.shown,
            "publishingFailureStartTimestamp": None if since is None else int(since * 1000),
            "destinationProperties": {
                "destinationArn": self.destination_arn,
                "kmsKeyArn": self.kms_key_arn,
                "expectedBucketOwner": self.expected_bucket_owner,
            },
            "tags": self.tags,
        }
