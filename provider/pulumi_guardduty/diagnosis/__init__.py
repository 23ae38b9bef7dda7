"""Says in words why GuardDuty may not export, from facts that others gathered.

Pure functions over plain values: no Pulumi, no AWS call. What could not be read or is not documented is named as
unknown; nothing is guessed.
"""

from pulumi_guardduty.diagnosis.diagnose import diagnose
from pulumi_guardduty.diagnosis.drift import DriftKind, StatementDrift, policy_drift
from pulumi_guardduty.diagnosis.facts import SinkFacts, Unread
from pulumi_guardduty.diagnosis.finding import Code, Finding, Severity, render, render_warnings


__all__ = [
    "Code",
    "DriftKind",
    "Finding",
    "Severity",
    "SinkFacts",
    "StatementDrift",
    "Unread",
    "diagnose",
    "policy_drift",
    "render",
    "render_warnings",
]
