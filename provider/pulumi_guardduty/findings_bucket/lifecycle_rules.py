"""The rules by which S3 lets objects expire, which no folder object is ever subject to.

GuardDuty stops when the folder object `prefix/` expires, though findings lie below it. So every rule that removes
current objects is held to what lies below ``[prefix/]AWSLogs/`` and has at least one byte: folder objects have none.

Source: github.com/aws/aws-cli/issues/10483; Amazon S3 User Guide, "Lifecycle configuration elements".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final


_FINDINGS: Final = "guardduty-findings"
_VERSIONS: Final = "guardduty-older-versions"
_MARKERS: Final = "guardduty-delete-markers"
_UPLOADS: Final = "guardduty-incomplete-uploads"


@dataclass(frozen=True)
class Retention:
    """How long what is kept; None keeps it for ever."""

    current_days: int | None
    noncurrent_days: int | None
    upload_days: int | None

    def rules(self, prefix: str) -> list[dict[str, Any]]:
        """The rules for findings below the folder `prefix`, in S3's form."""
        findings = f"{prefix}/AWSLogs/" if prefix else "AWSLogs/"
        written = {"And": {"Prefix": findings, "ObjectSizeGreaterThan": 0}}
        rules: list[dict[str, Any]] = []
        if self.current_days is not None:
            rules.append(_rule(_FINDINGS, written, {"Expiration": {"Days": self.current_days}}))
        if self.noncurrent_days is not None:
            expiration = {"NoncurrentVersionExpiration": {"NoncurrentDays": self.noncurrent_days}}
            rules.append(_rule(_VERSIONS, written, expiration))
        if self.noncurrent_days is not None:
            # Takes away only what stands for an object of which no version is left.
            cleared = {"Expiration": {"ExpiredObjectDeleteMarker": True}}
            rules.append(_rule(_MARKERS, {"Prefix": findings}, cleared))
        if self.upload_days is not None:
            aborted = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": self.upload_days}}
            rules.append(_rule(_UPLOADS, {"Prefix": ""}, aborted))
        return rules

    @classmethod
    def of(cls, rules: Iterable[Mapping[str, Any]]) -> "Retention":
        """The days that rules of ours name."""
        named = {rule.get("ID"): rule for rule in rules if rule.get("Status") == "Enabled"}
        return cls(
            _days(named.get(_FINDINGS), "Expiration", "Days"),
            _days(named.get(_VERSIONS), "NoncurrentVersionExpiration", "NoncurrentDays"),
            _days(named.get(_UPLOADS), "AbortIncompleteMultipartUpload", "DaysAfterInitiation"),
        )


def altered(rules: Iterable[Mapping[str, Any]], prefix: str) -> list[str]:
    """Names of the rules that are not ours, or not as this package writes them whatever the days."""
    found = list(rules)
    ours = {rule["ID"]: rule for rule in Retention.of(found).rules(prefix)}
    strange = {str(rule.get("ID", "without a name")) for rule in found if not _same(rule, ours.get(rule.get("ID")))}
    return sorted(strange | (ours.keys() - {rule.get("ID") for rule in found}))


def _rule(name: str, subject: Mapping[str, Any], action: Mapping[str, Any]) -> dict[str, Any]:
    return {"ID": name, "Status": "Enabled", "Filter": dict(subject), **action}


def _days(rule: Mapping[str, Any] | None, element: str, unit: str) -> int | None:
    days = (rule or {}).get(element, {}).get(unit)
    return days if isinstance(days, int) else None


def _same(rule: Mapping[str, Any], ours: Mapping[str, Any] | None) -> bool:
    return ours is not None and dict(rule) == dict(ours)
