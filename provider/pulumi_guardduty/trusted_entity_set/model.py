"""What a program declares of a trusted entity set."""

from pulumi_guardduty._core.lists.inputs import ListInputs


class TrustedEntitySetInputs(ListInputs):
    """Desired state of one trusted entity set: addresses and domains that are trusted."""
