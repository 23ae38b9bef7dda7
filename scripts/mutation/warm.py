"""Mutants tried in a process that has collected the tests already: a fork of it takes the changed code and runs them.

Collecting costs seconds, a fork costs none; but only a change inside functions can be taken over by a running process.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
import swap
import trial
from baseline import Baseline
from mutants import Mutant


_CONTEXT = multiprocessing.get_context("fork")


def try_all(
    mutants: list[Mutant], baseline: Baseline, arguments: list[str], workers: int, killers: Any
) -> Iterator[tuple[Mutant, trial.Outcome]]:
    """Each mutant and what became of it, as they end; one that has to be tried otherwise is `UNTESTED`."""
    jobs, results = _CONTEXT.SimpleQueue(), _CONTEXT.SimpleQueue()
    processes = [
        _CONTEXT.Process(target=_work, args=(arguments, baseline, killers, jobs, results), daemon=False)
        for _ in range(workers)
    ]
    for process in processes:
        process.start()
    waiting = list(mutants)
    # As many at a time as there are workers: a pipe holds no thousand of them.
    for mutant in waiting[:workers]:
        jobs.put(mutant)
    for number in range(len(waiting)):
        yield results.get()
        if number + workers < len(waiting):
            jobs.put(waiting[number + workers])
    for _ in processes:
        jobs.put(None)
    for process in processes:
        process.join()


def _work(arguments: list[str], baseline: Baseline, killers: Any, jobs: Any, results: Any) -> None:
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    sys.dont_write_bytecode = True
    trials = _Trials(baseline, killers, jobs, results)
    code = int(pytest.main([*arguments, "-x", "-q", "--tb=no", "-p", "no:cacheprovider"], plugins=[trials]))
    os._exit(code if trials.forked else 0)


class _Trials:
    """A pytest plugin that forks where the tests would be run, once for every mutant."""

    def __init__(self, baseline: Baseline, killers: Any, jobs: Any, results: Any) -> None:
        self._baseline = baseline
        self._killers = killers
        self._jobs = jobs
        self._results = results
        self._functions: dict[str, dict[swap.Place, list[FunctionType]]] = {}
        self.forked = False

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Iterator[Any]:
        items, session.items = {item.nodeid: item for item in session.items}, []
        for item in list(items.values())[:1]:
            # Leaves loaded and cached what other people's code loads and caches at its first use; its fixtures end.
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        swap.forget_results(self._baseline.lines)
        while not self.forked and (mutant := self._jobs.get()) is not None:
            ordered = self._baseline.ordered(mutant, self._killers.copy())
            outcome = self._tried(mutant, [items[test] for test in ordered if test in items], session)
            if not self.forked:
                self._results.put((mutant, outcome))
        return (yield)

    def _tried(self, mutant: Mutant, items: list[pytest.Item], session: pytest.Session) -> trial.Outcome:
        changed = swap.changed_functions(mutant.path.read_text(encoding="utf-8"), mutant.source)
        live = self._live(mutant.path)
        if not items or not changed or not changed.keys() & live.keys():
            return trial.Outcome(trial.UNTESTED)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.setsid()
            self.forked = True
            session.config.pluginmanager.register(trial.Report(writing))
            if not swap.swap(live, changed):
                os._exit(trial.UNFIT)
            session.items = items
            return trial.Outcome(trial.UNTESTED)
        os.close(writing)
        try:
            return trial.awaited(child, reading, self._baseline.limit(len(items)))
        finally:
            os.close(reading)

    def _live(self, path: Path) -> dict[swap.Place, list[FunctionType]]:
        if not self._functions:
            self._functions = swap.live_functions()
        return self._functions.get(str(path), {})
