"""What Pulumi runs for `--policy-pack policy`: forwards to the package beside this file."""

from pulumi_guardduty_policy.pack import run


run()
