"""Publishing destinations: where GuardDuty exports its findings."""

from pulumi_guardduty.publishing_destination.resource import PublishingDestination


__all__ = ["PublishingDestination"]
