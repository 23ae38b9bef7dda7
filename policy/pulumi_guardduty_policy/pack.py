"""The policy pack: what Pulumi starts."""

from pulumi_policy import Policy, PolicyPack

from pulumi_guardduty_policy.catalogue import RULES
from pulumi_guardduty_policy.framework.adapter import policies
from pulumi_guardduty_policy.framework.memory import Memory
from pulumi_guardduty_policy.views.tokens import RELATED


NAME = "guardduty"

DESCRIPTION = "KMS usage, buckets and GuardDuty: findings and lists that nobody can read, replace or silence."


def all_policies() -> list[Policy]:
    """Make the policies of every rule, which share what they remember of one run."""
    memory = Memory(RELATED)
    return [policy for rule in RULES for policy in policies(rule, memory)]


def run() -> None:
    """Serve the pack to the engine that started this process, until it ends."""
    PolicyPack(NAME, policies=all_policies(), description=DESCRIPTION, display_name="GuardDuty", provider="aws")
