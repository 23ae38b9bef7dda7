"""An embedded engine for Pulumi Python programs of dynamic providers and components.

A stand-in for trying out and for tests: it follows one version of the Pulumi CLI (`CLI_VERSION`), keeps state the
CLI can go on with, and refuses what it does not do.
"""

from pulumi_guardduty_sandbox.engine.backend import CLI_VERSION
from pulumi_guardduty_sandbox.engine.cli_stack import CliStack
from pulumi_guardduty_sandbox.engine.listener import Diagnostic, Result, Violation
from pulumi_guardduty_sandbox.engine.stack import Stack


__all__ = ["CLI_VERSION", "CliStack", "Diagnostic", "Result", "Stack", "Violation"]
