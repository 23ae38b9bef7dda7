"""An evaluator of IAM, KMS and S3 bucket policy documents, written for the sandbox alone.

It shares nothing with the code that generates policies, so a generated policy
that this room accepts was judged by somebody else.

Source: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements".
"""

from pulumi_guardduty_sandbox.aws.policy.document import Effect, Policy, PolicyError, Statement
from pulumi_guardduty_sandbox.aws.policy.evaluation import AccessRequest, Context, Verdict, evaluate
from pulumi_guardduty_sandbox.aws.policy.principal import Principal, PrincipalMatch


__all__ = [
    "AccessRequest",
    "Context",
    "Effect",
    "Policy",
    "PolicyError",
    "Principal",
    "PrincipalMatch",
    "Statement",
    "Verdict",
    "evaluate",
]
