"""The processes of an operation on either engine, found in /proc by an environment that no other test's have."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from pulumi_guardduty_sandbox.engine import CliStack, Result, Stack


_MARK = "CRASH_TEST"
_PATIENCE = 120.0


class Processes:
    """What runs on behalf of one test."""

    def __init__(self, folder: Path) -> None:
        #: Environment of every process of the test.
        self.environment = {_MARK: str(folder)}
        self._mark = f"{_MARK}={folder}".encode()

    def running(self, *words: str) -> list[int]:
        """Processes whose command line holds all of `words`, the program's among them without its folder."""
        return sorted(pid for pid, command in self._commands() if set(words) <= set(command))

    def kill(self, *words: str) -> int:
        """Kill the one process with such a command line, as nothing can be kept from doing."""
        (pid,) = self.running(*words)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: pid not in self.running())
        return pid

    def kill_all(self) -> None:
        """Leave nothing behind, whatever a test has come to."""
        for pid in self.running():
            os.kill(pid, signal.SIGKILL)

    def _commands(self) -> Iterator[tuple[int, list[str]]]:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
                command = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            if self._mark in environment and int(entry.name) != os.getpid():
                yield int(entry.name), [Path(command[0]).name, *command[1:]]


class Running:
    """An operation in a thread of its own."""

    def __init__(self, operation: Callable[[], Result]) -> None:
        self._results: list[Result] = []
        self._thread = Thread(target=lambda: self._results.append(operation()), daemon=True)
        self._thread.start()

    def result(self) -> Result:
        """Wait for its end."""
        self._thread.join(_PATIENCE)
        (result,) = self._results
        return result


class Apart:
    """An `up` whose engine is a process of its own; whatever the engine starts is left alone."""

    def __init__(self, engine: "subprocess.Popen[bytes]", text: Path) -> None:
        self._engine, self._text = engine, text

    def kill(self) -> None:
        """End the engine, and it alone, as nothing can be kept from doing."""
        self._engine.kill()
        self._engine.wait()

    def interrupt(self) -> None:
        """Press ^C: of the processes in a terminal's foreground only the engine hears it."""
        self._engine.send_signal(signal.SIGINT)

    def code(self) -> int:
        """Wait for the engine's end; its exit code."""
        return self._engine.wait(_PATIENCE)

    def wait_until_it_says(self, text: str) -> None:
        """Wait for words in what a person reads.

        Raises:
            TimeoutError: They never came.
        """
        wait_until(lambda: text in self.said() or self._engine.poll() is not None)
        if text not in self.said():
            raise TimeoutError(self.said())

    def said(self) -> str:
        """What a person has read so far."""
        return self._text.read_text(errors="replace")


@contextmanager
def up_apart(
    stack: Stack | CliStack, arguments: list[str], environment: Mapping[str, str], text: Path
) -> Iterator[Apart]:
    """Run an `up` of `stack`, on the embedded engine by its command line with `arguments`.

    What it says goes to the file `text`: children of the CLI outlive it, and would keep a pipe open.
    """
    if isinstance(stack, CliStack):
        engine = stack.start("up", "--yes", "--skip-preview", text=text)
    else:
        with text.open("wb") as output:
            engine = subprocess.Popen(
                [sys.executable, "-m", "pulumi_guardduty_sandbox", "up", *arguments],
                env={**os.environ, **environment, "PULUMI_CONFIG_PASSPHRASE": "sandbox"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
    apart = Apart(engine, text)
    try:
        yield apart
    finally:
        apart.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    """Look until it is so.

    Raises:
        TimeoutError: It never was.
    """
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(condition)
        time.sleep(0.02)
