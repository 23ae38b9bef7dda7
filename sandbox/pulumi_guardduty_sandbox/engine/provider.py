"""A dynamic provider in its own process, called as the CLI calls it.

The process is ``python -u -m pulumi.dynamic <engine>``, what `pulumi-resource-pulumi-python` runs. Calls follow
`pkg/resource/plugin/provider_plugin.go` of CLI v3.258.0: the process answers that it takes no secrets, so values go
plain and what was secret is marked again by name; creates and updates are not called in a preview.
"""

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.differences import Difference, Kind, PropertyChange
from pulumi_guardduty_sandbox.engine.errors import InitError, ProviderError
from pulumi_guardduty_sandbox.engine.plugin import Plugin
from pulumi_guardduty_sandbox.engine.values import Properties, from_struct, keep_secrets, plain, to_struct


_DETAILS: Final = "grpc-status-details-bin"


@dataclass(frozen=True)
class CheckFailure:
    """One property a provider will not take."""

    property: str
    reason: str


@dataclass(frozen=True)
class ReadAnswer:
    """What a provider says of a thing: an empty id means that it is gone."""

    id: str
    outputs: Properties
    #: None: the provider says nothing of inputs, and the old ones stay.
    inputs: Properties | None


class ProviderProcess:
    """The process, started and ready to be configured."""

    def __init__(
        self,
        *,
        python: str,
        folder: Path,
        project: str,
        engine_address: str,
        env: Mapping[str, str],
        say: Callable[[str], None],
        complain: Callable[[str], None],
    ) -> None:
        """Start it in the program's `folder`.

        Raises:
            ProcessError: It does not start.
        """
        self._plugin = Plugin(
            "the dynamic provider process",
            [python, "-u", "-m", "pulumi.dynamic", engine_address],
            cwd=folder,
            env={**env, "PULUMI_PROJECT": project, "PULUMI_CONFIG": "{}"},
            say=say,
            complain=complain,
        )
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._plugin.channel)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._plugin.pid

    def configure(self, inputs: Properties) -> None:
        """Give it the stack's configuration."""
        variables = {f"{urns.DYNAMIC_PACKAGE}:config:{key}": str(plain(value)) for key, value in inputs.items()}
        _answer(
            self._stub.Configure,
            provider_pb2.ConfigureRequest(
                variables=variables,
                args=to_struct(inputs, unknowns=True, secrets=True),
                acceptSecrets=True,
                acceptResources=True,
                sends_old_inputs=True,
                sends_old_inputs_to_delete=True,
            ),
        )

    def cancel(self) -> None:
        """Tell it to stop what it does, as soon as it can hear."""
        # Its workers may all be busy with calls, or its channel closed: nobody waits for the answer.
        with contextlib.suppress(ValueError):
            self._stub.Cancel.future(empty_pb2.Empty())

    def close(self) -> None:
        """End it."""
        self._plugin.close()

    def check(
        self, urn: str, olds: Properties | None, news: Properties, *, unknowns: bool
    ) -> tuple[Properties, list[CheckFailure]]:
        """Have inputs checked and completed."""
        request = provider_pb2.CheckRequest(
            olds=_sent(olds or {}, unknowns=unknowns),
            news=_sent(news, unknowns=unknowns),
            randomSeed=os.urandom(32),
            **_named(urn),
        )
        answer = _answer(self._stub.Check, request)
        inputs = from_struct(answer.inputs)
        keep_secrets(inputs, news)
        return inputs, [CheckFailure(failure.property, failure.reason) for failure in answer.failures]

    def diff(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        unknowns: bool,
        ignore_changes: list[str],
    ) -> Difference:
        """Ask what a change would do."""
        request = provider_pb2.DiffRequest(
            id=id_,
            olds=_sent(old_outputs, unknowns=unknowns),
            old_inputs=_sent(old_inputs, unknowns=unknowns),
            news=_sent(news, unknowns=unknowns),
            ignoreChanges=ignore_changes,
            **_named(urn),
        )
        return _difference(_answer(self._stub.Diff, request))

    def create(self, urn: str, inputs: Properties, seconds: float) -> tuple[str, Properties]:
        """Make a thing.

        Raises:
            InitError: It exists, but is not healthy.
            ProviderError: It was not made.
        """
        request = provider_pb2.CreateRequest(properties=_sent(inputs), timeout=seconds, **_named(urn))
        try:
            answer = _answer(self._stub.Create, request)
        except InitError as error:
            keep_secrets(error.properties, inputs)
            raise
        if not answer.id:
            raise ProviderError(f"plugin returned empty resource.ID from create '{urn}'")
        outputs = from_struct(answer.properties)
        keep_secrets(outputs, inputs)
        return answer.id, outputs

    def update(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        news: Properties,
        seconds: float,
        ignore_changes: list[str],
    ) -> Properties:
        """Change a thing.

        Raises:
            InitError: It was changed, but is not healthy.
            ProviderError: It was not changed.
        """
        request = provider_pb2.UpdateRequest(
            id=id_,
            olds=_sent(old_outputs),
            old_inputs=_sent(old_inputs),
            news=_sent(news),
            timeout=seconds,
            ignoreChanges=ignore_changes,
            **_named(urn),
        )
        try:
            answer = _answer(self._stub.Update, request)
        except InitError as error:
            keep_secrets(error.properties, news)
            raise
        outputs = from_struct(answer.properties)
        keep_secrets(outputs, news)
        return outputs

    def delete(self, urn: str, id_: str, *, inputs: Properties, outputs: Properties, seconds: float) -> None:
        """Take a thing away.

        Raises:
            ProviderError: It may still be there.
        """
        request = provider_pb2.DeleteRequest(
            id=id_, properties=_sent(outputs), old_inputs=_sent(inputs), timeout=seconds, **_named(urn)
        )
        _answer(self._stub.Delete, request)

    def read(self, urn: str, id_: str, *, inputs: Properties | None, state: Properties, seconds: float) -> ReadAnswer:
        """Look at a thing.

        Raises:
            InitError: It exists, but is not healthy.
            ProviderError: It could not be looked at.
        """
        request = provider_pb2.ReadRequest(id=id_, properties=_sent(state), timeout=seconds, **_named(urn))
        if inputs is not None:
            request.inputs.CopyFrom(_sent(inputs))
        answer = _answer(self._stub.Read, request)
        outputs = from_struct(answer.properties)
        found = from_struct(answer.inputs) if answer.HasField("inputs") else None
        keep_secrets(found, inputs)
        keep_secrets(outputs, state)
        return ReadAnswer(answer.id, outputs, found)


def _named(urn: str) -> dict[str, Any]:
    return {"urn": urn, "name": urns.name_of(urn), "type": urns.type_of(urn)}


def _sent(properties: Properties, *, unknowns: bool = False) -> Any:
    return to_struct(properties, unknowns=unknowns, secrets=False)


def _difference(answer: Any) -> Difference:
    changes = {provider_pb2.DiffResponse.DIFF_NONE: False, provider_pb2.DiffResponse.DIFF_SOME: True}
    detailed = None
    if answer.hasDetailedDiff:
        detailed = {
            path: PropertyChange(_KINDS.get(change.kind, Kind.UPDATE), change.inputDiff)
            for path, change in answer.detailedDiff.items()
        }
    return Difference(
        changes.get(answer.changes),
        tuple(answer.replaces),
        tuple(answer.diffs),
        detailed,
        answer.deleteBeforeReplace,
        tuple(answer.stables),
    )


_KINDS: Final = {
    provider_pb2.PropertyDiff.ADD: Kind.ADD,
    provider_pb2.PropertyDiff.ADD_REPLACE: Kind.ADD_REPLACE,
    provider_pb2.PropertyDiff.DELETE: Kind.DELETE,
    provider_pb2.PropertyDiff.DELETE_REPLACE: Kind.DELETE_REPLACE,
    provider_pb2.PropertyDiff.UPDATE: Kind.UPDATE,
    provider_pb2.PropertyDiff.UPDATE_REPLACE: Kind.UPDATE_REPLACE,
}


def _answer(call: Callable[[Any], Any], request: Any) -> Any:
    """The answer of a call, its failure told in the engine's own errors."""
    try:
        return call(request)
    except grpc.RpcError as error:
        raise _failure(error) from error


def _failure(error: Any) -> ProviderError:
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS:
            status = status_pb2.Status.FromString(value)
            for detail in status.details:
                failed = provider_pb2.ErrorResourceInitFailed()
                if detail.Unpack(failed):
                    inputs = from_struct(failed.inputs) if failed.HasField("inputs") else None
                    return InitError(failed.id, from_struct(failed.properties), list(failed.reasons), inputs)
    return ProviderError(error.details() or str(error.code()))
