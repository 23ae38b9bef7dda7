"""Bringing a list to ACTIVE or INACTIVE, and seeing that it got there.

In AWS a failed activation is not atomic: the list is in ERROR and keeps the new location. Where the list was active
before, its old location is activated again. Source: wire captures of 2026-09-29.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn

from pulumi_guardduty import errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.lists.api import ListApi, unreadable
from pulumi_guardduty._core.lists.inputs import ListInputs
from pulumi_guardduty._core.resource_id import ResourceId
from pulumi_guardduty._core.waiting import Deadline


ACTIVE: Final = "ACTIVE"
INACTIVE: Final = "INACTIVE"
ERROR: Final = "ERROR"

#: Statuses in which one has to wait before acting. Source: GuardDuty User Guide, "Deactivating … lists".
MOVING: Final = frozenset({"ACTIVATING", "DEACTIVATING", "DELETE_PENDING"})

#: Seconds that putting an old location back may take, whatever the failed change has left of the deadline.
PUT_BACK_SECONDS: Final = 120.0


def as_wished(status: Any, *, activate: bool) -> bool:
    """Whether GuardDuty uses a list of that status if, and only if, it is to; a list in ERROR is not used."""
    return bool(status == ACTIVE if activate else status in (INACTIVE, ERROR))


def as_declared(seen: Bag, inputs: ListInputs) -> bool:
    """Whether an update would change nothing that can be seen."""
    return (
        seen["name"] == inputs.name
        and seen["location"] == inputs.location
        and inputs.expected_bucket_owner in (None, seen["expectedBucketOwner"])
        and as_wished(seen["status"], activate=inputs.activate)
    )


@dataclass(frozen=True)
class Activation:
    """Steers one list within one operation's deadline."""

    api: ListApi
    target: ResourceId
    deadline: Deadline

    @property
    def _list(self) -> str:
        return f"{self.api.kind.words} {self.target}"

    def settle(self) -> Bag | None:
        """The list once it no longer moves, or None when it is gone.

        Raises:
            NotReadyError: It still moves at the deadline.
        """
        pauses = self.deadline.pauses(f"{self._list} to settle")
        while (seen := self.api.get(self.target)) is not None and seen["status"] in MOVING:
            if not pauses.take(seen["status"]):
                raise self._late(seen, "settle")
        return seen

    def change(self, seen: Bag, inputs: ListInputs) -> Bag:
        """Send name, location, owner and activation together, and wait for the status; an active list is read again.

        Raises:
            InvalidInputError: The change failed, and the list is ACTIVE as it was before.
            NotReadyError: The list changed but is not what was declared.
            AwsCallError: AWS refused.
        """
        try:
            self.api.update(
                self.target,
                Name=inputs.name if seen["name"] != inputs.name else None,
                Location=inputs.location,
                Activate=inputs.activate,
                ExpectedBucketOwner=inputs.expected_bucket_owner,
            )
            return self._wait_until(activate=inputs.activate)
        except (errors.AwsCallError, errors.NotReadyError) as error:
            if seen["status"] == ACTIVE and inputs.activate:
                self._put_back(seen, inputs, error)
            raise

    def remove(self) -> None:
        """Delete the list and see that it is gone; gone already is a success.

        Raises:
            AwsCallError: AWS refused.
            NotReadyError: It is still there at the deadline.
        """
        if self.settle() is None:
            return
        self.api.delete(self.target)
        pauses = self.deadline.pauses(f"{self._list} to be deleted")
        while (seen := self.api.get(self.target)) is not None:
            if not pauses.take(seen["status"]):
                raise self._late(seen, "be deleted")

    def _wait_until(self, *, activate: bool) -> Bag:
        wanted = ACTIVE if activate else INACTIVE
        pauses = self.deadline.pauses(f"{self._list} to be {wanted}")
        while True:
            seen = self.api.get(self.target)
            if seen is None:
                raise errors.InvalidInputError(
                    f"{self._list} was deleted meanwhile; run `pulumi refresh`, then `pulumi up`"
                )
            if as_wished(seen["status"], activate=activate):
                return seen
            if seen["status"] == ERROR:
                raise errors.NotReadyError(str(self.target), seen, self._failed(seen))
            if not pauses.take(seen["status"]):
                raise self._late(seen, f"be {wanted}")

    def _put_back(self, before: Bag, inputs: ListInputs, error: errors.GuardDutyProviderError) -> None:
        """Activate the old location again where the change has put the list in ERROR, and say so.

        Raises:
            InvalidInputError: The list is ACTIVE again with its former content.
            NotReadyError: It could not be.
        """
        now = self.api.get(self.target)
        if now is None or now["status"] != ERROR or not _moved(before, now):
            return
        owner = before["expectedBucketOwner"]
        if owner is None and now["expectedBucketOwner"] is not None:
            # AWS keeps an owner once it has one; without one, the bucket was most likely this account's own.
            owner = self.api.aws.account_id
        own_time = Deadline(PUT_BACK_SECONDS, self.deadline.say, self.deadline.clock, self.deadline.sleep)
        try:
            self.api.update(
                self.target,
                Name=before["name"],
                Location=before["location"],
                Activate=True,
                ExpectedBucketOwner=owner,
            )
            replace(self, deadline=own_time)._wait_until(activate=True)  # noqa: SLF001 - of this very class
        except errors.GuardDutyProviderError as second:
            self._refuse_both(before, now, error, second)
        raise errors.InvalidInputError(
            f"{self._list} could not be activated from {inputs.location}, and is ACTIVE again with its former list at "
            f"{before['location']}: {error}"
        ) from error

    def _refuse_both(self, before: Bag, now: Bag, error: Exception, second: Exception) -> NoReturn:
        raise errors.NotReadyError(
            str(self.target),
            self.api.get(self.target) or now,
            f"{self._list} is in ERROR and GuardDuty uses nothing of it: it could not be activated from "
            f"{now['location']} ({error}), nor again from its former location {before['location']} ({second})",
        ) from error

    def _failed(self, seen: Bag) -> str:
        details = seen.get("errorDetails")
        return (
            f"{self._list} is in ERROR{f' ({details})' if details else ''}: "
            f"{unreadable(self.api.kind, seen['location'], seen['format'])}; then run `pulumi up` again"
        )

    def _late(self, seen: Bag, what: str) -> errors.NotReadyError:
        return errors.NotReadyError(
            str(self.target),
            seen,
            f"{self._list} is still {seen['status']} after {self.deadline.seconds:.0f} s of waiting for it to {what}; "
            "run `pulumi up` again, or allow more with custom_timeouts",
        )


def _moved(before: Bag, now: Bag) -> bool:
    return any(before[key] != now[key] for key in ("location", "expectedBucketOwner"))
