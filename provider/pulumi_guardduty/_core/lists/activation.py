"""Bringing a list to ACTIVE or INACTIVE, and seeing that it got there."""

from dataclasses import dataclass
from typing import Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.lists.api import ListApi
from pulumi_guardduty._core.lists.inputs import ListInputs
from pulumi_guardduty._core.resource_id import ResourceId
from pulumi_guardduty._core.waiting import Deadline


ACTIVE: Final = "ACTIVE"
INACTIVE: Final = "INACTIVE"
ERROR: Final = "ERROR"

#: Statuses in which one has to wait before acting. Source: GuardDuty User Guide, "Deactivating … lists".
MOVING: Final = frozenset({"ACTIVATING", "DEACTIVATING", "DELETE_PENDING"})


@dataclass(frozen=True)
class Activation:
    """Steers one list within one operation's deadline."""

    api: ListApi
    target: ResourceId
    deadline: Deadline

    def settle(self) -> Bag | None:
        """The list once it no longer moves, or None when it is gone.

        Raises:
            NotReadyError: It still moves at the deadline.
        """
        pauses = self.deadline.pauses(f"{self.api.kind.words} {self.target} to settle")
        while (seen := self.api.get(self.target)) is not None and seen["status"] in MOVING:
            if not pauses.take(seen["status"]):
                raise errors.NotReadyError(str(self.target), seen, self._late("settle", seen["status"], pauses.seconds))
        return seen

    def bring_to(self, seen: Bag, inputs: ListInputs, *, force: bool) -> Bag:
        """Send name, location, owner and activation together where anything differs, and wait for the status.

        With `force` an active list is read again though nothing differs. A failed activation is not atomic in AWS:
        where a list was active before, its old location is put back.

        Raises:
            AwsCallError: AWS refused; the list is as it was before where that was possible.
            NotReadyError: The list changed but is not what was declared.
        """
        wanted = ACTIVE if inputs.activate else INACTIVE
        differs = any(
            (
                seen["name"] != inputs.name,
                seen["location"] != inputs.location,
                inputs.expected_bucket_owner not in (None, seen["expectedBucketOwner"]),
            )
        )
        if not (differs or seen["status"] != wanted or (force and inputs.activate)):
            return seen
        try:
            self.api.update(
                self.target,
                Name=inputs.name if seen["name"] != inputs.name else None,
                Location=inputs.location,
                Activate=inputs.activate,
                ExpectedBucketOwner=inputs.expected_bucket_owner,
            )
            return self._wait_for(wanted)
        except (errors.AwsCallError, errors.NotReadyError) as error:
            if seen["status"] == ACTIVE and inputs.activate and seen["location"] != inputs.location:
                self._put_back(seen, inputs, error)
            raise

    def wait_until_gone(self) -> None:
        """Wait for a deleted list to be gone.

        Raises:
            NotReadyError: It is still there at the deadline.
        """
        pauses = self.deadline.pauses(f"{self.api.kind.words} {self.target} to be deleted")
        while (seen := self.api.get(self.target)) is not None:
            if not pauses.take(seen["status"]):
                raise errors.NotReadyError(
                    str(self.target), seen, self._late("be deleted", seen["status"], pauses.seconds)
                )

    def _wait_for(self, wanted: str) -> Bag:
        pauses = self.deadline.pauses(f"{self.api.kind.words} {self.target} to be {wanted}")
        while True:
            seen = self.api.get(self.target)
            if seen is None:
                raise errors.InvalidInputError("it was deleted meanwhile; run `pulumi refresh`, then `pulumi up`")
            if seen["status"] == wanted:
                return seen
            if seen["status"] == ERROR:
                raise errors.NotReadyError(str(self.target), seen, self._failed(seen))
            if not pauses.take(seen["status"]):
                raise errors.NotReadyError(
                    str(self.target), seen, self._late(f"be {wanted}", seen["status"], pauses.seconds)
                )

    def _put_back(self, before: Bag, inputs: ListInputs, error: Exception) -> None:
        """Activate the old location again after a failed change, and say so."""
        try:
            self.api.update(
                self.target,
                Name=before["name"],
                Location=before["location"],
                Activate=True,
                ExpectedBucketOwner=before["expectedBucketOwner"],
            )
            self._wait_for(ACTIVE)
        except (errors.AwsCallError, errors.NotReadyError):
            return
        raise errors.InvalidInputError(
            f"{self.api.kind.words} {self.target} could not be activated from {inputs.location}, and is ACTIVE again "
            f"with its former list at {before['location']}: {error}"
        ) from error

    def _failed(self, seen: Bag) -> str:
        details = seen.get("errorDetails")
        return (
            f"{self.api.kind.words} {self.target} is in ERROR: GuardDuty could not use the list at {seen['location']}"
            f"{f' ({details})' if details else ''}; check that the object exists, is at most 35 MB, has the format "
            f"{seen['format']}, and that GuardDuty may read it ({self.api.kind.caller_needs}), then run "
            "`pulumi up` again"
        )

    def _late(self, what: str, status: str, seconds: float) -> str:
        return (
            f"{self.api.kind.words} {self.target} is still {status} after {seconds:.0f} s of waiting for it to {what}; "
            "run `pulumi up` again, or allow more with custom_timeouts"
        )
