"""Keeps the state of a stack while an operation changes it: every step before it is done, and its result after.

Follows `pkg/backend/snapshot.go` of CLI v3.258.0 in what a step means for the state; writes entries to a journal
instead of rewriting the state at every step.
"""

import threading
from typing import Any, Final

from pulumi_guardduty_sandbox.engine.backend import Backend, Checkpoint, Journal
from pulumi_guardduty_sandbox.engine.ledger import Entry, Ledger
from pulumi_guardduty_sandbox.engine.passphrase import Crypter
from pulumi_guardduty_sandbox.engine.resource import Resource, to_row
from pulumi_guardduty_sandbox.engine.steps import Op, Step
from pulumi_guardduty_sandbox.engine.values import Reference, Secret


_UNDER_WAY: Final = {
    Op.CREATE: "creating",
    Op.CREATE_REPLACEMENT: "creating",
    Op.UPDATE: "updating",
    Op.DELETE: "deleting",
    Op.DELETE_REPLACED: "deleting",
    Op.READ_DISCARD: "deleting",
    Op.DISCARD_REPLACED: "deleting",
    Op.READ: "reading",
    Op.READ_REPLACEMENT: "reading",
    Op.IMPORT: "importing",
    Op.IMPORT_REPLACEMENT: "importing",
}
_DELETES: Final = frozenset({Op.DELETE, Op.DELETE_REPLACED, Op.READ_DISCARD, Op.DISCARD_REPLACED})
_CREATES: Final = frozenset({Op.CREATE, Op.CREATE_REPLACEMENT})


class Recorder:
    """Writes down what an operation does; of a preview, nothing."""

    def begin(self, step: Step) -> int:
        """Note that a step begins; the number tells `end` which."""
        return 0

    def end(self, operation: int, step: Step, *, success: bool) -> None:
        """Note how a step ended."""

    def outputs(self, step: Step) -> None:
        """Note that a component has registered its outputs."""

    def rebase(self, resources: list[Resource]) -> None:
        """Note what a refresh has made of the state."""

    def abandon(self) -> None:
        """Take no more results: what is under way is being killed, and nobody knows what becomes of it."""

    def close(self) -> Checkpoint | None:
        """Save the state; return what was saved."""
        return None


class StateRecorder(Recorder):
    """Writes to the journal of a stack, and at the end its checkpoint."""

    def __init__(self, backend: Backend, checkpoint: Checkpoint, resources: list[Resource], crypter: Crypter) -> None:
        """Begin on a loaded state: its `checkpoint`, and its `resources` in the same order."""
        checkpoint.salt = crypter.state
        self._backend, self._crypter = backend, crypter
        self._ledger = Ledger(checkpoint.rows, checkpoint.pending)
        self._keys = {id(resource): f"o{index}" for index, resource in enumerate(resources)}
        #: Keeps every object alive whose identity is a key.
        self._kept: list[Resource] = list(resources)
        self._twins = {f"o{index}": resource.copy() for index, resource in enumerate(resources)}
        self._count = 0
        self._lock = threading.Lock()
        self._abandoned = False
        self._journal: Journal = backend.open_journal(checkpoint)

    def abandon(self) -> None:
        self._abandoned = True

    def begin(self, step: Step) -> int:
        with self._lock:
            self._count += 1
            if step.op in _UNDER_WAY and not self._abandoned:
                row = to_row(step.subject, self._crypter)
                kind = _UNDER_WAY[step.op]
                self._write({"kind": "begin", "operation": self._count, "type": kind, "row": row})
            return self._count

    def end(self, operation: int, step: Step, *, success: bool) -> None:
        entry: Entry = {"kind": "end", "operation": operation}
        with self._lock:
            if self._abandoned:
                return
            if success and step.op not in (Op.REPLACE, Op.REFRESH):
                self._result(entry, step, operation)
            self._write(entry)

    def _result(self, entry: Entry, step: Step, operation: int) -> None:
        old = step.old
        if step.op in _DELETES or step.op is Op.REMOVE_PENDING_REPLACE:
            key = (
                "awaits_replacement"
                if step.op is not Op.REMOVE_PENDING_REPLACE and step.subject.pending_replacement
                else "done"
            )
            entry[key] = [self._keys[id(step.subject)]]
            return
        if old is not None and step.op in _CREATES:
            entry["done" if old.pending_replacement else "delete"] = [self._keys[id(old)]]
            if not old.pending_replacement and not old.delete:
                del entry["delete"]
        elif old is not None:
            entry["done"] = [self._keys[id(old)]]
        self._made(entry, step, f"n{operation}")

    def _made(self, entry: Entry, step: Step, key: str) -> None:
        new = step.subject
        entry["made"] = key
        same_as = self._keys.get(id(step.old), "") if step.op is Op.SAME else ""
        if same_as and identical(vars(self._twins[same_as]), vars(new)):
            entry["same_as"] = same_as
        else:
            entry["row"] = to_row(new, self._crypter)
        self._keys[id(new)] = key
        self._twins[key] = new.copy()
        self._kept.append(new)

    def outputs(self, step: Step) -> None:
        if step.new is None:
            return
        with self._lock:
            key = self._keys[id(step.new)]
            if not identical(vars(self._twins[key]), vars(step.new)):
                self._twins[key] = step.new.copy()
                self._write({"kind": "set", "key": key, "row": to_row(step.new, self._crypter)})

    def rebase(self, resources: list[Resource]) -> None:
        with self._lock:
            rows = []
            for resource in resources:
                key = self._keys.get(id(resource))
                if key is None or not identical(vars(self._twins[key]), vars(resource)):
                    self._count += 1
                    key = f"r{self._count}"
                    self._keys[id(resource)] = key
                    self._twins[key] = resource.copy()
                    self._kept.append(resource)
                    rows.append((key, to_row(resource, self._crypter)))
                else:
                    rows.append((key, self._ledger.row(key)))
            self._write({"kind": "rebase", "rows": rows})

    def _write(self, entry: Entry) -> None:
        self._journal.write(entry)
        self._ledger.apply(entry)

    def close(self) -> Checkpoint:
        with self._lock:
            self._journal.close()
            checkpoint = Checkpoint(self._ledger.rows(), self._ledger.pending(), self._crypter.state)
            self._backend.save(checkpoint)
            return checkpoint


def identical(left: Any, right: Any) -> bool:
    """Whether two values would be written alike, secrets apart from their ciphertext."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(identical(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, Secret | Reference):
        return identical(vars(left), vars(right))
    return bool(left == right)
