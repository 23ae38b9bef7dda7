"""One mutant under the tests that run its lines, in a process and a copy of the package of its own."""

import contextlib
import dataclasses
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import NoReturn

import pytest


KILLED, TIMED_OUT, SURVIVED, UNTESTED = "killed", "timed out", "survived", "untested"

#: Exit code of a child that cannot run the mutant at all.
UNFIT = 99

#: Seconds after which a single test hangs.
_HANGS_AFTER = 120


@dataclasses.dataclass(frozen=True)
class Tests:
    """The tests that a mutant has to get past."""

    root: Path
    """The folder that ids start from."""
    ids: Sequence[str]
    known: frozenset[str]
    """All ids on the unchanged code: a change can give a test a new id, and that test has to run too."""
    options: Sequence[str]
    """What else pytest is told."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of a mutant."""

    kind: str
    by: str = ""
    """The test that noticed."""


class _FromCopy:
    """Finds the packages in their copy, wherever else the tests' own settings would look first."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy

    def find_spec(self, name: str, path: object = None, _target: object = None) -> ModuleSpec | None:
        """Answer for the packages themselves; their modules are then found in them."""
        if path is not None or not (self._copy / name).is_dir():
            return None
        return PathFinder.find_spec(name, [str(self._copy)])


class Report:
    """A pytest plugin that names the first test that fails, and ends the process when a test hangs."""

    def __init__(self, writing: int) -> None:
        self._writing = writing

    def pytest_runtest_logstart(self) -> None:
        signal.alarm(_HANGS_AFTER)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self._writing, report.nodeid.encode()[:4000])


class _Selection:
    """A pytest plugin that runs the chosen tests in the given order."""

    def __init__(self, tests: Tests) -> None:
        self._places = {test: place for place, test in enumerate(tests.ids)}
        self._known = tests.known

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._places or item.nodeid not in self._known),
            key=lambda item: self._places.get(item.nodeid, len(self._places)),
        )


def run(copy: Path, source: str, target: Path, tests: Tests, limit: float) -> Outcome:
    """Try one mutant.

    Args:
        copy: Folder that holds a copy of the packages.
        source: The changed module.
        target: Its file in the copy.
        tests: The tests to run, the likeliest to notice first.
        limit: Seconds after which a mutant that hangs counts as noticed.
    """
    if not tests.ids:
        return Outcome(UNTESTED)
    unchanged = target.read_bytes()
    try:
        _replace(target, source.encode())
        return _in_a_child(copy, tests, limit)
    finally:
        _replace(target, unchanged)


def _replace(target: Path, content: bytes) -> None:
    """Write a module so that no compiled form of another version can be taken for it."""
    for compiled in target.parent.glob(f"__pycache__/{target.stem}.*.pyc"):
        compiled.unlink()
    target.write_bytes(content)


def _in_a_child(copy: Path, tests: Tests, limit: float) -> Outcome:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.setsid()
        _test_and_exit(copy, tests, writing)
    os.close(writing)
    try:
        return awaited(child, reading, limit)
    finally:
        os.close(reading)


def _test_and_exit(copy: Path, tests: Tests, report: int) -> NoReturn:
    code: int = pytest.ExitCode.INTERNAL_ERROR
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        sys.dont_write_bytecode = True
        sys.meta_path.insert(0, _FromCopy(copy))  # type: ignore[arg-type]  # a finder needs one method only
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(copy), os.environ.get("PYTHONPATH", "")]))
        files = list(dict.fromkeys(str(tests.root / test.partition("::")[0]) for test in tests.ids))
        arguments = [*tests.options, *files, "-x", "-q", "--tb=no", "-p", "no:cacheprovider"]
        code = int(pytest.main(arguments, plugins=[_Selection(tests), Report(report)]))
    finally:
        os._exit(code)


def awaited(child: int, reading: int, limit: float) -> Outcome:
    """What a child that runs the tests comes to; it and all that it has started are ended.

    Args:
        child: Its id, and the id of its process group.
        reading: Where it names a test that fails.
        limit: Seconds after which it hangs.
    """
    deadline = time.monotonic() + limit
    by = b""
    while time.monotonic() < deadline:
        ready, _, _ = select.select([reading], [], [], 0.05)
        if ready:
            by += os.read(reading, 4096)
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            _end(child)
            return Outcome(_kind_of(status), by.decode("utf-8", "replace"))
        if by and not ready:
            # The answer is known; what is still being torn down does not matter.
            break
    _end(child)
    os.waitpid(child, 0)
    return Outcome(KILLED if by else TIMED_OUT, by.decode("utf-8", "replace"))


def _kind_of(status: int) -> str:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return TIMED_OUT
    code = os.waitstatus_to_exitcode(status)
    return {pytest.ExitCode.OK: SURVIVED, UNFIT: UNTESTED}.get(code, KILLED)


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
