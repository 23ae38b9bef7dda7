"""A stack on the real Pulumi CLI, with the methods and results of `Stack`.

For what has to be shown on both: one scenario, one set of assertions, two engines. Needs ``pulumi`` on PATH.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.backend import Backend, Checkpoint
from pulumi_guardduty_sandbox.engine.endpoint import require_loopback
from pulumi_guardduty_sandbox.engine.errors import ProcessError
from pulumi_guardduty_sandbox.engine.listener import Diagnostic, Result, Violation, silent
from pulumi_guardduty_sandbox.engine.passphrase import Crypter
from pulumi_guardduty_sandbox.engine.project import Configuration, Project


#: Colour marks in texts of events. Source: `sdk/go/common/diag/colors` of CLI v3.258.0.
_COLOURS: Final = re.compile(r"<\{%.*?%\}>")


class CliStack:
    """One stack of one program, worked on by the real CLI."""

    def __init__(
        self,
        program: Path,
        *,
        backend: Path,
        stack: str = "dev",
        config: Mapping[str, str] | None = None,
        secret_config: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        passphrase: str = "sandbox",  # noqa: S107 - protects the secrets of a sandbox
        parallel: int | None = None,
        any_endpoint: bool = False,
        write: Callable[[str], None] = silent,
    ) -> None:
        """Name a stack; the arguments are those of `Stack`.

        Raises:
            ProcessError: There is no ``pulumi`` on PATH.
            RefusedError: AWS calls of the program could leave this machine.
        """
        found = shutil.which("pulumi")
        if found is None:
            raise ProcessError("there is no pulumi on PATH: install the Pulumi CLI, or use the embedded engine")
        self._cli: str = found
        self._folder, self._stack, self._parallel, self._write = backend, stack, parallel, write
        self._passphrase = passphrase
        self._project = Project.read(program)
        self._config, self._secret_config = dict(config or {}), dict(secret_config or {})
        self._env = {**os.environ, **(env or {}), **self._settings()}
        if not any_endpoint:
            require_loopback(self._env)

    def _settings(self) -> dict[str, str]:
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        return {
            "PATH": path,
            "PULUMI_BACKEND_URL": f"file://{self._folder.resolve()}",
            "PULUMI_CONFIG_PASSPHRASE": self._passphrase,
            "PULUMI_HOME": str(self._folder.resolve() / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            # Without it the CLI does not know --event-log.
            "PULUMI_DEBUG_COMMANDS": "true",
        }

    def preview(
        self, *, refresh: bool = False, policy_packs: Sequence[Path] = (), policy_config: Path | None = None
    ) -> Result:
        """Tell what `up` would do; the arguments are those of `Stack.preview`."""
        return self._run("preview", _flags(refresh, policy_packs, policy_config))

    def up(
        self, *, refresh: bool = False, policy_packs: Sequence[Path] = (), policy_config: Path | None = None
    ) -> Result:
        """Make what the program declares."""
        return self._run("up", ["--yes", "--skip-preview", *_flags(refresh, policy_packs, policy_config)])

    def refresh(self, *, clear_pending_creates: bool = False) -> Result:
        """Bring the state up to what really is; forget creations that were cut off where that is asked for."""
        clear = ["--clear-pending-creates"] if clear_pending_creates else []
        return self._run("refresh", ["--yes", "--skip-preview", *clear])

    def destroy(self) -> Result:
        """Delete everything; the program is not run."""
        return self._run("destroy", ["--yes", "--skip-preview"])

    def start(self, operation: str, *flags: str, text: Path) -> "subprocess.Popen[bytes]":
        """Start an operation and leave the CLI's process to the caller, who may interrupt or kill it.

        Args:
            operation: The CLI's word for it.
            flags: What it is given beside the stack's own.
            text: File for what it says. Children of a killed CLI live on, and would keep a pipe open.
        """
        files = ["--config-file", str(self._prepare().resolve()), "--event-log", str(self._events().resolve())]
        self._events().unlink(missing_ok=True)
        parallel = [] if self._parallel is None else ["--parallel", str(self._parallel)]
        with text.open("wb") as output:
            return subprocess.Popen(  # noqa: S603 - pulumi, found on PATH
                self._command(operation, *flags, *parallel, *files),
                cwd=self._project.folder,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def unlock(self) -> None:
        """Take the lock away that a killed operation has left behind: ``pulumi cancel``.

        Raises:
            ProcessError: The CLI could not.
        """
        ended = self._call("cancel", "--yes")
        if ended.returncode:
            raise ProcessError(f"pulumi cancel failed: {ended.stderr.strip()}")

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """The state, as ``pulumi stack export`` prints it."""
        self._prepare()
        flags = ["--show-secrets"] if show_secrets else []
        exported: dict[str, Any] = json.loads(self._call("stack", "export", *flags).stdout)
        return exported

    def _prepare(self) -> Path:
        """See that the stack exists; return the file of its configuration, which is not the program's own."""
        backend = Backend(self._folder, self._project.name, self._stack)
        salt = backend.load().salt if backend.exists else ""
        if not salt:
            salt = Crypter.new(self._passphrase).state
            backend.save(Checkpoint(salt=salt))
        crypter = Crypter(self._passphrase, salt)
        known = Configuration.of(self._project, self._stack, self._passphrase, self._config, self._secret_config)
        config = {
            key: {"secure": crypter.encrypt(value)} if key in known.secret_keys else value
            for key, value in known.values.items()
        }
        path = self._folder / f"Pulumi.{self._stack}.yaml"
        path.write_text(yaml.safe_dump({"encryptionsalt": salt, "config": config}))
        return path

    def _events(self) -> Path:
        return self._folder / "events.json"

    def _command(self, *arguments: str) -> list[str]:
        return [self._cli, *arguments, "--non-interactive", "--color", "never", "--stack", self._stack]

    def _call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - pulumi, found on PATH
            self._command(*arguments),
            cwd=self._project.folder,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )

    def _run(self, operation: str, flags: Sequence[str]) -> Result:
        said = self._folder / "said.txt"
        start = time.monotonic()
        with self.start(operation, *flags, text=said) as process:
            code = process.wait()
        result = Result(ok=code == 0, seconds=time.monotonic() - start, text=said.read_text(errors="replace"))
        for line in result.text.splitlines():
            self._write(line)
        for event in _read(self._events()):
            _take(event, result)
        if operation != "destroy":
            outputs = self._call("stack", "output", "--json", "--show-secrets")
            result.outputs = json.loads(outputs.stdout) if outputs.returncode == 0 else {}
        return result


def _flags(refresh: bool, policy_packs: Sequence[Path], policy_config: Path | None) -> list[str]:
    flags = ["--refresh"] if refresh else []
    for pack in policy_packs:
        flags += ["--policy-pack", str(pack)]
        if policy_config is not None:
            flags += ["--policy-pack-config", str(policy_config)]
    return flags


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text().splitlines():
            yield json.loads(line)


def _take(event: Mapping[str, Any], result: Result) -> None:
    step = (event.get("resOutputsEvent") or {}).get("metadata")
    if step and not urns.is_default_provider(step["urn"]):
        result.steps.append((step["op"], step["urn"]))
    diagnostic = event.get("diagnosticEvent")
    if diagnostic and not diagnostic.get("ephemeral"):
        text = _COLOURS.sub("", diagnostic["message"]).rstrip("\n")
        result.diagnostics.append(Diagnostic(diagnostic["severity"], diagnostic.get("urn", ""), text))
    policy = event.get("policyEvent")
    if policy:
        text = _COLOURS.sub("", policy["message"]).strip()
        level = policy["enforcementLevel"]
        result.violations.append(Violation(policy["policyName"], level, policy.get("resourceUrn", ""), text))
    remedy = event.get("policyRemediationEvent")
    if remedy:
        result.remediations.append((remedy["policyName"], remedy.get("resourceUrn", "")))
    summary = event.get("summaryEvent")
    if summary:
        result.changes = Counter(summary.get("resourceChanges") or {})
