"""The state that pulumi-aws leaves of a destination and a list, as rows of Pulumi's deployment format, version 3.

Written out as data: the plugin of pulumi-aws is not among what tests need. What the program declares, and the names of
what the plugin adds, are those of the SDK of `pulumi_aws`, to which a test holds them. `__defaults` and
`__pulumi_raw_state_delta` are of the bridge to Terraform's provider, which the plugin consists of.
"""

from pathlib import Path
from typing import Any

from pulumi_guardduty_sandbox.aws import Sandbox
from pulumi_guardduty_sandbox.engine.backend import Backend, Checkpoint
from pulumi_guardduty_sandbox.engine.passphrase import Crypter


DESTINATION = "aws:guardduty/publishingDestination:PublishingDestination"
LIST = "aws:guardduty/threatIntelSet:ThreatIntelSet"
VERSION = "7.51.1"
_REGION = "us-east-1"
_TIME = "2026-05-04T09:12:31Z"


class PulumiAwsState:
    """A stack whose state is that of pulumi-aws, and what the state is about."""

    def __init__(self, sandbox: Sandbox, ground: dict[str, str], *, project: str, stack: str = "dev") -> None:
        """Make a destination and a list in AWS, and the rows of their state."""
        self._project, self._stack = project, stack
        self._prefix = f"urn:pulumi:{stack}::{project}::"
        destination, list_ = _made(sandbox, ground)
        provider = self.urn("pulumi:providers:aws", f"default_{VERSION.replace('.', '_')}")
        provider_id = "3f0bd2d0-6b55-4d1f-8f3c-3f2a0c2ce0d4"
        configured = {"region": _REGION, "skipCredentialsValidation": "false", "skipRegionValidation": "true"}
        root = self.urn("pulumi:pulumi:Stack", f"{project}-{stack}")
        common = {"custom": True, "parent": root, "provider": f"{provider}::{provider_id}"}
        self.rows: list[dict[str, Any]] = [
            {"urn": root, "custom": False, "type": "pulumi:pulumi:Stack"},
            {
                "urn": provider,
                "custom": True,
                "id": provider_id,
                "type": "pulumi:providers:aws",
                "inputs": {"__internal": {}, **configured, "version": VERSION},
                "outputs": {**configured, "version": VERSION},
            },
            *({**common, **self._row(type_, shape)} for type_, shape in shapes(ground, destination, list_).items()),
        ]
        for row in self.rows:
            row |= {"created": _TIME, "modified": _TIME}

    def urn(self, type_: str, name: str = "one") -> str:
        """The URN of a resource of the stack."""
        return f"{self._prefix}{type_}::{name}"

    @property
    def managed(self) -> list[dict[str, Any]]:
        """The rows of the destination and the list."""
        return [row for row in self.rows if row["type"].startswith("aws:")]

    def _row(self, type_: str, shape: dict[str, Any]) -> dict[str, Any]:
        declared, defaults, outputs = shape["declared"], shape["defaults"], shape["outputs"]
        return {
            "urn": self.urn(type_),
            "id": outputs["id"],
            "type": type_,
            "inputs": {"__defaults": sorted(defaults), **declared, **defaults},
            "outputs": {"__pulumi_raw_state_delta": {"obj": {}}, **declared, **defaults, **outputs},
            "propertyDependencies": {name: [] for name in declared},
        }

    def save(self, backend: Path, *, retained: bool = False) -> None:
        """Make it the state of the stack in a folder of stacks; `retained`, with `retain_on_delete=True` brought up."""
        rows = [{**row, "retainOnDelete": True} if retained and row in self.managed else row for row in self.rows]
        Backend(backend, self._project, self._stack).save(Checkpoint(rows, salt=Crypter.new("sandbox").state))


def shapes(ground: dict[str, str], destination: str, list_: str) -> dict[str, dict[str, Any]]:
    """What is declared of either resource, and what the plugin adds to it as inputs and as outputs."""
    detector = ground["detector"]
    arn = f"arn:aws:guardduty:{_REGION}:123456789012:detector/{detector}"
    tags = {"team": "security"}
    return {
        DESTINATION: {
            "declared": {
                "destinationArn": ground["destination"],
                "detectorId": detector,
                "kmsKeyArn": ground["key"],
                "tags": tags,
            },
            "defaults": {"destinationType": "S3"},
            "outputs": {
                "arn": f"{arn}/publishingdestination/{destination}",
                "destinationId": destination,
                "id": f"{detector}:{destination}",
                "region": _REGION,
                "tagsAll": tags,
            },
        },
        LIST: {
            "declared": {
                "activate": True,
                "detectorId": detector,
                "format": "TXT",
                "location": ground["location"],
                "name": "hostile",
                "tags": tags,
            },
            "defaults": {},
            "outputs": {
                "arn": f"{arn}/threatintelset/{list_}",
                "id": f"{detector}:{list_}",
                "region": _REGION,
                "tagsAll": tags,
                "threatIntelSetId": list_,
            },
        },
    }


def _made(sandbox: Sandbox, ground: dict[str, str]) -> tuple[str, str]:
    guardduty, tags = sandbox.client("guardduty"), {"team": "security"}
    destination = guardduty.create_publishing_destination(
        DetectorId=ground["detector"],
        DestinationType="S3",
        DestinationProperties={"DestinationArn": ground["destination"], "KmsKeyArn": ground["key"]},
        Tags=tags,
    )
    list_ = guardduty.create_threat_intel_set(
        DetectorId=ground["detector"],
        Name="hostile",
        Format="TXT",
        Location=ground["location"],
        Activate=True,
        Tags=tags,
    )
    return destination["DestinationId"], list_["ThreatIntelSetId"]
