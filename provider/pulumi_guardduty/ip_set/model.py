"""What a program declares of an IP set."""

from pulumi_guardduty._core.lists.inputs import ListInputs


class IPSetInputs(ListInputs):
    """Desired state of one IP set: addresses that are trusted."""
