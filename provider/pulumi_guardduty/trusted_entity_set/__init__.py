"""Trusted entity sets: addresses and domains that are trusted."""

from pulumi_guardduty.trusted_entity_set.resource import TrustedEntitySet


__all__ = ["TrustedEntitySet"]
