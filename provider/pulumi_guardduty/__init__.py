"""Run AWS GuardDuty's findings export and threat lists from Pulumi.

Declaring resources loads neither boto3 nor pydantic: both wait until a provider process works.
"""

from pulumi_guardduty.bucket_policy_statements import BucketPolicyStatements
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
from pulumi_guardduty.findings_bucket import FindingsBucket
from pulumi_guardduty.findings_key import FindingsKey
from pulumi_guardduty.ip_set import IPSet
from pulumi_guardduty.key_policy_statements import KeyPolicyStatements
from pulumi_guardduty.list_bucket import ListBucket
from pulumi_guardduty.list_object import ListObject
from pulumi_guardduty.policy_documents import guardduty_bucket_policy, guardduty_key_policy
from pulumi_guardduty.publishing_destination import PublishingDestination
from pulumi_guardduty.threat_entity_set import ThreatEntitySet
from pulumi_guardduty.threat_intel_set import ThreatIntelSet
from pulumi_guardduty.trusted_entity_set import TrustedEntitySet


__all__ = [
    "AccessDeniedError",
    "AlreadyExistsError",
    "AwsCallError",
    "BucketPolicyStatements",
    "ConflictError",
    "FindingsBucket",
    "FindingsKey",
    "GuardDutyProviderError",
    "IPSet",
    "InvalidInputError",
    "KeyPolicyStatements",
    "ListBucket",
    "ListObject",
    "MissingResourceError",
    "NotReadyError",
    "PublishingDestination",
    "QuotaError",
    "SinkPermissionError",
    "ThreatEntitySet",
    "ThreatIntelSet",
    "TrustedEntitySet",
    "guardduty_bucket_policy",
    "guardduty_key_policy",
]
