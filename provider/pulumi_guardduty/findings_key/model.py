"""What a program declares of a key that encrypts findings."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from pulumi_guardduty._core.fields import CarriedIdentity, OptionalAdopt
from pulumi_guardduty._core.inputs import ResourceInputs, Whole
from pulumi_guardduty.policy_documents import KEY_POLICY_BYTES, checked_size
from pulumi_guardduty.sink_upkeep.exporters import ExporterList
from pulumi_guardduty.sink_upkeep.policy_text import PolicyText
from pulumi_guardduty.sink_upkeep.resource_tags import ResourceTags


#: Properties that AWS holds; a change of any other makes no call. Source: AWS KMS API Reference.
HELD: frozenset[str] = frozenset(
    {"alias", "aliasArn", "description", "exporters", "policy", "rotationEnabled", "state", "tags"}
)


def _alias(name: str) -> str:
    """Source: AWS KMS API Reference, "CreateAlias", AliasName."""
    if not re.fullmatch(r"alias/[a-zA-Z0-9/_-]{1,250}", name):
        raise ValueError(f"has to be alias/ and 1 to 250 letters, digits, / _ and - (got {name[:80]!r})")
    if name.startswith("alias/aws/"):
        raise ValueError(
            f"begins with alias/aws/, which AWS keeps for its own keys (got {name!r}); choose another name"
        )
    return name


def _sized(text: str) -> str:
    return checked_size(text, KEY_POLICY_BYTES, "key policy")


class FindingsKeyInputs(ResourceInputs):
    """Desired state of one symmetric encryption key.

    Source of every bound: AWS KMS API Reference, "CreateKey", "CreateAlias" and "ScheduleKeyDeletion".
    """

    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region", "alias", "policy"})

    alias: Annotated[str, AfterValidator(_alias)] | None = None
    """Name of the key, ``alias/…``; without it one is made of the resource's identity."""

    policy: Annotated[PolicyText, AfterValidator(_sized)] | None = None
    """JSON text of the key policy; without it the least that lets `exporters` export."""

    exporters: ExporterList | None = None
    """Detectors that may encrypt with the key; without it the one of this account and region."""

    rotation_enabled: bool = True
    """Whether AWS makes new key material every year."""

    deletion_window_in_days: Annotated[Whole, Field(ge=7, le=30)] = 30
    """Days, 7 to 30, in which a deleted key can still be brought back."""

    description: Annotated[str, Field(max_length=8192)] = "Encrypts the findings that GuardDuty exports"
    """What people read in the console, up to 8,192 characters."""

    tags: ResourceTags | None = None
    """Tags, at most 49; keys 1 to 128, values up to 256 characters."""

    client_token: CarriedIdentity = None
    """Identity that the key carries as a tag; without it one is derived from the resource's identity."""

    adopt: OptionalAdopt = None
    """Take over the key that the alias stands for already, and bring it to this declaration."""


def policy_or_exporters(inputs: FindingsKeyInputs) -> Mapping[str, str]:
    """What is wrong between fields, by field."""
    if inputs.policy is not None and inputs.exporters is not None:
        return {"exporters": "has no effect beside policy, which is used as it is; declare one of the two"}
    return {}
