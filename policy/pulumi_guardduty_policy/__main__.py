"""What Pulumi runs when the pack is used from where it is installed."""

from pulumi_guardduty_policy.pack import run


run()
