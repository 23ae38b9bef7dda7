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
from pulumi_guardduty.publishing_destination import PublishingDestination
from pulumi_guardduty.threat_intel_set import ThreatIntelSet


__all__ = [
    "AccessDeniedError",
    "AlreadyExistsError",
    "AwsCallError",
    "ConflictError",
    "GuardDutyProviderError",
    "InvalidInputError",
    "MissingResourceError",
    "NotReadyError",
    "PublishingDestination",
    "QuotaError",
    "SinkPermissionError",
    "ThreatIntelSet",
]
