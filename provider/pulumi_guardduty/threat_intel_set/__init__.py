"""Threat intel sets: addresses known to be hostile."""

from pulumi_guardduty.threat_intel_set.resource import ThreatIntelSet


__all__ = ["ThreatIntelSet"]
