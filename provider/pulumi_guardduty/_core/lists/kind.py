"""What tells the four kinds of list apart: names and numbers, no behaviour."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class ListKind:
    """One kind of list.

    Attributes:
        api: Its name in API operations, e.g. ``ThreatIntelSet`` of ``CreateThreatIntelSet``.
        words: What a message calls one.
        method: Its part of boto3's method names.
        output: Wire name of the output that holds the list's own id.
        segment: Its part of an ARN, all lower case.
        quota: Lists an account may have in a region, or None where that is not established.
        reading: What reading the list's object takes, in words.
    """

    api: str
    words: str
    method: str
    output: str
    segment: str
    quota: int | None
    reading: str

    @property
    def id_parameter(self) -> str:
        """Name of the id in requests and answers; ``IPSet`` is spelled ``IpSet`` there."""
        return f"{self.api.replace('IP', 'Ip')}Id"

    @property
    def ids(self) -> str:
        """Name of the page of ids that a listing answers with."""
        return f"{self.id_parameter}s"


#: GuardDuty reads IP lists through its service-linked role, to which it adds a policy with the caller's rights.
#: Source of both: GuardDuty User Guide, "Prerequisites" of lists.
_BY_THE_ROLE: Final = (
    "the credentials Pulumi runs with need iam:PutRolePolicy on the role AWSServiceRoleForAmazonGuardDuty, and where a "
    "KMS key encrypts the object, the key's policy has to allow that role kms:Decrypt"
)

_BY_THE_CALLER: Final = (
    "the credentials Pulumi runs with need s3:GetObject on it, and kms:Decrypt where a KMS key encrypts it"
)

# Source of quotas: hit in wire captures of 2026-09-29 (6 and 1); GuardDuty User Guide for trusted entity lists.
THREAT_INTEL_SET: Final = ListKind(
    "ThreatIntelSet",
    "threat intel set",
    "threat_intel_set",
    "threatIntelSetId",
    "threatintelset",
    6,
    _BY_THE_ROLE,
)
IP_SET: Final = ListKind("IPSet", "IP set", "ip_set", "ipSetId", "ipset", 1, _BY_THE_ROLE)
THREAT_ENTITY_SET: Final = ListKind(
    "ThreatEntitySet",
    "threat entity set",
    "threat_entity_set",
    "threatEntitySetId",
    "threatentityset",
    None,
    _BY_THE_CALLER,
)
TRUSTED_ENTITY_SET: Final = ListKind(
    "TrustedEntitySet",
    "trusted entity set",
    "trusted_entity_set",
    "trustedEntitySetId",
    "trustedentityset",
    1,
    _BY_THE_CALLER,
)
