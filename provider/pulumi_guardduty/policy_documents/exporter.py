"""Who exports: one detector of one account in one region."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

from pulumi_guardduty._core.arn import checked_account_id, checked_region, partition_of


#: At most 300 characters. Source: GuardDuty API Reference, "CreatePublishingDestination". The alphabet is ours and
#: wider than what AWS has ever made: it keeps wildcards and policy variables out of a condition's ARN.
_DETECTOR_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,300}")


@dataclass(frozen=True, order=True)
class Exporter:
    """A detector whose findings go to the bucket.

    Raises:
        ValueError: A field has not the form that AWS gives it.
    """

    account_id: str
    """Account whose GuardDuty exports: 12 digits, not the owner of the bucket or the key unless they are one."""

    region: str
    """Region of the detector, where the findings are generated."""

    detector_id: str
    """Id of the detector: 1 to 300 letters and digits."""

    def __post_init__(self) -> None:
        checked_account_id(self.account_id)
        checked_region(self.region)
        _checked_detector_id(self.detector_id)

    @classmethod
    def of(cls, value: "Exporter | Mapping[str, Any]") -> "Exporter":
        """Take an exporter as it is, or make one of a mapping with its three fields.

        Raises:
            ValueError: A field is missing, unknown or malformed.
        """
        if isinstance(value, Exporter):
            return value
        expected = [field.name for field in fields(cls)]
        if sorted(_names(value)) != sorted(expected):
            raise ValueError(f"exporter {value!r} must have exactly the fields {', '.join(expected)}")
        return cls(**value)

    @property
    def partition(self) -> str:
        """Partition of the detector."""
        return partition_of(self.region)

    @property
    def source_arn(self) -> str:
        """The detector's ARN, which GuardDuty sends as ``aws:SourceArn``.

        Source: GuardDuty User Guide, "Exporting generated findings to Amazon S3".
        """
        return f"arn:{self.partition}:guardduty:{self.region}:{self.account_id}:detector/{self.detector_id}"


def _checked_detector_id(detector_id: object) -> None:
    if not isinstance(detector_id, str) or not _DETECTOR_ID.fullmatch(detector_id):
        raise ValueError(f"{detector_id!r} is not a detector id; expected 1 to 300 letters and digits")


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, Mapping) else []


@dataclass(frozen=True)
class Exporters:
    """The detectors of one policy: at least one, without repetition, in a fixed order, all in one partition."""

    members: tuple[Exporter, ...]
    """The detectors, ordered by account, region and id."""

    @classmethod
    def of(cls, values: Iterable[Exporter | Mapping[str, Any]]) -> Self:
        """Collect `values`.

        Raises:
            ValueError: There is none, one is malformed, or they lie in several partitions.
        """
        members = tuple(sorted({Exporter.of(value) for value in values}))
        if not members:
            raise ValueError("exporters is empty; name at least one detector that exports")
        partitions = sorted({member.partition for member in members})
        if len(partitions) > 1:
            raise ValueError(
                f"exporters lie in the partitions {', '.join(partitions)}; no bucket or key can be used from two"
            )
        return cls(members)

    @property
    def partition(self) -> str:
        """Partition that all of them are in."""
        return self.members[0].partition

    def require_partition(self, partition: str, of_what: str) -> None:
        """Refuse a bucket or key that the exporters cannot reach.

        Raises:
            ValueError: `partition` is not theirs.
        """
        if partition != self.partition:
            raise ValueError(
                f"{of_what} is in partition {partition!r} and the exporters are in {self.partition!r}; "
                "GuardDuty exports within one partition only"
            )
