"""Break each condition of the rules about KMS in turn; a test has to notice every one.

A mutant that no test can notice, because it means the same, is argued for in
`tests/policy/equivalent_mutants.json`; an argument for a mutant that a test does
notice is an error too.
"""

import contextlib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pulumi_policy.policy  # noqa: F401 - loaded once, and not by the process of every mutant
import pytest
from mutations import Mutant, mutants


ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "policy" / "pulumi_guardduty_policy"
TESTS = ROOT / "tests" / "policy"
ARGUED = TESTS / "equivalent_mutants.json"

#: What the rules about KMS rest on.
SHARED = (
    "documents/condition.py",
    "documents/document.py",
    "documents/element.py",
    "documents/statement.py",
    "documents/wildcard.py",
    "views/bucket_arn.py",
    "views/export.py",
    "views/guardduty_principal.py",
    "views/key.py",
    "views/key_policy.py",
    "views/keys.py",
)

#: A mutant may loop for ever.
SECONDS_A_MUTANT = 120


def modules() -> dict[Path, list[Path]]:
    """Modules to break, each with the tests that have to notice."""
    rules = sorted({*PACKAGE.glob("rules/kms_*.py"), *PACKAGE.glob("rules/*kms*.py"), *PACKAGE.glob("rules/*key*.py")})
    own = {rule: [TESTS / f"test_{rule.name}"] for rule in rules}
    every = [*(test for tests in own.values() for test in tests), TESTS / "test_guardduty_export_bucket_hardened.py"]
    return own | {PACKAGE / name: every for name in SHARED}


class _Broken(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Serves one module from its broken source."""

    def __init__(self, path: Path, source: str) -> None:
        self._path, self._source = path, source
        self._name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, origin=str(self._path)) if name == self._name else None

    def get_filename(self, _name: str) -> str:
        return str(self._path)

    def get_data(self, _path: str) -> bytes:
        return self._source.encode()


def is_noticed(path: Path, source: str, tests: Sequence[Path]) -> bool:
    """Run the tests against a broken module in a process of its own."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS_A_MUTANT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.meta_path.insert(0, _Broken(path, source))
        os._exit(int(pytest.main(["-x", "-q", "--noconftest", "-p", "no:cacheprovider", *map(str, tests)])) != 0)
    _, status = os.waitpid(child, 0)
    return status != 0


def survivors(path: Path, tests: Sequence[Path]) -> tuple[int, list[Mutant]]:
    """Break a module in every way; return how many there were, and those that nobody noticed."""
    source = path.read_text()
    if is_noticed(path, source, tests):
        sys.exit(f"the tests of {path.relative_to(ROOT)} fail before anything is broken; run them first")
    made = list(mutants(source))
    return len(made), [one for one in made if not is_noticed(path, one.source, tests)]


def main(picked: Sequence[str]) -> int:
    """Break what was picked, or everything; say what survived without an argument."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    argued = {(entry["module"], entry["mutant"]) for entry in json.loads(ARGUED.read_text())}
    total, equivalent, bad, alive = 0, 0, 0, set[tuple[str, str]]()
    done = set[str]()
    for path, tests in modules().items():
        module = str(path.relative_to(PACKAGE))
        if picked and not any(part in module for part in picked):
            continue
        count, left = survivors(path, tests)
        keys = {(module, one.name) for one in left}
        alive |= keys
        done.add(module)
        total += count
        equivalent += len(keys & argued)
        print(f"{module}: {count} mutants, {len(left)} survived, {len(keys & argued)} of them argued", flush=True)
        for one in left:
            if (module, one.name) not in argued:
                bad += 1
                print(f"  SURVIVED {one.place}: {one.name}", flush=True)
    stale = sorted(key for key in argued if key[0] in done and key not in alive)
    for module, name in stale:
        print(f"  argued for, but noticed or gone: {module}: {name}")
    print(f"{total} mutants, {total - bad - equivalent} noticed, {equivalent} equivalent, {bad} survivors")
    return int(bool(bad or stale))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
