"""An engine killed at any moment leaves a state that loads, and nothing that runs."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pulumi_guardduty_sandbox.engine import Stack


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

PROGRAM = 'for number in range(20):\n    Thing(f"t{number}", size=number)'
NAMES = sorted(f"t{number}-{number}" for number in range(20))
MOMENTS, SHARDS = 50, 5


def kill_an_up(things, backend: Path, moment: int, numbers: random.Random) -> int:
    """Kill an up at one of many moments; return how far the state was."""
    arguments = ["--cwd", str(things.program), "--backend", str(backend)]
    engine = subprocess.Popen(
        [sys.executable, "-m", "pulumi_guardduty_sandbox", "up", *arguments],
        env={**os.environ, **things.env, "PULUMI_CONFIG_PASSPHRASE": "x"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # By what there is in the cloud, and by time around that: load does not move all kills to one end.
    wanted, deadline = moment % 20, time.monotonic() + 120
    while len(things.names()) < wanted and engine.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(numbers.uniform(0, 2.0 if wanted == 0 else 0.05))
    engine.kill()
    engine.wait()
    return len(things.names())


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_kill_at_a_random_moment(shard, things, tmp_path, record_property):
    numbers, made = random.Random(shard), []
    things.declare(PROGRAM)
    for index in range(MOMENTS // SHARDS):
        backend = tmp_path / f"backend-{index}"
        backend.mkdir()
        for file in things.cloud.glob("*"):
            file.unlink()
        made.append(kill_an_up(things, backend, numbers.randrange(20), numbers))

        deadline = time.monotonic() + 20
        while (left := things.running()) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert left == []
        stack = Stack(things.program, backend=backend, env=things.env, passphrase="x")
        assert "deployment" in stack.export()
        again = stack.up()
        assert again.ok, again.text
        assert things.names() == NAMES
        rows = stack.export()["deployment"]["resources"]
        assert sorted(row["id"] for row in rows if "Thing" in row["type"]) == NAMES
    record_property("things made when killed", made)
