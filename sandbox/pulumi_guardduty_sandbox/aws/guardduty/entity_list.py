"""One list as GuardDuty stores it, and how it shows on the wire."""

import dataclasses
from typing import Any

from pulumi_guardduty_sandbox.aws.guardduty.list_kind import ListKind
from pulumi_guardduty_sandbox.aws.guardduty.transition import Status


INACTIVE = "INACTIVE"
ACTIVATING = "ACTIVATING"
ACTIVE = "ACTIVE"
DEACTIVATING = "DEACTIVATING"
ERROR = "ERROR"
DELETE_PENDING = "DELETE_PENDING"
DELETED = "DELETED"
STATUSES = (INACTIVE, ACTIVATING, ACTIVE, DEACTIVATING, ERROR, DELETE_PENDING, DELETED)


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """What GuardDuty read at the last activation."""

    etag: str
    entries: int


@dataclasses.dataclass
class EntityList:
    """A list of any kind."""

    id: str
    kind: ListKind
    name: str
    format: str
    location: str
    expected_bucket_owner: str | None
    tags: dict[str, str]
    token: str | None
    created: float
    updated: float
    status: Status = dataclasses.field(default_factory=lambda: Status(INACTIVE))
    error_details: str | None = None
    snapshot: Snapshot | None = None
    reads: int = 0
    """How often its object was read."""
    deleted_at: float | None = None

    @property
    def is_live(self) -> bool:
        """Whether the list counts: it is not deleted, nor about to be."""
        return self.deleted_at is None

    def on_the_wire(self) -> dict[str, Any]:
        """The answer of the kind's Get: null, not absence, where there is nothing."""
        answer: dict[str, Any] = {
            "name": self.name,
            "format": self.format,
            "location": self.location,
            "status": self.status.shown,
            "tags": self.tags,
            "expectedBucketOwner": self.expected_bucket_owner,
        }
        if self.kind.is_entity:
            answer |= {
                "createdAt": self.created,
                "updatedAt": self.updated,
                "errorDetails": self.error_details,
            }
        return answer
