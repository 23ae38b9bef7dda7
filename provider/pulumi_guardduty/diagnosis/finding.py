"""What is wrong, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """What a finding means for the export."""

    ERROR = "error"
    """GuardDuty cannot export so."""

    UNKNOWN = "unknown"
    """It could not be read or judged; the cause may lie here."""

    WARNING = "warning"
    """It works, and is not as it should be."""


class Code(StrEnum):
    """What kind of thing is wrong; stable, for programs and tests."""

    DESTINATION_ARN = "destination-arn"
    BUCKET_PARTITION = "bucket-partition"
    BUCKET_MISSING = "bucket-missing"
    BUCKET_OWNER = "bucket-owner"
    OPT_IN_REGION = "opt-in-region"
    KEY_ALIAS = "key-alias"
    KEY_ARN = "key-arn"
    KEY_PARTITION = "key-partition"
    KEY_REGION = "key-region"
    KEY_MISSING = "key-missing"
    KEY_DISABLED = "key-disabled"
    KEY_PENDING_DELETION = "key-pending-deletion"
    KEY_STATE = "key-state"
    KEY_ASYMMETRIC = "key-asymmetric"
    KEY_AWS_MANAGED = "key-aws-managed"
    KEY_POLICY_ALLOW = "key-policy-allow"
    KEY_POLICY_DENY = "key-policy-deny"
    KEY_POLICY_UNJUDGED = "key-policy-unjudged"
    KEY_POLICY_OPEN = "key-policy-open"
    BUCKET_POLICY_ALLOW = "bucket-policy-allow"
    BUCKET_POLICY_DENY = "bucket-policy-deny"
    BUCKET_POLICY_UNJUDGED = "bucket-policy-unjudged"
    BUCKET_POLICY_OPEN = "bucket-policy-open"
    BUCKET_POLICY_DENIES_ACL = "bucket-policy-denies-acl"
    MARKER_MISSING = "marker-missing"
    BUCKET_UNREAD = "bucket-unread"
    BUCKET_OWNER_UNREAD = "bucket-owner-unread"
    BUCKET_REGION_UNREAD = "bucket-region-unread"
    BUCKET_POLICY_UNREAD = "bucket-policy-unread"
    KEY_UNREAD = "key-unread"
    KEY_POLICY_UNREAD = "key-policy-unread"
    MARKER_UNREAD = "marker-unread"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or could not be told."""

    code: Code
    message: str
    """One sentence: what was seen, what has to be, what to do."""

    severity: Severity = Severity.ERROR


#: Said when AWS refuses and all that was read is in order.
NO_CAUSE: Final = (
    "no cause was found in the bucket, the key and their policies; if they are only just made or changed, AWS may "
    "still be spreading them, else look for a resource control policy of the organization that denies GuardDuty"
)


def render(findings: Iterable[Finding]) -> str:
    """Say why GuardDuty may refuse: the errors, and behind them what could not be told.

    Warnings are no reason for a refusal and are left out; `render_warnings` says them.
    """
    listed = list(findings)
    errors = [finding.message for finding in listed if finding.severity is Severity.ERROR]
    unknown = [finding.message for finding in listed if finding.severity is Severity.UNKNOWN]
    if not errors and not unknown:
        return NO_CAUSE
    if not errors:
        return f"no cause was found in what could be read, and not all could: {_numbered(unknown)}"
    return _numbered(errors) + (f"; besides, not all could be read: {_numbered(unknown)}" if unknown else "")


def render_warnings(findings: Iterable[Finding]) -> str:
    """Say what works but is not as it should be; nothing where all is well."""
    return _numbered([finding.message for finding in findings if finding.severity is Severity.WARNING])


def _numbered(messages: list[str]) -> str:
    """Join sentences; a single one stands for itself."""
    if len(messages) == 1:
        return messages[0]
    return "; ".join(f"({number}) {message}" for number, message in enumerate(messages, start=1))
