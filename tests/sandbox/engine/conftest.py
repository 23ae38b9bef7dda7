"""Programs of the engine's own tests, on a cloud that is a folder."""

import json
import os
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest


HERE = Path(__file__).parent


class Things:
    """A folder in which test programs and their cloud lie."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self.cloud = base / "cloud"
        self.cloud.mkdir()
        self.program = base / "program"
        self.program.mkdir()
        for folder in (HERE / "mutants", HERE / "programs"):
            shutil.copytree(folder, self.program, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        (self.program / "Pulumi.yaml").write_text("name: things\nruntime: python\n")
        #: What programs and providers need; no AWS call is ever made.
        self.env = {"THING_CLOUD": str(self.cloud), "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}

    def declare(self, source: str) -> Path:
        """Make `source` the program; return its folder."""
        head = "import pulumi\nfrom pulumi import Output, ResourceOptions\nfrom thing import Thing\n\n"
        (self.program / "__main__.py").write_text(head + textwrap.dedent(source))
        return self.program

    def names(self) -> list[str]:
        """Ids of what is in the cloud."""
        return sorted(path.stem for path in self.cloud.glob("*.json"))

    def properties(self, id_: str) -> dict[str, Any]:
        """What the cloud knows of a thing."""
        found: dict[str, Any] = json.loads((self.cloud / f"{id_}.json").read_text())
        return found

    def running(self) -> list[int]:
        """Processes that were started for this cloud, as far as /proc tells."""
        mark, found = f"THING_CLOUD={self.cloud}".encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if mark in environment and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        return found


@pytest.fixture
def things(tmp_path: Path) -> Things:
    """Test programs, and a cloud with nothing in it."""
    return Things(tmp_path)
