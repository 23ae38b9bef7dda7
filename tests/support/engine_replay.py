"""Replays recorded scenarios on the embedded engine, or records what the real CLI does in them.

    python tests/support/engine_replay.py [--record] [--more] [SCENARIO…]

A scenario is a list of operations on one stack; the program declares what the plan of each says. What the real engine
did (CLI v3.258.0, Python SDK 3.272.0, one operation at a time) is kept: whether it went well, every call the provider
got with its arguments, the steps, and the state. An operation may have several outcomes: what is under way when
something fails is a race in the real engine too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pulumi_guardduty_sandbox.engine import CliStack, Stack


HERE = Path(__file__).parents[1] / "sandbox" / "engine" / "conformance"
RECORDING = "recorded-v3.258.0.json"
Outcome: TypeAlias = dict[str, Any]

#: Marks of a secret in an exported state.
SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


@dataclass
class Suite:
    """A folder of scenarios with their recording."""

    folder: Path
    scenarios: dict[str, list[dict[str, Any]]] = field(init=False)
    recorded: dict[str, list[list[Outcome]]] = field(init=False)

    def __post_init__(self) -> None:
        self.scenarios = json.loads((self.folder / "scenarios.json").read_text())
        path = self.folder / RECORDING
        self.recorded = json.loads(path.read_text()) if path.exists() else {}

    def save(self) -> None:
        text = json.dumps(self.recorded, indent=1, sort_keys=True)
        (self.folder / RECORDING).write_text(text + "\n")


PLAIN, MORE = Suite(HERE), Suite(HERE / "more")


class Stage:
    """The folder in which one scenario is played: program, cloud, state."""

    def __init__(self, base: Path, suite: Suite, driver: type[Stack | CliStack]) -> None:
        self._base, self._driver, self._config = base, driver, {}
        for name in ("cloud", "gone", "backend"):
            (base / name).mkdir(parents=True)
        program = base / "program"
        shutil.copytree(HERE / "program", program, ignore=shutil.ignore_patterns("__pycache__"))
        if suite is MORE:
            (program / "toy.py").rename(program / "plain_toy.py")
            shutil.copy(MORE.folder / "toy.py", program)
            shutil.copytree(MORE.folder / "pack", base / "pack")
        self._env = {
            "TOY_CLOUD": str(base / "cloud"),
            "TOY_LOG": str(base / "log"),
            "TOY_PLAN": str(base / "plan.json"),
        }

    def play(self, phase: dict[str, Any]) -> Outcome:
        """Run one operation."""
        self._set(phase)
        self._config.update(phase.get("config", {}))
        stack = self._driver(
            self._base / "program",
            backend=self._base / "backend",
            config={key: value for key, value in self._config.items() if not key.startswith("s")},
            secret_config={key: value for key, value in self._config.items() if key.startswith("s")},
            env=self._env,
            passphrase="x",
            parallel=1,
            any_endpoint=True,
        )
        operation, _, refresh = phase["op"].partition("-")
        more: dict[str, Any] = {}
        if operation in ("up", "preview"):
            more["refresh"] = bool(refresh)
            if "policies" in phase:
                config = self._base / "policies.json"
                config.write_text(json.dumps(phase["policies"]))
                more |= {"policy_packs": [self._base / "pack"], "policy_config": config}
        result = getattr(stack, operation)(**more)
        outcome = {
            "ok": result.ok,
            "calls": [json.loads(line) for line in (self._base / "log").read_text().splitlines()],
            "steps": sorted([op, urn] for op, urn in result.steps),
            "state": state_of(stack.export(show_secrets=True)),
        }
        if "policies" in phase:
            found = [[found.policy, found.level, found.urn, found.text] for found in result.violations]
            outcome["policies"] = sorted([*found, *map(list, result.remediations)])
        return outcome

    def _set(self, phase: dict[str, Any]) -> None:
        for name, change in phase.get("manip", {}).items():
            file = self._base / "cloud" / f"{name}.json"
            if name == "$allow_delete":
                (self._base / "allow_delete").write_text("")
            elif change is None:
                file.rename(self._base / "gone" / file.name)
            else:
                known = json.loads(file.read_text()) if file.exists() else {}
                file.write_text(json.dumps({**known, **change}))
        (self._base / "plan.json").write_text(json.dumps(phase.get("plan", {"resources": []})))
        (self._base / "log").write_text("")


def state_of(export: dict[str, Any]) -> dict[str, Any]:
    """The state without what is never the same twice."""
    rows = []
    for resource in export["deployment"].get("resources") or []:
        row = _readable(resource)
        for key in ("created", "modified", "stackTrace", "sourcePosition"):
            row[key] = bool(row.get(key))
        if row["type"].startswith("pulumi:providers"):
            row["id"] = "ID"
        if "provider" in row:
            row["provider"] = row["provider"].rpartition("::")[0]
        for bag in ("inputs", "outputs"):
            if "__provider" in row.get(bag, {}):
                row[bag]["__provider"] = "P"
        if "dependencies" in row:
            row["dependencies"].sort()
        rows.append(row)
    rows.sort(key=lambda row: (row["urn"], row.get("id", ""), bool(row.get("delete"))))
    pending = export["deployment"].get("pending_operations") or []
    return {"resources": rows, "pending": sorted([found["type"], found["resource"]["urn"]] for found in pending)}


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return {"$secret": json.loads(value["plaintext"])}
        return {key: _readable(item) for key, item in value.items()}
    return [_readable(item) for item in value] if isinstance(value, list) else value


def differences(real: Outcome, here: Outcome) -> list[str]:
    """What is not the same in two outcomes."""
    found = [
        f"{key}: the real engine {real.get(key)}, here {here.get(key)}"
        for key in ("ok", "policies")
        if real.get(key) != here.get(key)
    ]
    calls = [Counter(json.dumps(call, sort_keys=True) for call in side["calls"]) for side in (real, here)]
    found += [f"only the real engine calls {call}" for call in (calls[0] - calls[1]).elements()]
    found += [f"only here is called {call}" for call in (calls[1] - calls[0]).elements()]
    steps = [_steps(side, ok=real["ok"]) for side in (real, here)]
    found += [f"only the real engine's step {step}" for step in sorted(steps[0] - steps[1])]
    found += [f"only a step here {step}" for step in sorted(steps[1] - steps[0])]
    if real["state"]["pending"] != here["state"]["pending"]:
        found.append(f"pending: {real['state']['pending']}, here {here['state']['pending']}")
    return found + _state_differences(real["state"]["resources"], here["state"]["resources"])


def _steps(outcome: Outcome, *, ok: bool) -> set[tuple[str, str]]:
    # Default providers are nobody's business, and whether a failing run still tells of its stack is a race.
    left_out = ("pulumi:providers",) if ok else ("pulumi:providers", "pulumi:pulumi:Stack")
    return {(op, urn) for op, urn in outcome["steps"] if not any(part in urn for part in left_out)}


def _state_differences(real: list[dict[str, Any]], here: list[dict[str, Any]]) -> list[str]:
    named = [[(row["urn"], row.get("id"), row.get("delete")) for row in side] for side in (real, here)]
    if named[0] != named[1]:
        return [f"resources: {named[0]}, here {named[1]}"]
    return [
        f"state of {theirs['urn']}, {key}: {theirs.get(key)}, here {ours.get(key)}"
        for theirs, ours in zip(real, here, strict=True)
        for key in sorted(theirs.keys() | ours.keys())
        if theirs.get(key) != ours.get(key)
    ]


def replay(suite: Suite, name: str) -> list[list[str]]:
    """What each operation of a scenario does here and the real engine did in no recorded outcome."""
    with tempfile.TemporaryDirectory() as base:
        stage = Stage(Path(base) / "stage", suite, Stack)
        found = []
        for phase, outcomes in zip(suite.scenarios[name], suite.recorded[name], strict=True):
            here = stage.play(phase)
            found.append(min((differences(real, here) for real in outcomes), key=len))
        return found


def record(suite: Suite, name: str) -> None:
    """Add what the real CLI on PATH does in a scenario to the recording."""
    known = suite.recorded.setdefault(name, [[] for _ in suite.scenarios[name]])
    with tempfile.TemporaryDirectory() as base:
        stage = Stage(Path(base) / "stage", suite, CliStack)
        for phase, outcomes in zip(suite.scenarios[name], known, strict=True):
            seen = stage.play(phase)
            if all(differences(outcome, seen) for outcome in outcomes):
                outcomes.append(seen)
    suite.save()


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--more", action="store_true")
    parser.add_argument("scenarios", nargs="*")
    given = parser.parse_args()
    suite = MORE if given.more else PLAIN
    agree = total = 0
    for name in given.scenarios or suite.scenarios:
        if given.record:
            record(suite, name)
            tell(f"recorded {name} {[len(outcomes) for outcomes in suite.recorded[name]]}")
            continue
        for index, found in enumerate(replay(suite, name)):
            total, agree = total + 1, agree + (not found)
            for line in found:
                tell(f"{name}[{index}] {suite.scenarios[name][index]['op']}: {line[:2000]}")
    if not given.record:
        tell(f"{agree} of {total} operations agree with the real engine")
    return int(agree != total)


if __name__ == "__main__":
    os.environ.pop("PULUMI_CONFIG_PASSPHRASE", None)
    raise SystemExit(main())
