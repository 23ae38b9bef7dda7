"""Processes that serve gRPC and say on their first line of output at which port."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import grpc

from pulumi_guardduty_sandbox.engine.child import Child
from pulumi_guardduty_sandbox.engine.errors import ProcessError


#: Messages of state size; the SDK allows as much. Source: `pulumi/runtime/_grpc_settings.py`.
CHANNEL_OPTIONS: Final = (
    ("grpc.max_receive_message_length", 400 * 1024 * 1024),
    ("grpc.max_send_message_length", 400 * 1024 * 1024),
)
#: How long to wait between looks at whether it still lives, in seconds.
_LOOK_SECONDS: Final = 0.05
#: How many of its last lines tell why it ended.
_LAST_WORDS: Final = 5


class Plugin:
    """A process with a gRPC channel to it."""

    def __init__(
        self,
        what: str,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        say: Callable[[str], None],
        complain: Callable[[str], None],
    ) -> None:
        """Start `command` and wait until it serves.

        Args:
            what: What it is, for messages.
            command: Program and arguments.
            cwd: Folder to run in.
            env: Its whole environment.
            say: Gets each line of its output but the first.
            complain: Gets each line of its errors.

        Raises:
            ProcessError: It ended before it served.
        """
        self._say, self._complain = say, complain
        self._port, self._ready = "", threading.Event()
        self._last_words: list[str] = []
        self._child = Child(command, cwd=cwd, env=env, on_output=self._hear, on_error=self._hear_error)
        while not self._ready.wait(_LOOK_SECONDS):
            if self._child.returncode is not None:
                self._child.stop()
                said = "\n".join(self._last_words[-_LAST_WORDS:])
                raise ProcessError(f"{what} ended with code {self._child.returncode} before it served: {said}")
        self.channel: Any = grpc.insecure_channel(f"127.0.0.1:{self._port}", options=CHANNEL_OPTIONS)

    def _hear(self, line: str) -> None:
        if self._port:
            self._say(line)
        else:
            self._port = line.strip()
            self._ready.set()

    def _hear_error(self, line: str) -> None:
        self._last_words.append(line)
        self._complain(line)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    def close(self) -> None:
        """End it."""
        self.channel.close()
        self._child.stop(at_once=True)
