"""What a program declares of a threat entity set."""

from pulumi_guardduty._core.lists.inputs import ListInputs


class ThreatEntitySetInputs(ListInputs):
    """Desired state of one threat entity set: addresses and domains known to be hostile."""
