"""Validates up to 35 MB made of one repeated piece, or of entries made from a pattern; prints the memory it took.

Run in a process of its own, because the memory a process has once held cannot be forgotten.
"""

import json
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from pulumi_guardduty.list_content import FILE_LIMIT, validate

# Loaded before measuring: what a library takes is no matter of the content.
from pulumi_guardduty.list_content.formats import fire_eye, stix  # noqa: F401


class Repeated:
    """A long stream that needs no such memory itself."""

    def __init__(self, head, piece, size):
        self._left = size
        self._head, self._block = head, piece * (65_536 // len(piece) + 1)

    def read(self, size):
        taken = (self._head + self._block)[: min(size, self._left)]
        self._head = b""
        self._left -= len(taken)
        return taken


def peak():
    """The most bytes this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike ru_maxrss, this does not start from what the parent process holds.
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line) * 1024
    return getrusage(RUSAGE_SELF).ru_maxrss


def main():
    """Measure one case, given as JSON."""
    case = json.loads(sys.argv[1])
    if "pattern" in case:
        source = (case["pattern"].format(number) for number in range(case["count"]))
    else:
        size = case["megabytes"] * 1024 * 1024 if "megabytes" in case else FILE_LIMIT
        source = Repeated(case.get("head", "").encode("latin-1"), case["piece"].encode("latin-1"), size)
    before = peak()
    report = validate(source, **case.get("options", {}))
    print(json.dumps({"peak": peak() - before, "errors": report.errors.by_code, "warnings": report.warnings.by_code}))  # noqa: T201


if __name__ == "__main__":
    main()
