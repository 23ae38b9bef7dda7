"""The import contracts hold, and notice when they are broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
ROOMS = ("provider", "components", "policy", "sandbox")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    path = os.pathsep.join(str(root / room) for room in ROOMS)
    return subprocess.run(
        [command, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        pytest.param(
            "sandbox/pulumi_guardduty_sandbox/aws/clock.py",
            "import pulumi_guardduty.errors",
            "policy and sandbox know nothing of the provider",
            id="sandbox-imports-provider",
        ),
        pytest.param(
            "provider/pulumi_guardduty/publishing_destination/lifecycle.py",
            "import pulumi",
            "only the doors know Pulumi",
            id="lifecycle-imports-pulumi",
        ),
        pytest.param(
            "provider/pulumi_guardduty/threat_intel_set/model.py",
            "import pulumi_guardduty.publishing_destination.model",
            "inside the provider",
            id="resource-imports-resource",
        ),
        pytest.param(
            "provider/pulumi_guardduty/publishing_destination/model.py",
            "import boto3",
            "models and errors know no AWS client",
            id="model-imports-boto3",
        ),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path, module, line, contract):
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / module
    broken.write_text(f"{broken.read_text()}\n{line}\n")

    done = lint(tmp_path)

    assert done.returncode != 0
    assert any(row.startswith(contract) and " BROKEN" in row for row in done.stdout.splitlines())
