"""Fixtures that every room's tests share."""

from collections.abc import Iterator

import pytest
from crash_sum import pytest_terminal_summary
from pulumi_guardduty._core import holders
from pulumi_guardduty_sandbox.aws import Sandbox, running_sandbox
from stacks import make_stack


__all__ = ["make_stack", "pytest_terminal_summary"]


@pytest.fixture(scope="session")
def _one_sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_one_sandbox: Sandbox) -> Sandbox:
    """An AWS with nothing in it."""
    _one_sandbox.control.reset()
    return _one_sandbox


@pytest.fixture
def aws_environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process's own environment leads to the sandbox, and the provider has seen no other resource yet."""
    holders.forget()
    for name, value in sandbox.environment.items():
        monkeypatch.setenv(name, value)
