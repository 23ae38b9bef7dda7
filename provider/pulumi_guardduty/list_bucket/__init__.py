"""List buckets: private buckets that lists are uploaded to."""

from pulumi_guardduty.list_bucket.resource import ListBucket


__all__ = ["ListBucket"]
