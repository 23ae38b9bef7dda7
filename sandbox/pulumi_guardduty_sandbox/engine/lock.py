"""One operation on a stack at a time, the real CLI's among them.

Locks are files in the folder in which ``pulumi`` looks for locks of a ``file://`` backend (`pkg/backend/diy/lock.go`
of CLI v3.258.0). The CLI's own are believed as long as they lie there; ours are also held with `flock`, which ends
with the process, so that one left behind by a killed operation is told from one in use.
"""

import contextlib
import fcntl
import getpass
import json
import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pulumi_guardduty_sandbox.engine.errors import LockedError
from pulumi_guardduty_sandbox.engine.resource import now


@contextlib.contextmanager
def stack_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a stack until the block ends.

    Raises:
        LockedError: Another operation holds one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / f"{uuid.uuid4()}.json"
    with mine.open("x") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        json.dump(_content(), file)
        file.flush()
        try:
            for other in sorted(folder.glob("*.json")):
                if other != mine:
                    _respect(other)
            yield
        finally:
            mine.unlink(missing_ok=True)


def _content() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "username": _username(),
        "hostname": socket.gethostname(),
        "timestamp": now(),
        "engine": "embedded",
    }


def _username() -> str:
    with contextlib.suppress(OSError, KeyError):
        return getpass.getuser()
    return str(os.getuid())


def _respect(path: Path) -> None:
    """Refuse to go on beside a lock in use; remove ours that nobody holds any more."""
    try:
        with path.open() as file:
            try:
                content = json.load(file)
            except ValueError:
                content = {}
            if content.get("engine") == "embedded" and _is_left_behind(file.fileno()):
                path.unlink(missing_ok=True)
                return
    except FileNotFoundError:
        return
    raise LockedError(
        f"the stack is locked by {content.get('username', '?')}@{content.get('hostname', '?')} "
        f"(pid {content.get('pid', '?')}) since {content.get('timestamp', '?')}; wait for that operation to end, "
        f"or delete {path} if it no longer runs"
    )


def _is_left_behind(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
