"""Change one rule of the code at a time, run the tests that touch it, and list the changes no test noticed."""

import argparse
import collections
import contextlib
import hashlib
import importlib
import itertools
import json
import multiprocessing
import os
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, MutableMapping
from pathlib import Path

import conditions
import operators
import trial
import warm
from baseline import Baseline, measure, names_of
from mutants import Mutant, mutants_of, places


#: Modules that start threads or processes when they are loaded: a fork must not inherit them.
_NOT_PRELOADED = ("grpc", "coverage", "_pytest", "pytest", "pluggy", "xdist", "hypothesis", "_hypothesis", "execnet")


#: How many of the tests that are likeliest to notice a change are tried first, alone.
_LIKELIEST = 12


def main() -> int:
    """Run and report; the exit code is 1 while a survivor is not argued for."""
    options = _arguments()
    files = sorted(file for path in options.paths for file in ([path] if path.is_file() else path.rglob("*.py")))
    packages = sorted({_package_of(file) for file in files})
    tests = options.pytest or ["tests"]
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        scratch = Path(folder)
        baseline, modules = _baseline(packages, tests, scratch, options.baseline)
        print(f"{len(baseline.tests)} tests pass in {baseline.seconds:.0f} s on the unchanged code", flush=True)
        changes = (conditions if options.conditions else operators).replacements
        mutants = [mutant for file in files for mutant in mutants_of(file, os.path.relpath(file), changes)]
        mutants = mutants[options.skip :: options.every]
        log = _Log(options.log)
        argued = set(_argued(options.equivalents))
        todo = [mutant for mutant in mutants if not log.knows(mutant, argued)]
        print(f"{len(mutants)} mutants, {len(todo)} to try", flush=True)
        _preload(modules)
        if todo:
            _try_all(todo, baseline, packages, tests, scratch, options.workers, log)
    return _report(mutants, log, argued)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/mutate", description=__doc__)
    parser.add_argument("paths", nargs="+", type=lambda text: Path(text).resolve(), help="modules or folders to change")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mutants tried at the same time")
    parser.add_argument("--conditions", action="store_true", help="negate, drop and swap conditions, nothing else")
    parser.add_argument("--equivalents", type=Path, help="a list of survivors that are argued for, each in backticks")
    parser.add_argument(
        "--log",
        type=Path,
        help="keeps outcomes: a second run tries only what changed, or survived and is not argued for",
    )
    parser.add_argument(
        "--baseline", type=Path, help="keeps the measurement of the unchanged code: a second run of the same reads it"
    )
    parser.add_argument("--every", type=int, default=1, help="take only each n-th mutant")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many at the beginning")
    own, _, rest = _split(sys.argv[1:])
    options = parser.parse_args(own)
    options.pytest = rest
    return options


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    place = arguments.index("--")
    return arguments[:place], "--", arguments[place + 1 :]


def _package_of(file: Path) -> Path:
    """The outermost package that a module belongs to."""
    folder = file.parent
    while (folder.parent / "__init__.py").exists():
        folder = folder.parent
    return folder


def _copy(packages: list[Path], folder: Path) -> Path:
    for package in packages:
        shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _baseline(packages: list[Path], tests: list[str], scratch: Path, kept: Path | None) -> tuple[Baseline, list[str]]:
    """Measure in a child of its own, so that nothing of the packages stays loaded here."""
    result = kept or scratch / "baseline"
    digest = _digest([*packages, *(path for test in tests if (path := Path(test.partition("::")[0])).exists())])
    if result.exists():
        measured, found, loaded = pickle.loads(result.read_bytes())  # noqa: S301 -- written by an earlier run of ours
        if measured == digest:
            return found, loaded
        result.unlink()
    child = os.fork()
    if child == 0:
        sys.dont_write_bytecode = True
        try:
            found = measure(packages, tests, scratch / "coverage")
            own = {package.name for package in packages}
            loaded = [name for name in sys.modules if name.partition(".")[0] not in own and _is_third_party(name)]
            result.write_bytes(pickle.dumps((digest, found, loaded)))
        except SystemExit as error:
            print(error, file=sys.stderr)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    if not result.exists():
        raise SystemExit(2)
    _, found, loaded = pickle.loads(result.read_bytes())  # noqa: S301 -- written by our own child just now
    return found, loaded


def _digest(paths: list[Path]) -> str:
    """What a measurement is of: it is worth nothing once a line of the code or the tests has moved."""
    files = sorted({file for path in paths for file in ([path] if path.is_file() else path.rglob("*.py"))})
    return hashlib.sha256(b"\0".join(part for file in files for part in (bytes(file), file.read_bytes()))).hexdigest()


def _is_third_party(name: str) -> bool:
    file = getattr(sys.modules[name], "__file__", None) or ""
    return "site-packages" in file and not name.startswith(_NOT_PRELOADED)


def _preload(modules: list[str]) -> None:
    """Load what the tests load of other people's code once, before the forks."""
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def _try_all(
    todo: list[Mutant],
    baseline: Baseline,
    packages: list[Path],
    tests: list[str],
    scratch: Path,
    workers: int,
    log: "_Log",
) -> None:
    options = [argument for argument in tests if not Path(argument.partition("::")[0]).exists()]
    context = multiprocessing.get_context("fork")
    folders = context.SimpleQueue()
    for number in range(workers):
        folders.put(_copy(packages, scratch / f"copy-{number}"))
    killers = context.Manager().dict(log.killers())
    _Job.shared = (baseline, packages, options, folders, killers)
    _check_copies(todo, baseline, packages, options, scratch / "copy-0")
    noted = _Noted(len(todo), log, killers)
    # What runs while modules are loaded cannot be changed in a process that has loaded them.
    again = [mutant for mutant in todo if baseline.is_shared(mutant)]
    others = [mutant for mutant in todo if not baseline.is_shared(mutant)]
    for mutant, outcome in warm.try_all(others, baseline, tests, workers, killers):
        if outcome.kind == trial.UNTESTED:
            again.append(mutant)
        else:
            noted.note(mutant, outcome)
    with context.Pool(workers) as pool:
        for mutant, outcome in pool.imap_unordered(_Job.run, again):
            noted.note(mutant, outcome)


class _Noted:
    """Keeps outcomes as they come in, and says how far it is."""

    def __init__(self, total: int, log: "_Log", killers: MutableMapping[tuple[str, str], int]) -> None:
        self._total, self._log, self._killers = total, log, killers
        self._begun, self._number = time.monotonic(), 0

    def note(self, mutant: Mutant, outcome: trial.Outcome) -> None:
        """Keep one."""
        self._log.add(mutant, outcome)
        self._number += 1
        if outcome.by:
            for key in itertools.product(mutant.places, names_of(outcome.by)):
                self._killers[key] = self._killers.get(key, 0) + 1
        if outcome.kind in (trial.SURVIVED, trial.UNTESTED):
            print(f"{outcome.kind}: {mutant.name}", flush=True)
        if self._number % 50 == 0:
            print(f"{self._number} of {self._total} in {time.monotonic() - self._begun:.0f} s", flush=True)


def _check_copies(todo: list[Mutant], baseline: Baseline, packages: list[Path], options: list[str], copy: Path) -> None:
    """Make sure that a copy is what the tests see: unchanged it passes, broken it does not."""
    path = todo[0].path
    target = _in_copy(path, packages, copy)
    known = frozenset(baseline.tests)
    tests = trial.Tests(baseline.root, baseline.tests, known, options)
    first = trial.Tests(baseline.root, baseline.tests[:1], known, options)
    broken = trial.run(copy, "raise ImportError", target, tests, 600)
    unchanged = trial.run(copy, path.read_text(encoding="utf-8"), target, first, 600)
    if (broken.kind, unchanged.kind) != (trial.KILLED, trial.SURVIVED):
        raise SystemExit("mutate: the tests do not see a copy of the code; are they bound to its folder?")


def _in_copy(path: Path, packages: list[Path], copy: Path) -> Path:
    package = next(package for package in packages if package in path.parents)
    return copy / package.name / path.relative_to(package)


class _Job:
    """What every worker inherits by being forked."""

    shared: tuple = ()

    @classmethod
    def run(cls, mutant: Mutant) -> tuple[Mutant, trial.Outcome]:
        """Try one mutant in whichever copy is free."""
        baseline, packages, options, folders, killers = cls.shared
        copy = folders.get()
        try:
            target = _in_copy(mutant.path, packages, copy)
            ordered = baseline.ordered(mutant, killers.copy())
            # Collecting all the tests takes longer than most changes live.
            outcome = trial.Outcome(trial.UNTESTED)
            for chosen in filter(None, (ordered[:_LIKELIEST], ordered[_LIKELIEST:])):
                tests = trial.Tests(baseline.root, chosen, frozenset(baseline.tests), options)
                outcome = trial.run(copy, mutant.source, target, tests, baseline.limit(len(chosen)))
                if outcome.kind != trial.SURVIVED:
                    break
            return mutant, outcome
        finally:
            folders.put(copy)


class _Log:
    """Outcomes, kept from run to run where a file for them is named."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        text = path.read_text(encoding="utf-8") if path and path.exists() else ""
        self._entries = [json.loads(line) for line in text.splitlines()]
        self._outcomes: dict[str, str] = {entry["key"]: entry["kind"] for entry in self._entries}

    def killers(self) -> dict[tuple[str, str], int]:
        """How many changes of a function, and of a module, each test has noticed in earlier runs."""
        known = [entry for entry in self._entries if entry["by"]]
        keys = (itertools.product(places(entry["name"]), names_of(entry["by"])) for entry in known)
        return dict(collections.Counter(itertools.chain.from_iterable(keys)))

    def knows(self, mutant: Mutant, argued: Collection[str]) -> bool:
        """Whether this change of this very module was noticed before, or survived and is argued for."""
        kind = self._outcomes.get(_key(mutant))
        return kind in (trial.KILLED, trial.TIMED_OUT) or (kind is not None and mutant.name in argued)

    def add(self, mutant: Mutant, outcome: trial.Outcome) -> None:
        """Keep an outcome."""
        self._outcomes[_key(mutant)] = outcome.kind
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                entry = {"key": _key(mutant), "kind": outcome.kind, "name": mutant.name, "by": outcome.by}
                file.write(json.dumps(entry) + "\n")

    def kind(self, mutant: Mutant) -> str:
        """What became of a mutant."""
        return self._outcomes.get(_key(mutant), trial.UNTESTED)


def _key(mutant: Mutant) -> str:
    return hashlib.sha256(f"{mutant.original} {mutant.name}".encode()).hexdigest()[:24]


def _report(mutants: list[Mutant], log: _Log, argued: Collection[str]) -> int:
    counts = collections.Counter(log.kind(mutant) for mutant in mutants)
    survivors = [mutant for mutant in mutants if log.kind(mutant) in (trial.SURVIVED, trial.UNTESTED)]
    open_ones = [mutant for mutant in survivors if mutant.name not in argued]
    # Of a module that this run leaves out it says nothing.
    files = {mutant.path for mutant in mutants}
    modules = {name: Path(name.partition(":")[0]) for name in argued}
    left_out = {name for name, file in modules.items() if file.exists() and file.resolve() not in files}
    stale = set(argued) - left_out - {mutant.name for mutant in survivors}
    noticed = counts[trial.KILLED] + counts[trial.TIMED_OUT]
    print(
        f"{len(mutants)} mutants, {noticed} killed ({counts[trial.TIMED_OUT]} of them by a time limit), "
        f"{len(survivors)} survived: {len(survivors) - len(open_ones)} argued as equivalent, {len(open_ones)} open"
    )
    for mutant in open_ones:
        print(f"  open: {mutant.path.name}:{mutant.first_line}: {mutant.name}")
    for name in sorted(stale):
        print(f"  argued, but not a survivor any more: {name}")
    return 1 if open_ones else 0


def _argued(equivalents: Path | None) -> Iterator[str]:
    """Names of survivors that a list argues for: lines of the form ``- ``name``: reason``."""
    if equivalents is None or not equivalents.exists():
        return
    for line in equivalents.read_text(encoding="utf-8").splitlines():
        if line.startswith("- ``") and "``: " in line:
            yield line.removeprefix("- ``").partition("``: ")[0]


if __name__ == "__main__":
    sys.exit(main())
