"""Who may do what: identity policies and the policies of buckets and keys, put together."""

from pulumi_guardduty_sandbox.aws.authorization.decision import Decision, Need, decide
from pulumi_guardduty_sandbox.aws.authorization.gate import denied_deletes, refusal_of


__all__ = ["Decision", "Need", "decide", "denied_deletes", "refusal_of"]
