"""Child processes of the engine: the program, providers and policy packs.

Each is started through `guard`, so that none outlives the engine, not even one that is killed.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from pulumi_guardduty_sandbox.engine.errors import ProcessError


_GUARD: Final = str(Path(__file__).with_name("guard.py"))
#: How long a child has to end by itself once asked, in seconds.
_GRACE: Final = 5.0


class Child:
    """A process that ends with the engine.

    Must be started in a thread that lives as long as the child shall: Linux ends it with that thread.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        on_output: Callable[[str], None],
        on_error: Callable[[str], None],
        mode: str = "become" if sys.platform == "linux" else "watch",
    ) -> None:
        """Start `command`.

        Args:
            command: Program and arguments.
            cwd: Folder to run in.
            env: Its whole environment.
            on_output: Gets each line of standard output, from a thread of its own.
            on_error: Gets each line of standard error, likewise.
            mode: How `guard` keeps watch.

        Raises:
            ProcessError: The command cannot be started.
        """
        guarded = [sys.executable, "-I", "-S", _GUARD, str(os.getpid()), mode, *command]
        stdin = subprocess.PIPE if mode == "watch" else subprocess.DEVNULL
        # A ^C at the terminal goes to the whole foreground group; children in one of their own are told by us.
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is the engine's own
                guarded,
                cwd=cwd,
                env=dict(env),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise ProcessError(f"cannot start {command[0]}: {error}") from error
        self._readers = [
            self._pump(self._process.stdout, on_output),
            self._pump(self._process.stderr, on_error),
        ]

    @staticmethod
    def _pump(stream: IO[str] | None, take: Callable[[str], None]) -> threading.Thread:
        def read() -> None:
            for line in stream or ():
                take(line.rstrip("\n"))

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll()

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for its end and for its last words; None when it still runs after `seconds`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(seconds)
            for reader in self._readers:
                reader.join(_GRACE)
            return code
        return None

    def stop(self, *, at_once: bool = False) -> None:
        """End it: ask first, unless `at_once`, then kill."""
        if self.returncode is None and not at_once:
            self._process.terminate()
            self.wait(_GRACE)
        if self.returncode is None:
            self._process.kill()
        self.wait(_GRACE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
