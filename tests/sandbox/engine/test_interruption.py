"""A first ^C lets what is under way end and be saved, a second one ends everything at once."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from pulumi_guardduty_sandbox.engine import Stack


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

SOURCE = 'a = Thing("a")\nThing("b", note=a.arn)'
INTERRUPTED = 130
#: How long anything may take here before a test fails, in seconds.
PATIENCE = 120


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def held(things):
    """Things whose creation waits; nothing of them is left running."""
    things.declare(SOURCE)
    things.env["THING_PROVIDER"] = "held"
    yield things
    (things.cloud / "go").touch()
    wait_until(lambda: not things.running())


@pytest.fixture
def stack(held, tmp_path):
    return Stack(held.program, backend=tmp_path / "backend", env=held.env)


@pytest.fixture
def command(held, tmp_path):
    """An up on the command line, in a process group of its own as a terminal would have it; `a` is being created."""
    folders = ["--cwd", str(held.program), "--backend", str(tmp_path / "backend")]
    process = subprocess.Popen(
        [sys.executable, "-m", "pulumi_guardduty_sandbox", "up", *folders],
        env={**os.environ, **held.env, "PULUMI_CONFIG_PASSPHRASE": "sandbox"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            wait_until(lambda: begun(held) or process.poll() is not None)
            yield process
        finally:
            process.kill()


@pytest.fixture
def busy(held, stack):
    """An up whose provider has no thread left to hear of anything; its result comes to the list."""
    held.declare('for name in "abcdef":\n    Thing(name)')
    results = []
    thread = threading.Thread(target=lambda: results.append(stack.up()), daemon=True)
    thread.start()
    # Source: `serve` in `pulumi/dynamic/__main__.py` has four workers.
    wait_until(lambda: len(begun(held)) == 4 or not thread.is_alive())
    yield thread, results
    (held.cloud / "go").touch()
    thread.join(PATIENCE)


def begun(things):
    return sorted(path.stem for path in things.cloud.glob("*.begun"))


def made(stack):
    return [row["id"] for row in stack.export()["deployment"]["resources"] if "Thing" in row["type"]]


def pending(stack):
    found = stack.export()["deployment"].get("pending_operations", [])
    return [(operation["type"], operation["resource"]["urn"].rpartition("::")[2]) for operation in found]


@pytest.fixture
def operation(held, stack):
    """An up in a thread that is creating `a`; its result comes to the list."""
    results = []
    thread = threading.Thread(target=lambda: results.append(stack.up()))
    thread.start()
    wait_until(lambda: begun(held) or not thread.is_alive())
    yield thread, results
    (held.cloud / "go").touch()
    thread.join(PATIENCE)


def test_cancel_finishes_and_saves_what_is_under_way_and_begins_nothing_more(held, stack, operation):
    thread, results = operation

    stack.cancel()
    (held.cloud / "go").touch()
    thread.join(PATIENCE)

    assert not results[0].ok
    assert results[0].errors == ["update canceled"]
    assert begun(held) == ["a"]
    assert held.names() == made(stack) == ["a-1"]
    assert pending(stack) == []
    assert stack.up().ok
    assert held.names() == made(stack) == ["a-1", "b-1"]


def test_kill_leaves_what_was_under_way_pending_and_no_child(held, stack, operation):
    thread, results = operation

    stack.kill()
    thread.join(PATIENCE)

    assert not results[0].ok
    wait_until(lambda: not held.running())
    assert held.names() == made(stack) == []
    assert pending(stack) == [("creating", "a")]


def test_a_provider_that_is_too_busy_to_hear_delays_no_end(held, stack, busy):
    thread, results = busy
    interrupts = [threading.Thread(target=end, daemon=True) for end in (stack.cancel, stack.kill)]

    for interrupt in interrupts:
        interrupt.start()
    for waited in (*interrupts, thread):
        waited.join(20)

    assert [waited.is_alive() for waited in (*interrupts, thread)] == [False] * 3
    assert not results[0].ok
    assert held.names() == made(stack) == []
    wait_until(lambda: not held.running())


def test_a_first_interrupt_finishes_what_is_under_way(held, stack, command):
    os.killpg(command.pid, signal.SIGINT)
    assert command.stderr.readline() == "^C: finishing what is under way; once more to end at once\n"
    (held.cloud / "go").touch()
    out, err = command.communicate(timeout=PATIENCE)

    assert (command.returncode, err) == (INTERRUPTED, "")
    assert "update canceled" in out
    assert begun(held) == ["a"]
    assert held.names() == made(stack) == ["a-1"]
    assert pending(stack) == []


def test_a_second_interrupt_ends_at_once(held, stack, command):
    os.killpg(command.pid, signal.SIGINT)
    command.stderr.readline()
    os.killpg(command.pid, signal.SIGINT)
    _, err = command.communicate(timeout=PATIENCE)

    assert (command.returncode, err) == (INTERRUPTED, "^C: ending at once\n")
    wait_until(lambda: not held.running())
    assert held.names() == made(stack) == []
    assert pending(stack) == [("creating", "a")]
