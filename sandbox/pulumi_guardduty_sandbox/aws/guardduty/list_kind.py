"""The four kinds of lists, which differ only in what stands here.

Source: botocore's GuardDuty model (paths, members); GuardDuty User Guide, "Working with
lists" and "Quotas" (numbers); quotas of 6 and 1 confirmed by hitting them (2026-09-29).
"""

import dataclasses


#: Largest file of any kind, in bytes.
#: Source: GuardDuty User Guide, "Quotas": 35 MB, not adjustable.
LARGEST_FILE = 35 * 1024 * 1024
FORMATS = ("TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE")


@dataclasses.dataclass(frozen=True)
class ListKind:
    """One kind of list."""

    path: str
    """Its part of the URL, of the tag ARN and, camel-cased, of its parameters."""
    id_name: str
    ids_name: str
    name_parameter: str
    """What the refusal of a bad name calls the name."""
    quota: int | None
    """How many one detector may have; None: the switch `entity_quota` says."""
    entries: int | None
    """How many entries one list may have; None: not established."""
    is_entity: bool
    """Entity lists are read with the caller's rights and say why they fail; IP lists with the service-linked role's."""


THREAT_INTEL_SET = ListKind(
    "threatintelset", "threatIntelSetId", "threatIntelSetIds", "threatIntelSetName", 6, 250_000, is_entity=False
)
IP_SET = ListKind("ipset", "ipSetId", "ipSetIds", "ipSetName", 1, 2_000, is_entity=False)
THREAT_ENTITY_SET = ListKind(
    "threatentityset",
    "threatEntitySetId",
    "threatEntitySetIds",
    "threatEntitySetName",
    None,
    None,
    is_entity=True,
)
TRUSTED_ENTITY_SET = ListKind(
    "trustedentityset",
    "trustedEntitySetId",
    "trustedEntitySetIds",
    "trustedEntitySetName",
    1,
    None,
    is_entity=True,
)
KINDS = {kind.path: kind for kind in (THREAT_INTEL_SET, IP_SET, THREAT_ENTITY_SET, TRUSTED_ENTITY_SET)}
