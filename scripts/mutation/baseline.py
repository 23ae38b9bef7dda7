"""The unchanged code under its tests: which lines each test runs, and how long all of them take."""

import dataclasses
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutants import Mutant


#: Context of lines that belong to no single test: imports, and fixtures that tests share.
SHARED = "shared"


@dataclasses.dataclass
class Baseline:
    """What the tests do to the unchanged code."""

    root: Path
    """The folder that node ids start from."""
    tests: list[str]
    """Node ids in the order in which they run."""
    seconds: float
    lines: dict[str, dict[int, set[str]]]
    """File to line to the tests that run it; `SHARED` among them means all."""

    def tests_of(self, path: Path, first: int, last: int) -> list[str]:
        """The tests that run any of these lines, in their order."""
        known = self.lines.get(str(path), {})
        found = set().union(*(known.get(line, set()) for line in range(first, last + 1)))
        return self.tests if SHARED in found else [test for test in self.tests if test in found]

    def ordered(self, mutant: Mutant, killers: Mapping[tuple[str, str], int]) -> list[str]:
        """The tests that run what a mutant changes, those first that have noticed most of its function, then module.

        Before them stand those whose names hold the changed text: a row of a table has a case of its own. And a case
        of a test that has noticed something stands before the tests that have noticed nothing.
        """
        chosen = self.tests_of(mutant.path, mutant.first_line, mutant.last_line)
        text = _letters(mutant.text)

        def rank(test: str) -> list[int]:
            named = bool(text) and text in _letters(test)
            return [-named, *(-killers.get((at, name), 0) for at in mutant.places for name in names_of(test))]

        return sorted(chosen, key=rank)

    def limit(self, tests: int) -> float:
        """Seconds after which so many tests hang."""
        return 30 + 10 * self.seconds * tests / max(1, len(self.tests))

    def is_shared(self, mutant: Mutant) -> bool:
        """Whether what a mutant changes also runs outside of any one test."""
        lines = self.lines.get(str(mutant.path), {})
        return any(SHARED in lines.get(line, ()) for line in range(mutant.first_line, mutant.last_line + 1))


def names_of(test: str) -> tuple[str, str]:
    """A test's id, and that of all its cases."""
    return test, test.partition("[")[0]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


class _Recorder:
    """A pytest plugin that tells the coverage measurement which test runs."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured
        self._current = SHARED
        self.tests: list[str] = []
        self.root = Path()

    def pytest_configure(self, config: pytest.Config) -> None:
        self.root = config.rootpath

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        self.tests.append(item.nodeid)
        self._enter(item.nodeid)
        result = yield
        self._enter(SHARED)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        before = self._current
        if fixturedef.scope != "function":
            self._enter(SHARED)
        result = yield
        self._enter(before)
        return result

    def _enter(self, context: str) -> None:
        self._current = context
        self._measured.switch_context(context)


def measure(packages: list[Path], arguments: list[str], data_file: Path) -> Baseline:
    """Run the tests once, as they are.

    Raises:
        SystemExit: They do not pass, so that no mutant could be told by them.
    """
    measured = coverage.Coverage(source=[str(package) for package in packages], data_file=str(data_file))
    recorder = _Recorder(measured)
    measured.start()
    measured.switch_context(SHARED)
    begun = time.monotonic()
    code = pytest.main([*arguments, "-q", "-p", "no:cacheprovider"], plugins=[recorder])
    seconds = time.monotonic() - begun
    measured.stop()
    if code != pytest.ExitCode.OK:
        raise SystemExit("mutate: the tests do not pass on the unchanged code; make them pass first")
    data = measured.get_data()
    lines = {
        file: {line: set(contexts) for line, contexts in data.contexts_by_lineno(file).items()}
        for file in data.measured_files()
    }
    return Baseline(recorder.root, recorder.tests, seconds, lines)
