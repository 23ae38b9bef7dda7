"""The Pulumi SDKs on which the hooks are held: the newest supported one, which is installed, and the oldest.

The oldest lies in a folder of its own, with the lowest supported version of whatever else differs. A process runs on
it by its PYTHONPATH; the engine in a test's own process runs on the newest.
"""

import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement


ROOT = Path(__file__).parents[2]
_PACKAGES = Path(sysconfig.get_path("purelib"))
_HOST = "pulumi/dynamic/__main__.py"


@dataclass(frozen=True)
class Sdk:
    """One SDK.

    Attributes:
        name: The newest, or the oldest.
        folder: What it is installed in.
        constraints: The file that pins it.
    """

    name: str
    folder: Path
    constraints: str

    @property
    def pins(self) -> dict[str, str]:
        """Versions by package, of those that are for this Python."""
        return pins(self.constraints)

    @property
    def environment(self) -> dict[str, str]:
        """Has a process run on it.

        Raises:
            AssertionError: It is not there, so that the process would run on another.
        """
        installed = self.folder / f"pulumi-{self.pins['pulumi']}.dist-info"
        assert installed.is_dir(), f"{installed} does not exist; run scripts/setup"
        return {"PYTHONPATH": str(self.folder)}

    @property
    def host(self) -> str:
        """Source of its dynamic-provider host."""
        return (self.folder / _HOST).read_text()


NEWEST = Sdk("newest", _PACKAGES, "constraints.txt")
OLDEST = Sdk("oldest", Path(sys.prefix) / "oldest-sdk", "constraints-oldest-sdk.txt")

on_both_sdks = pytest.mark.parametrize("sdk", [NEWEST, OLDEST], ids=lambda sdk: sdk.name)


def pins(constraints: str) -> dict[str, str]:
    """What a constraints file pins for this Python, versions by package."""
    lines = (ROOT / constraints).read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {one.name: next(iter(one.specifier)).version for one in found if one.marker is None or one.marker.evaluate()}


@dataclass(frozen=True)
class Place:
    """A place in the host's source that a hook needs.

    Attributes:
        loss: What is said to be lost without it.
        renamed: Patterns and what to put for them, so that the host does the same by names the hook does not know.
    """

    loss: str
    renamed: tuple[tuple[str, str], ...]


POOL = Place("more than four operations at a time", ((r"(?<![.\w])server\b", "serving"),))
TRACE = Place(
    "one-line errors (a traceback is printed instead)",
    ((r"(?m)^import traceback$", "import traceback as trace"), (r"\btraceback\.", "trace.")),
)
MESSAGES = Place(
    "per-property diffs",
    (
        (r"import configure, proto, rpc", "import configure, proto as messages, rpc"),
        (r"\bproto\.(?=[A-Z])", "messages."),
    ),
)
REQUEST = Place("custom timeouts, and keeping a resource whose create fails late", ((r"\brequest\b", "message"),))

#: The places of each SDK, in the order in which they are missed. The oldest formats no trace of an error.
PLACES = {NEWEST: (POOL, TRACE, MESSAGES, REQUEST), OLDEST: (POOL, MESSAGES, REQUEST)}


def without(places: Iterable[Place], sdk: Sdk, folder: Path) -> dict[str, str]:
    """Has a process run on a copy of `sdk`, made in `folder`, whose host lacks `places`."""
    source = sdk.host
    for pattern, other in (change for place in places for change in place.renamed):
        source, count = re.subn(pattern, other, source)
        assert count, f"the host of the {sdk.name} SDK has no {pattern}"
    copy = folder / _HOST
    copy.parent.mkdir(parents=True)
    copy.write_text(source)
    for made in (folder / "pulumi", copy.parent):
        for original in (sdk.folder / made.relative_to(folder)).iterdir():
            # Bytecode beside the host would be that of the original.
            if not (made / original.name).exists() and (made != copy.parent or original.name != "__pycache__"):
                (made / original.name).symlink_to(original)
    return {"PYTHONPATH": os.pathsep.join((str(folder), sdk.environment["PYTHONPATH"]))}
