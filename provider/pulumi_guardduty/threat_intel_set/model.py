"""What a program declares of a threat intel set."""

from pulumi_guardduty._core.lists.inputs import ListInputs


class ThreatIntelSetInputs(ListInputs):
    """Desired state of one threat intel set: addresses known to be hostile."""
