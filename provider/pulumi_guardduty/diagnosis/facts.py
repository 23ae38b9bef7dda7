"""What is known of a place that findings go to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from pulumi_guardduty.policy_documents import Exporter, service_principal_of


@dataclass(frozen=True)
class Unread:
    """Stands for a fact that could not be had."""

    reason: str = "it was not looked up"
    """Why, e.g. AWS's own refusal."""


NOT_LOOKED_UP: Final = Unread()

#: A policy as AWS returned it, or parsed; None where there is none.
PolicyFact: TypeAlias = str | Mapping[str, Any] | Unread | None


@dataclass(frozen=True)
class SinkFacts:
    """A detector, the bucket and key that it is to export with, and what was found out about them.

    Whoever gathers the facts puts `Unread` wherever AWS did not tell: the diagnosis then names the gap, and never
    takes a guess for it.
    """

    exporter: Exporter
    """The detector that exports."""

    destination_arn: str
    """The bucket, or folder in it, as it was declared."""

    kms_key_arn: str
    """The key, as it was declared."""

    bucket_exists: bool | Unread = NOT_LOOKED_UP
    bucket_region: str | Unread = NOT_LOOKED_UP
    """Region of the bucket, as HeadBucket and GetBucketLocation tell it (``us-east-1`` for its empty answer)."""

    bucket_policy: PolicyFact = NOT_LOOKED_UP

    prefix_marker: bool | Unread = NOT_LOOKED_UP
    """Whether the object ``prefix/`` exists; without a prefix it does not matter."""

    expected_bucket_owner: str | None = None
    """The account that the declaration says the bucket belongs to."""

    bucket_owner_matches: bool | Unread = NOT_LOOKED_UP
    """Whether S3 says so too; without an expected owner it does not matter."""

    key: Mapping[str, Any] | Unread | None = NOT_LOOKED_UP
    """``KeyMetadata`` of DescribeKey; None where no such key exists."""

    key_policy: PolicyFact = NOT_LOOKED_UP

    service_principal: str | None = None
    """As whom GuardDuty acts, where it is not what the region says."""

    opt_in_regions: Collection[str] | None = None
    """Replaces what is known of which regions have to be opted into."""

    @property
    def principal(self) -> str:
        """As whom GuardDuty writes for the detector."""
        return self.service_principal or service_principal_of(self.exporter.region, self.opt_in_regions)
