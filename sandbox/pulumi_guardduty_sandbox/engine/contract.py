"""The contract that any dynamic provider can be put through, against the real provider process.

The engine takes a provider at its word; what it must be able to rely on is written here as rules, each with a name.
`contract_breaches` tells which a provider breaks, `assert_contract` fails a test on any.

    @pytest.mark.parametrize(...)
    def test_contract(sandbox):
        assert_contract(
            lambda **inputs: ThreatIntelSet("set", **inputs),
            inputs={"detector_id": …, "name": "hostile", …},
            update={"activate": False},
            replace={"format": "STIX"},
            vanish=lambda id_: client.delete_threat_intel_set(…),
            env=sandbox.environment,
        )
"""

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pulumi.dynamic import ResourceProvider

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.contract_session import Session
from pulumi_guardduty_sandbox.engine.declaration import PROVIDER_KEY, Declaration, declared, of_provider
from pulumi_guardduty_sandbox.engine.errors import EngineError
from pulumi_guardduty_sandbox.engine.values import UNKNOWN, Properties, Secret, Value, equal, holds_unknown, plain


#: The rules, in the order in which they are tried.
RULES: Final = (
    "pickles",
    "check-accepts",
    "check-is-stable",
    "check-with-unknowns",
    "create",
    "secrets-stay-put",
    "no-change-no-diff",
    "read",
    "read-keeps-properties",
    "no-diff-after-read",
    "diff-with-unknowns",
    "update-is-announced",
    "update",
    "no-diff-after-update",
    "replacement-is-announced",
    "delete",
    "delete-is-idempotent",
    "read-of-the-vanished",
    "delete-of-the-vanished",
)


@dataclass(frozen=True)
class Breach:
    """One rule a provider breaks."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


class ContractError(AssertionError):
    """A provider breaks the contract."""

    def __init__(self, breaches: list[Breach]) -> None:
        self.breaches = breaches
        super().__init__("the provider breaks its contract with the engine:\n" + "\n".join(map(str, breaches)))


def assert_contract(subject: ResourceProvider | Callable[..., object], **case: Any) -> None:
    """Fail unless `subject` keeps the contract; the arguments are those of `contract_breaches`.

    Raises:
        ContractError: It does not.
    """
    breaches = contract_breaches(subject, **case)
    if breaches:
        raise ContractError(breaches)


def contract_breaches(
    subject: ResourceProvider | Callable[..., object],
    *,
    inputs: Mapping[str, Any],
    update: Mapping[str, Any],
    replace: Mapping[str, Any] | None = None,
    vanish: Callable[[str], object] | None = None,
    secrets: Collection[str] = (),
    write_only: Collection[str] = (),
    config: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    python: str = sys.executable,
) -> list[Breach]:
    """The rules that a provider breaks, in the order in which it did.

    Args:
        subject: A provider, whose inputs are wire properties; or what declares a resource (a class, a function), whose
            inputs are its keyword arguments.
        inputs: A complete, valid declaration.
        update: Inputs that differ in a declaration to be reached in place; None takes one away.
        replace: Inputs that differ in a declaration that needs a new resource.
        vanish: Takes away the thing of an id behind the provider's back.
        secrets: Wire names of inputs that are secret; their values must turn up in no other output.
        write_only: Wire names of inputs a change of which need not be seen.
        config: Stack configuration the provider gets.
        env: Environment of the provider's process, over that of this one.
        folder: Folder it runs in, from which it can import modules.
        python: The interpreter it runs on.
    """
    breaches: list[Breach] = []
    try:
        declarations = _declarations(subject, inputs, update, replace)
    except Exception as error:  # noqa: BLE001 - pickling may raise anything
        return [Breach("pickles", f"the provider cannot be serialized: {error!r}")]
    with Session(config=config, env=env, folder=folder, python=python) as session:
        _Trial(session, declarations, breaches, vanish, secrets, write_only).run()
    return breaches


@dataclass(frozen=True)
class _Declarations:
    first: Declaration
    updated: Declaration
    replaced: Declaration | None


def _declarations(
    subject: ResourceProvider | Callable[..., object],
    inputs: Mapping[str, Any],
    update: Mapping[str, Any],
    replace: Mapping[str, Any] | None,
) -> _Declarations:
    def declare(changes: Mapping[str, Any]) -> Declaration:
        wanted = {key: value for key, value in {**inputs, **changes}.items() if value is not None}
        if isinstance(subject, ResourceProvider):
            return of_provider(subject, wanted)
        return declared(lambda: subject(**wanted))

    return _Declarations(declare({}), declare(update), None if replace is None else declare(replace))


class _BrokenError(Exception):
    """The trial cannot go on: what follows depends on what failed."""


class _Trial:
    """One provider on trial."""

    def __init__(
        self,
        session: Session,
        declarations: _Declarations,
        breaches: list[Breach],
        vanish: Callable[[str], object] | None,
        secrets: Collection[str],
        write_only: Collection[str],
    ) -> None:
        self._session, self._declarations, self._breaches = session, declarations, breaches
        self._vanish, self._secrets, self._write_only = vanish, secrets, write_only
        self._urn = urns.make("contract", "contract", "", declarations.first.type, "thing")

    def run(self) -> None:
        """Try every rule, as far as the provider lets it."""
        try:
            inputs = self._check()
            self._check_with_unknowns(inputs)
            id_, outputs = self._create(inputs)
        except _BrokenError:
            return
        try:
            outputs = self._at_rest(id_, inputs, outputs)
            self._diff_with_unknowns(id_, inputs, outputs)
            outputs = self._change(id_, inputs, outputs)
            self._replace(id_, outputs)
        except _BrokenError:
            pass
        self._delete(id_, outputs)
        self._vanishing(inputs)

    def _breach(self, rule: str, text: str) -> None:
        self._breaches.append(Breach(rule, text))

    def _ask(self, rule: str, call: Callable[[], Any]) -> Any:
        """The answer of a call; one that fails breaks `rule` and ends the trial."""
        try:
            return call()
        except EngineError as error:
            self._breach(rule, str(error).strip())
            raise _BrokenError from error

    def _checked(self, rule: str, news: Properties, olds: Properties | None = None) -> Properties:
        inputs, failures = self._ask(rule, lambda: self._session.check(self._urn, olds, news))
        for failure in failures:
            self._breach(rule, f"check refuses {failure.property or 'the resource'}: {failure.reason}")
        if failures:
            raise _BrokenError
        return dict(inputs)

    def _check(self) -> Properties:
        declaration = self._declarations.first.properties
        inputs = self._checked("check-accepts", declaration)
        again = self._checked("check-is-stable", inputs, inputs)
        if not equal(inputs, again):
            self._breach("check-is-stable", f"check changes its own answer: {_differing(inputs, again)}")
        return {key: Secret(value) if key in self._secrets else value for key, value in inputs.items()}

    def _check_with_unknowns(self, inputs: Properties) -> None:
        declaration = self._declarations.first.properties
        keys = [key for key in declaration if key != PROVIDER_KEY]
        for hidden in ([key] for key in keys):
            self._check_hiding(declaration, hidden)
        self._check_hiding(declaration, keys)
        for key, value in declaration.items():
            if isinstance(value, dict) and value:
                nested = {**declaration, key: dict.fromkeys(value, UNKNOWN)}
                self._try("check-with-unknowns", f"{key} holding unknowns", nested)

    def _check_hiding(self, declaration: Properties, keys: list[str]) -> None:
        what = ", ".join(keys) + " unknown"
        checked = self._try("check-with-unknowns", what, {**declaration, **dict.fromkeys(keys, UNKNOWN)})
        lost = [key for key in keys if checked is not None and not holds_unknown(checked.get(key))]
        if lost:
            self._breach("check-with-unknowns", f"check does not pass on what is unknown: {', '.join(lost)}")

    def _try(self, rule: str, what: str, news: Properties) -> Properties | None:
        try:
            inputs, failures = self._session.check(self._urn, None, news)
        except EngineError as error:
            self._breach(rule, f"check fails with {what}: {str(error).strip()}")
            return None
        for failure in failures:
            self._breach(rule, f"check refuses {failure.property} with {what}: {failure.reason}")
        return dict(inputs)

    def _create(self, inputs: Properties) -> tuple[str, Properties]:
        id_, outputs = self._ask("create", lambda: self._session.create(self._urn, inputs))
        values = {key: plain(inputs[key]) for key in self._secrets if key in inputs}
        for key, value in plain(outputs).items():
            leaked = [name for name, hidden in values.items() if name != key and _holds(value, hidden)]
            if leaked:
                self._breach("secrets-stay-put", f"the output {key} repeats the secret {', '.join(leaked)}")
        return id_, dict(outputs)

    def _unchanged(self, rule: str, id_: str, inputs: Properties, outputs: Properties) -> None:
        difference = self._ask(rule, lambda: self._session.diff(self._urn, id_, inputs, outputs, inputs))
        if difference.changes:
            named = ", ".join((*difference.replace_keys, *difference.changed_keys, *(difference.detailed or ())))
            self._breach(rule, f"diff reports a change where there is none: {named or 'it does not say of what'}")

    def _at_rest(self, id_: str, inputs: Properties, outputs: Properties) -> Properties:
        self._unchanged("no-change-no-diff", id_, inputs, outputs)
        found = self._ask("read", lambda: self._session.read(self._urn, id_, inputs, outputs))
        if found.id != id_:
            self._breach("read", f"read answers the id {found.id!r} for the thing {id_!r}")
            raise _BrokenError
        lost = sorted(key for key, value in outputs.items() if value is not None and found.outputs.get(key) is None)
        if lost:
            self._breach("read-keeps-properties", f"read leaves out {', '.join(lost)}")
            return outputs
        read_inputs = inputs if found.inputs is None else found.inputs
        self._unchanged("no-diff-after-read", id_, inputs, found.outputs)
        if not equal(plain(read_inputs), plain(inputs)):
            where = _differing(plain(inputs), plain(read_inputs))
            self._breach("no-diff-after-read", f"read answers other inputs than were declared: {where}")
        return dict(found.outputs)

    def _diff_with_unknowns(self, id_: str, inputs: Properties, outputs: Properties) -> None:
        for key in inputs:
            if key == PROVIDER_KEY:
                continue
            news = {**inputs, key: UNKNOWN}
            try:
                difference = self._session.diff(self._urn, id_, inputs, outputs, news)
            except EngineError as error:
                self._breach("diff-with-unknowns", f"diff fails with {key} unknown: {str(error).strip()}")
                continue
            if difference.changes is False and key not in self._write_only:
                self._breach("diff-with-unknowns", f"diff says that nothing changes although {key} is unknown")

    def _change(self, id_: str, inputs: Properties, outputs: Properties) -> Properties:
        news = self._checked("update", self._declarations.updated.properties, inputs)
        difference = self._ask("update-is-announced", lambda: self._session.diff(self._urn, id_, inputs, outputs, news))
        if difference.changes is False:
            self._breach("update-is-announced", f"diff does not see the change of {_differing(inputs, news)}")
        elif difference.replaces:
            self._breach("update-is-announced", "diff asks for a replacement where an update was expected")
        updated = self._ask("update", lambda: self._session.update(self._urn, id_, inputs, outputs, news))
        self._unchanged("no-diff-after-update", id_, news, updated)
        return dict(updated)

    def _replace(self, id_: str, outputs: Properties) -> None:
        declaration = self._declarations.replaced
        if declaration is None:
            return
        rule = "replacement-is-announced"
        old = self._checked(rule, self._declarations.updated.properties)
        news = self._checked(rule, declaration.properties)
        difference = self._ask(rule, lambda: self._session.diff(self._urn, id_, old, outputs, news))
        if difference.changes is False and difference.replaces:
            self._breach(rule, "diff names properties that replace, but says that nothing changes: nothing is replaced")
        elif difference.changes is False:
            self._breach(rule, f"diff does not see the change of {_differing(old, news)}")
        elif not difference.replaces:
            self._breach(rule, f"diff asks for an update in place of a change of {_differing(old, news)}")

    def _delete(self, id_: str, outputs: Properties) -> None:
        inputs = self._declarations.first.properties
        for rule in ("delete", "delete-is-idempotent"):
            try:
                self._session.delete(self._urn, id_, inputs, outputs)
            except EngineError as error:
                self._breach(rule, str(error).strip())
                return
        self._expect_gone(id_, outputs)

    def _vanishing(self, inputs: Properties) -> None:
        if self._vanish is None:
            return
        try:
            id_, outputs = self._ask("create", lambda: self._session.create(self._urn, inputs))
        except _BrokenError:
            return
        self._vanish(id_)
        self._expect_gone(id_, outputs)
        try:
            self._session.delete(self._urn, id_, inputs, outputs)
        except EngineError as error:
            self._breach("delete-of-the-vanished", str(error).strip())

    def _expect_gone(self, id_: str, outputs: Properties) -> None:
        rule = "read-of-the-vanished"
        try:
            found = self._session.read(self._urn, id_, self._declarations.first.properties, outputs)
        except EngineError as error:
            self._breach(rule, str(error).strip())
            return
        if found.id:
            self._breach(rule, f"read answers the id {found.id!r} for what is gone; an empty id says so")


def _holds(value: Value, hidden: Value) -> bool:
    if isinstance(value, dict):
        return any(_holds(item, hidden) for item in value.values())
    if isinstance(value, list):
        return any(_holds(item, hidden) for item in value)
    return equal(value, hidden) or (
        isinstance(value, str) and isinstance(hidden, str) and bool(hidden) and hidden in value
    )


def _differing(left: Properties, right: Properties) -> str:
    return ", ".join(sorted(key for key in left.keys() | right.keys() if not equal(left.get(key), right.get(key))))
