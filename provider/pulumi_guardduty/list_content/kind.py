"""The kinds and formats of GuardDuty lists, and what AWS allows each."""

from enum import StrEnum
from typing import Final


class ListKind(StrEnum):
    """What a list is for, and what it may hold."""

    THREAT_IP = "threat-ip"
    """Addresses that raise findings (`ThreatIntelSet`)."""

    TRUSTED_IP = "trusted-ip"
    """Addresses that never raise findings (`IPSet`)."""

    THREAT_ENTITY = "threat-entity"
    """Addresses and domains that raise findings (`ThreatEntitySet`)."""

    TRUSTED_ENTITY = "trusted-entity"
    """Addresses and domains that never raise findings (`TrustedEntitySet`)."""

    @property
    def trusted(self) -> bool:
        """Whether entries silence findings instead of raising them."""
        return self in {ListKind.TRUSTED_IP, ListKind.TRUSTED_ENTITY}

    @property
    def holds_domains(self) -> bool:
        """Whether domain names may stand beside addresses."""
        return self in {ListKind.THREAT_ENTITY, ListKind.TRUSTED_ENTITY}


class ListFormat(StrEnum):
    """How a list is written; the values are the API's own."""

    TXT = "TXT"
    STIX = "STIX"
    OTX_CSV = "OTX_CSV"
    ALIEN_VAULT = "ALIEN_VAULT"
    PROOF_POINT = "PROOF_POINT"
    FIRE_EYE = "FIRE_EYE"


#: Largest list file, in bytes. Source: GuardDuty User Guide, "List formats": 35 MB. The page does not say which
#: MB; the larger one is taken, because refusing what AWS takes would be worse than a late answer.
FILE_LIMIT: Final = 35 * 1024 * 1024

#: Entries one list may hold; cannot be raised. Source: GuardDuty User Guide, "Amazon GuardDuty quotas".
ENTRY_QUOTA: Final = {ListKind.THREAT_IP: 250_000, ListKind.TRUSTED_IP: 2_000}

#: Entries from which an entity list gets a warning. The quota page, as archived in Japanese, shows 1,000 for threat
#: entity lists; the number for trusted ones is not established.
ENTITY_COUNT_WARNING: Final = 1_000

#: Shortest prefix of a trusted range that raises no question: a /16 silences 65,536 addresses.
WIDEST_TRUSTED_PREFIX: Final = 16
