"""The GuardDuty that moto lacks: publishing destinations, the four kinds of lists, and tags."""

from pulumi_guardduty_sandbox.aws.guardduty.routes import install
from pulumi_guardduty_sandbox.aws.guardduty.steering import (
    export_tick,
    judged_write,
    set_administrator,
    set_status,
    state,
)


__all__ = ["export_tick", "install", "judged_write", "set_administrator", "set_status", "state"]
