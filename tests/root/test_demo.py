"""The main job, from stack config alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "engine",
    [
        "embedded",
        pytest.param("cli", marks=[pytest.mark.engine, pytest.mark.skipif("not __import__('shutil').which('pulumi')")]),
    ],
)
def test_the_demo_shows_each_of_its_claims_and_leaves_nothing(engine):
    path = os.environ["PATH"]
    if engine == "embedded":
        path = os.pathsep.join(f for f in path.split(os.pathsep) if not (Path(f) / "pulumi").exists())

    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "demo.py"],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("==>")] == [
        "==> findings are exported: the destination is PUBLISHING",
        "==> both lists are ACTIVE",
        "==> nothing was changed",
        "==> one resource was updated",
        "==> nothing is left in the account",
    ]
