"""The four kinds of list, for tests that hold all of them to one claim."""

from dataclasses import dataclass
from typing import Any

from findings_sink import REGION, make_detector
from pulumi_guardduty import loader
from pulumi_guardduty._core.call import Call
from pulumi_guardduty_sandbox.aws import Sandbox


@dataclass(frozen=True)
class Kind:
    """One kind of list as tests see it; written out here, not taken from the provider."""

    name: str
    words: str
    method: str
    id_parameter: str
    output: str
    segment: str
    quota: int | None
    entity: bool

    @property
    def handlers(self) -> Any:
        return loader.handlers(self.name)

    def get(self, sandbox: Sandbox, resource_id: str) -> dict[str, Any]:
        """The list as AWS shows it."""
        detector, own = resource_id.split(":")
        call = getattr(sandbox.client("guardduty"), f"get_{self.method}")
        return call(DetectorId=detector, **{self.id_parameter: own})

    def update(self, sandbox: Sandbox, resource_id: str, **changes: Any) -> None:
        """Change the list behind the provider's back."""
        detector, own = resource_id.split(":")
        getattr(sandbox.client("guardduty"), f"update_{self.method}")(
            DetectorId=detector, **{self.id_parameter: own}, **changes
        )

    def delete(self, sandbox: Sandbox, resource_id: str) -> None:
        """Delete the list behind the provider's back."""
        detector, own = resource_id.split(":")
        getattr(sandbox.client("guardduty"), f"delete_{self.method}")(DetectorId=detector, **{self.id_parameter: own})

    def make(self, sandbox: Sandbox, detector: str, location: str, name: str = "hostile", **more: Any) -> str:
        """Make a list behind the provider's back; its own id."""
        create = getattr(sandbox.client("guardduty"), f"create_{self.method}")
        asked = {"Name": name, "Format": "TXT", "Location": location, "Activate": False, **more}
        return create(DetectorId=detector, **asked)[self.id_parameter]

    def ids(self, sandbox: Sandbox, detector: str) -> list[str]:
        """Ids of the lists on the detector."""
        answer = getattr(sandbox.client("guardduty"), f"list_{self.method}s")(DetectorId=detector)
        return answer[f"{self.id_parameter}s"]

    def reads(self, sandbox: Sandbox) -> int:
        """How often GuardDuty has read the object of any list of this kind since the last `clear_calls`."""
        updates = sandbox.control.calls(operation=f"Update{self.name}")
        return sum(1 for call in updates if call["params"].get("activate"))


KINDS = (
    Kind("ThreatIntelSet", "threat intel set", "threat_intel_set", "ThreatIntelSetId", "threatIntelSetId",
         "threatintelset", 6, entity=False),
    Kind("IPSet", "IP set", "ip_set", "IpSetId", "ipSetId", "ipset", 1, entity=False),
    Kind("ThreatEntitySet", "threat entity set", "threat_entity_set", "ThreatEntitySetId", "threatEntitySetId",
         "threatentityset", None, entity=True),
    Kind("TrustedEntitySet", "trusted entity set", "trusted_entity_set", "TrustedEntitySetId", "trustedEntitySetId",
         "trustedentityset", 1, entity=True),
)  # fmt: skip


@dataclass(frozen=True)
class Declaring:
    """A detector and a way to declare lists of one kind on it."""

    kind: Kind
    detector: str

    def checked(self, location: str, **changes: Any) -> dict[str, Any]:
        """Checked inputs; a change to None leaves a property out."""
        bag = {
            "detectorId": self.detector,
            "name": "hostile",
            "format": "TXT",
            "location": location,
            "activate": True,
            "clientToken": "t-1",
            "region": REGION,
            **changes,
        }
        inputs, failures = self.kind.handlers.check({}, bag, Call())
        assert failures == []
        return inputs

    def create(self, location: str, call: Call | None = None, **changes: Any) -> tuple[str, dict[str, Any]]:
        """Create a list: its id and the outputs."""
        return self.kind.handlers.create(self.checked(location, **changes), call or Call())


def declaring(sandbox: Sandbox, kind: Kind) -> Declaring:
    """A fresh detector to declare lists of `kind` on."""
    return Declaring(kind, make_detector(sandbox))
