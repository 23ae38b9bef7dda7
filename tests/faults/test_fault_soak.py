"""A short run of the fault soak; `benchmarks/fault_soak.py` is the whole of it."""

import importlib.util
import sys
from pathlib import Path

import pytest
from pulumi_guardduty._core import aws_access


@pytest.fixture
def few_attempts(request, monkeypatch):
    """botocore gives up soon, so that faults reach the provider."""
    request.getfixturevalue("aws_environment")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    aws_access.forget()
    yield
    aws_access.forget()


@pytest.mark.usefixtures("few_attempts")
def test_under_mixed_faults_nothing_is_made_twice_and_nothing_forgotten(sandbox, monkeypatch):
    path = Path(__file__).parents[2] / "benchmarks" / "fault_soak.py"
    spec = importlib.util.spec_from_file_location("fault_soak", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fault_soak", module)
    spec.loader.exec_module(module)

    figures = module.soak(sandbox, operations=40)

    assert figures["injected"] > 10
    assert figures["survived"] == 40
    assert (figures["duplicates"], figures["orphans"]) == (0, 0)
