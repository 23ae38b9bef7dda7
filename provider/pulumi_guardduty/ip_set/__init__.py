"""IP sets: addresses that are trusted."""

from pulumi_guardduty.ip_set.resource import IPSet


__all__ = ["IPSet"]
