"""Statements in somebody else's key policy."""

from pulumi_guardduty.key_policy_statements.resource import KeyPolicyStatements


__all__ = ["KeyPolicyStatements"]
