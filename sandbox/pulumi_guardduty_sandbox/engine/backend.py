"""Stacks in a folder, in the layout of ``pulumi login file://<folder>``.

A checkpoint is rewritten once, at the end of an operation; what happens meanwhile goes line by line to a journal
beside it. An operation that was killed leaves its journal, and the next load folds it into the checkpoint.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from pulumi_guardduty_sandbox.engine.errors import StateError
from pulumi_guardduty_sandbox.engine.ledger import Entry, Ledger
from pulumi_guardduty_sandbox.engine.lock import stack_lock
from pulumi_guardduty_sandbox.engine.resource import Row, now


#: The CLI whose behaviour and state format the engine follows; other CLIs read it in the manifest.
CLI_VERSION: Final = "v3.258.0"
#: The only organization a folder has. Source: `getTarget` in `pkg/backend/diy/state.go`.
ORGANIZATION: Final = "organization"


@dataclass
class Checkpoint:
    """What the file of a stack holds."""

    rows: list[Row] = field(default_factory=list)
    pending: list[Row] = field(default_factory=list)
    #: Salt of the stack's secrets; empty for a stack that has none yet.
    salt: str = ""


class Backend:
    """One stack of one project in a folder."""

    def __init__(self, folder: Path, project: str, stack: str) -> None:
        self._root, self._project, self._stack = folder / ".pulumi", project, stack
        self._file = self._root / "stacks" / project / f"{stack}.json"
        self._journal = self._root / "embedded" / project / f"{stack}.journal"

    @property
    def exists(self) -> bool:
        """Whether the stack has ever been saved."""
        return self._file.exists() or self._journal.exists()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other operations, also the real CLI's, off the stack.

        Raises:
            LockedError: One is at work already.
        """
        with stack_lock(self._root / "locks" / ORGANIZATION / self._project / self._stack):
            yield

    def load(self) -> Checkpoint:
        """Read the stack, the journal of an operation that was killed included.

        Raises:
            StateError: The file cannot be used.
        """
        content = self._file.read_bytes() if self._file.exists() else b""
        checkpoint = _parsed(content, self._file)
        entries = self._entries(content)
        if not entries:
            return checkpoint
        ledger = Ledger(checkpoint.rows, checkpoint.pending)
        salt = next((entry["salt"] for entry in entries if entry["kind"] == "head"), checkpoint.salt)
        for entry in entries:
            if entry["kind"] != "head":
                ledger.apply(entry)
        return Checkpoint(ledger.rows(), ledger.pending(), salt or checkpoint.salt)

    def _entries(self, content: bytes) -> list[Entry]:
        """The journal's entries, none where it belongs to another checkpoint than `content`."""
        if not self._journal.exists():
            return []
        entries = []
        for line in self._journal.read_bytes().split(b"\n"):
            # The last line may have been cut off while it was written; what it says was not yet relied on.
            with contextlib.suppress(json.JSONDecodeError):
                entries.append(json.loads(line))
        if not entries or entries[0].get("kind") != "head" or entries[0]["base"] != _digest(content):
            return []
        return entries

    def save(self, checkpoint: Checkpoint) -> None:
        """Rewrite the file of the stack, then forget the journal."""
        _write(self._root / "meta.yaml", b"version: 1\n", keep=True)
        document = {"stack": f"{ORGANIZATION}/{self._project}/{self._stack}", "latest": deployment(checkpoint)}
        content = json.dumps({"version": 3, "checkpoint": document}, separators=(",", ":"), ensure_ascii=False)
        if self._file.exists():
            _write(self._file.with_name(self._file.name + ".bak"), self._file.read_bytes())
        _write(self._file, content.encode())
        self._journal.unlink(missing_ok=True)

    def open_journal(self, checkpoint: Checkpoint) -> "Journal":
        """Begin the journal of an operation on the stack as it was loaded."""
        if self._journal.exists():
            # The entries of an operation that was killed are part of what was loaded; the file lacks them.
            self.save(checkpoint)
        content = self._file.read_bytes() if self._file.exists() else b""
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        return Journal(self._journal, {"kind": "head", "base": _digest(content), "salt": checkpoint.salt})


class Journal:
    """The entries of a running operation, on disk as soon as they are written."""

    def __init__(self, path: Path, head: Entry) -> None:
        # Unbuffered: what is written is the kernel's, so that it survives the death of this process.
        self._file: BinaryIO = path.open("wb", buffering=0)
        self.write(head)

    def write(self, entry: Entry) -> None:
        """Append one entry."""
        self._file.write(json.dumps(entry, separators=(",", ":")).encode() + b"\n")

    def close(self) -> None:
        """Stop writing; the file stays until the checkpoint is saved."""
        self._file.close()


def deployment(checkpoint: Checkpoint) -> dict[str, Any]:
    """The deployment a checkpoint stands for, in Pulumi's format, version 3."""
    magic = hashlib.sha256(CLI_VERSION.encode()).hexdigest()
    found: dict[str, Any] = {"manifest": {"time": now(), "magic": magic, "version": CLI_VERSION}}
    if checkpoint.salt:
        found["secrets_providers"] = {"type": "passphrase", "state": {"salt": checkpoint.salt}}
    if checkpoint.rows:
        found["resources"] = checkpoint.rows
    if checkpoint.pending:
        found["pending_operations"] = checkpoint.pending
    return {**found, "metadata": {}}


def _parsed(content: bytes, path: Path) -> Checkpoint:
    if not content:
        return Checkpoint()
    try:
        document = json.loads(content)
        version, latest = document["version"], document["checkpoint"].get("latest") or {}
    except (ValueError, KeyError, TypeError) as error:
        raise StateError(f"{path} is not a checkpoint of pulumi; restore {path.name}.bak beside it") from error
    if version != 3:  # noqa: PLR2004
        used = ", ".join(document.get("features", [])) or "an older format"
        raise StateError(f"{path} has state version {version} ({used}); go on with the pulumi CLI")
    secrets = latest.get("secrets_providers") or {}
    if secrets.get("type", "passphrase") != "passphrase":
        raise StateError(
            f"the stack's secrets provider is {secrets['type']!r}; only passphrase is supported, "
            "change it with `pulumi stack change-secrets-provider passphrase`"
        )
    salt = (secrets.get("state") or {}).get("salt", "")
    return Checkpoint(latest.get("resources") or [], latest.get("pending_operations") or [], salt)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes, *, keep: bool = False) -> None:
    """Put `content` at `path`, wholly or not at all."""
    if keep and path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
