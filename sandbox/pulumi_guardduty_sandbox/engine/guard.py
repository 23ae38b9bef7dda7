"""Starts a command that ends when its starter does. Run as a script: ``guard.py <starter's pid> <mode> command…``.

Uses the standard library only, so that any Python can run it. On Linux the kernel is asked to end the command
with its starter, and this process becomes the command. Elsewhere this process stays and watches its standard
input, a pipe that the starter's death closes.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading


#: From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1


def _become(starter: int, command: list[str]) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != starter:
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - the command is the engine's own


def _watch(command: list[str]) -> int:
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - the command is the engine's own

    def wait_for_the_end() -> None:
        while os.read(0, 1024):
            pass
        child.kill()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return child.wait()


if __name__ == "__main__":
    if sys.argv[2] == "become":
        _become(int(sys.argv[1]), sys.argv[3:])
    sys.exit(_watch(sys.argv[3:]))
