"""Settings of a bucket, each read from one bag when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


#: The four switches, by the name that AWS and every provider give them.
PUBLIC_ACCESS_SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

_KMS = frozenset({"aws:kms", "aws:kms:dsse"})


@dataclass(frozen=True)
class Encryption:
    """Default encryption, from `sseAlgorithm`, `kmsMasterKeyId` and `bucketKeyEnabled`."""

    bag: Mapping[str, Any]
    rule: Mapping[str, Any]

    @property
    def algorithm(self) -> str:
        """`aws:kms`, `aws:kms:dsse`, `AES256`, or empty."""
        return str(self.bag.get("sseAlgorithm") or "")

    @property
    def uses_kms(self) -> bool:
        """True for SSE-KMS and DSSE-KMS."""
        return self.algorithm in _KMS

    @property
    def twice(self) -> bool:
        """True for DSSE-KMS, which has no bucket key."""
        return self.algorithm == "aws:kms:dsse"

    @property
    def key(self) -> str:
        """The key as it is named: ARN, id or alias; empty where none is."""
        return str(self.bag.get("kmsMasterKeyId") or "")

    @property
    def bucket_key(self) -> bool:
        """True where a bucket key saves calls to KMS."""
        return self.rule.get("bucketKeyEnabled") is True


@dataclass(frozen=True)
class PublicAccess:
    """The four switches against public access."""

    bag: Mapping[str, Any]

    @property
    def open_switches(self) -> tuple[str, ...]:
        """Switches that are off or not mentioned, which AWS takes for off."""
        return tuple(name for name in PUBLIC_ACCESS_SWITCHES if self.bag.get(name) is not True)


@dataclass(frozen=True)
class Versioning:
    """Versioning, from `status` or `enabled`, and `mfaDelete`."""

    bag: Mapping[str, Any]

    @property
    def enabled(self) -> bool:
        """True where new versions are kept."""
        return self.bag.get("enabled") is True or self.bag.get("status") == "Enabled"

    @property
    def mfa_delete(self) -> bool:
        """True where deleting a version takes a second factor."""
        return self.bag.get("mfaDelete") in {True, "Enabled"}


@dataclass(frozen=True)
class Logging:
    """Server access logging, from `targetBucket`."""

    bag: Mapping[str, Any]

    @property
    def target(self) -> str:
        """Name of the bucket that receives the logs."""
        return str(self.bag.get("targetBucket") or "")


_DAYS_A_YEAR = 365


@dataclass(frozen=True)
class ObjectLock:
    """Default retention, from `mode`, `days` and `years`."""

    bag: Mapping[str, Any]

    @property
    def mode(self) -> str:
        """GOVERNANCE or COMPLIANCE; empty where the bucket has no default retention."""
        return str(self.bag.get("mode") or "")

    @property
    def days(self) -> int:
        """How many days an object is kept from deletion; 0 without default retention."""
        return int(self.bag.get("days") or 0) + _DAYS_A_YEAR * int(self.bag.get("years") or 0)


_PUBLIC_CANNED = frozenset({"publicread", "publicreadwrite", "authenticatedread"})

#: Groups that reach beyond the account. Source: Amazon S3 User Guide, "ACL overview".
_PUBLIC_GROUPS = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")


def canned_acl_is_public(acl: Any) -> bool:
    """Tell whether a canned ACL, as `public-read` or `PublicRead`, lets strangers read."""
    return str(acl or "").replace("-", "").lower() in _PUBLIC_CANNED


def group_is_public(uri: Any) -> bool:
    """Tell whether a grantee's group is everybody, or everybody with an AWS account."""
    return str(uri or "").endswith(_PUBLIC_GROUPS)
