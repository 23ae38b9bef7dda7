"""AWS on one machine, for trying out and for tests: `running_sandbox`, `Sandbox`, `Control`.

`pulumi_guardduty_sandbox.aws.settings` lists the switches.
"""

from pulumi_guardduty_sandbox.aws.control import Control, ControlError
from pulumi_guardduty_sandbox.aws.sandbox import PortBusyError, Sandbox, running_sandbox


__all__ = ["Control", "ControlError", "PortBusyError", "Sandbox", "running_sandbox"]
