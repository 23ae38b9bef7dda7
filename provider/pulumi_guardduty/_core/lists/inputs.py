"""What a program declares of a list, whatever its kind."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StringConstraints

from pulumi_guardduty._core.fields import AccountId, OptionalAdopt, OptionalClientToken, OptionalDetectorId, parsed_by
from pulumi_guardduty._core.inputs import CLEARING_REPLACES, REPLACES, ResourceInputs
from pulumi_guardduty._core.lists.location import Location
from pulumi_guardduty._core.tag_fields import Tags


Format = Literal["TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE"]


def _has_letters(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError(f"has to hold a letter or a digit (got {text!r}); AWS refuses empty and punctuated names")
    return text


class ListInputs(ResourceInputs):
    """Desired state of one list.

    Source of every bound: GuardDuty API Reference, "CreateThreatIntelSet".
    """

    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region", "detector_id"})

    detector_id: OptionalDetectorId = None
    """Detector that uses the list, 1 to 300 characters; without it the region's only one."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_has_letters)]
    """Name findings show, 1 to 300 characters."""

    format: Annotated[Format, REPLACES]
    """Format of the file: TXT, STIX, OTX_CSV, ALIEN_VAULT, PROOF_POINT or FIRE_EYE; a change replaces."""

    location: Annotated[str, parsed_by(Location.parse)]
    """S3 URL of the file, 1 to 300 characters."""

    activate: bool
    """Whether GuardDuty uses the list."""

    expected_bucket_owner: Annotated[AccountId | None, CLEARING_REPLACES] = None
    """Account of 12 digits that has to own the bucket; removing it replaces, as AWS keeps the old value."""

    tags: Tags | None = None
    """Tags, at most 200 (AWS's quota on a resource is 50); keys 1 to 128, values up to 256 characters."""

    client_token: OptionalClientToken = None
    """Idempotency token, 0 to 64 characters, sent as given; without it one is derived from the resource's identity."""

    content_version: Annotated[str | None, StringConstraints(max_length=1024)] = None
    """Anything that changes with the content, such as a hash or an ETag: a change has AWS read the list again."""

    adopt: OptionalAdopt = None
    """Take over the list of this name the detector has already, and bring it to this declaration."""
