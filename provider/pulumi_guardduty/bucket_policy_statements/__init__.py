"""Statements in somebody else's bucket policy."""

from pulumi_guardduty.bucket_policy_statements.resource import BucketPolicyStatements


__all__ = ["BucketPolicyStatements"]
