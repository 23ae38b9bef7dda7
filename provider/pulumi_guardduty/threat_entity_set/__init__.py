"""Threat entity sets: addresses and domains known to be hostile."""

from pulumi_guardduty.threat_entity_set.resource import ThreatEntitySet


__all__ = ["ThreatEntitySet"]
