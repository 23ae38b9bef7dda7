"""Stacks for tests: the embedded engine, and the real CLI where it is on PATH, behind one fixture."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pulumi_guardduty_sandbox.engine import CliStack, Stack


#: Makes a stack of the program in a folder; keyword arguments are those of `Stack`. Stacks of one test share a
#: backend folder unless told otherwise.
MakeStack: TypeAlias = Callable[..., Any]

on_the_cli = pytest.param(
    "cli",
    marks=[
        pytest.mark.engine,
        pytest.mark.skipif(shutil.which("pulumi") is None, reason="there is no pulumi on PATH"),
    ],
)


@pytest.fixture(params=["embedded", on_the_cli])
def make_stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeStack]:
    """A maker of stacks on either engine, with the same methods and results."""
    driver = {"embedded": Stack, "cli": CliStack}[request.param]

    def make(program: Path, *, backend: Path | None = None, **options: Any) -> Any:
        folder = backend or tmp_path / "backend"
        folder.mkdir(parents=True, exist_ok=True)
        return driver(program, backend=folder, **options)

    return make
