"""Run AWS GuardDuty's findings export and threat lists from Pulumi.

Declaring resources loads neither boto3 nor pydantic: both wait until a provider process works.
"""

from pulumi_guardduty.errors import (
    AccessDeniedError,
    AlreadyExistsError,
    AwsCallError,
    ConflictError,
    GuardDutyProviderError,
    InvalidInputError,
    MissingResourceError,
    NotReadyError,
    QuotaError,
    SinkPermissionError,
)
from pulumi_guardduty.ip_set import IPSet
from pulumi_guardduty.publishing_destination import PublishingDestination
from pulumi_guardduty.threat_entity_set import ThreatEntitySet
from pulumi_guardduty.threat_intel_set import ThreatIntelSet
from pulumi_guardduty.trusted_entity_set import TrustedEntitySet


__all__ = [
    "AccessDeniedError",
    "AlreadyExistsError",
    "AwsCallError",
    "ConflictError",
    "GuardDutyProviderError",
    "IPSet",
    "InvalidInputError",
    "MissingResourceError",
    "NotReadyError",
    "PublishingDestination",
    "QuotaError",
    "SinkPermissionError",
    "ThreatEntitySet",
    "ThreatIntelSet",
    "TrustedEntitySet",
]
