"""GuardDuty's own state per account and region, beside moto's; moto's reset clears it too."""

from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.guardduty.models import guardduty_backends

from pulumi_guardduty_sandbox.aws.guardduty.destination import Destination
from pulumi_guardduty_sandbox.aws.guardduty.entity_list import EntityList
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal


class DetectorState:
    """What hangs on one detector."""

    def __init__(self) -> None:
        self.destinations: dict[str, Destination] = {}
        self.deleted_destinations: dict[str, Destination] = {}
        self.destination_tokens: dict[str, str] = {}
        """Client token to destination id."""
        self.lists: dict[str, dict[str, EntityList]] = {}
        """Kind's path to lists by id, deleted ones included."""
        self.list_tokens: dict[tuple[str, str, str], str] = {}
        """Kind's path, name and client token to list id."""

    def lists_of(self, path: str) -> dict[str, EntityList]:
        """The lists of one kind by id."""
        return self.lists.setdefault(path, {})


class SandboxGuardDutyBackend(BaseBackend):  # type: ignore[misc]  # moto has no types
    """What moto's own backend of this account and region does not hold."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.administrator: str | None = None
        """Account that administers this one's GuardDuty; None: it stands alone."""
        self._detectors: dict[str, DetectorState] = {}

    @property
    def moto(self) -> Any:
        """Moto's backend of the same account and region."""
        return guardduty_backends[self.account_id][self.region_name]

    def detector(self, detector_id: str) -> DetectorState:
        """State of a detector that exists.

        Raises:
            Refusal: It does not exist in this account and region (E1).
        """
        if detector_id not in self.moto.detectors:
            raise Refusal("E1")
        return self._detectors.setdefault(detector_id, DetectorState())

    def detectors(self) -> dict[str, DetectorState]:
        """State of every detector there is."""
        return {detector_id: self.detector(detector_id) for detector_id in self.moto.detectors}


sandbox_backends: Any = BackendDict(SandboxGuardDutyBackend, "guardduty")
