"""A policy pack in its own process, asked as the CLI asks it.

The process is ``python -u -m pulumi.policy <engine> <folder>`` in the pack's folder. Calls follow
`pkg/resource/plugin/analyzer_plugin.go` of CLI v3.258.0.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
import yaml
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from pulumi_guardduty_sandbox.engine import policy_config
from pulumi_guardduty_sandbox.engine.errors import EngineError, StateError, UnsupportedError
from pulumi_guardduty_sandbox.engine.plugin import Plugin
from pulumi_guardduty_sandbox.engine.policy_config import PolicyConfig, PolicyInfo
from pulumi_guardduty_sandbox.engine.project import interpreter
from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.values import Properties, from_struct, to_struct


_LEVELS: Final = {
    analyzer_pb2.ADVISORY: "advisory",
    analyzer_pb2.MANDATORY: "mandatory",
    analyzer_pb2.DISABLED: "disabled",
    analyzer_pb2.REMEDIATE: "remediate",
}
_NUMBERS: Final = {name: number for number, name in _LEVELS.items()}


@dataclass(frozen=True)
class Subject:
    """A resource as policies see it."""

    resource: Resource
    #: Its inputs when it is judged alone, its outputs when the stack is.
    properties: Properties
    delete_before_replace: bool | None
    provider: Resource | None


@dataclass(frozen=True)
class Finding:
    """What one policy says."""

    policy: str
    pack: str
    level: str
    urn: str
    text: str


@dataclass(frozen=True)
class Remedy:
    """What one policy makes of a resource's inputs; with a text, why it could not."""

    policy: str
    pack: str
    text: str
    properties: Properties


class PolicyPack:
    """The pack, started and configured."""

    def __init__(
        self,
        folder: Path,
        config: Path | None,
        *,
        engine_address: str,
        surroundings: Mapping[str, Any],
        env: Mapping[str, str],
        say: Callable[[str], None],
        complain: Callable[[str], None],
    ) -> None:
        """Start the pack in `folder` with the configuration in the file `config`.

        Raises:
            StateError: The folder holds no pack, or the configuration is not one it takes.
            ProcessError: It does not start.
        """
        python = _python(folder)
        self._plugin = Plugin(
            f"the policy pack {folder}",
            [python, "-u", "-m", "pulumi.policy", engine_address, str(folder.resolve())],
            cwd=folder,
            env={
                **env,
                "PULUMI_ORGANIZATION": surroundings["organization"],
                "PULUMI_PROJECT": surroundings["project"],
                "PULUMI_STACK": surroundings["stack"],
                "PULUMI_DRY_RUN": json.dumps(surroundings["dry_run"]),
                "PULUMI_CONFIG": json.dumps(surroundings["config"]),
            },
            say=say,
            complain=complain,
        )
        self._stub = analyzer_pb2_grpc.AnalyzerStub(self._plugin.channel)
        try:
            self._configure(folder, config, surroundings)
        except BaseException:
            self.close()
            raise

    def _configure(self, folder: Path, config: Path | None, surroundings: Mapping[str, Any]) -> None:
        self._ask(self._stub.ConfigureStack, analyzer_pb2.AnalyzerStackConfigureRequest(**surroundings))
        info = self._ask(self._stub.GetAnalyzerInfo, empty_pb2.Empty())
        self.name = info.name
        given = policy_config.read(config) if config is not None else {}
        if not info.supportsConfig:
            if given:
                raise StateError(f"the policy pack {folder} does not support configuration: leave it out")
            return
        policies = [_info(policy) for policy in info.policies]
        initial = {name: _from_message(message) for name, message in info.initialConfig.items()}
        reconciled = policy_config.reconciled(policies, initial, given)
        messages = {name: _to_message(found) for name, found in reconciled.items()}
        self._ask(self._stub.Configure, analyzer_pb2.ConfigureAnalyzerRequest(policyConfig=messages))

    def close(self) -> None:
        """End it."""
        self._plugin.close()

    def remediate(self, subject: Subject) -> list[Remedy]:
        """Have inputs put right, policy by policy."""
        answer = self._ask(self._stub.Remediate, _request(subject, internal=True))
        if answer is None:
            return []
        return [
            Remedy(found.policyName, found.policyPackName, found.diagnostic, from_struct(found.properties))
            for found in answer.remediations
        ]

    def analyze(self, subject: Subject) -> list[Finding]:
        """Judge one resource."""
        answer = self._ask(self._stub.Analyze, _request(subject, internal=False))
        return _findings(answer)

    def analyze_stack(self, subjects: Iterable[Subject]) -> list[Finding]:
        """Judge a stack."""
        resources = [_stack_resource(subject) for subject in subjects]
        answer = self._ask(self._stub.AnalyzeStack, analyzer_pb2.AnalyzeStackRequest(resources=resources))
        return _findings(answer)

    def _ask(self, call: Callable[[Any], Any], request: Any) -> Any:
        """The answer of a call, None where the pack does not know it."""
        try:
            return call(request)
        except grpc.RpcError as error:
            code, details = error.code(), error.details()
            if code is grpc.StatusCode.UNIMPLEMENTED:
                return None
            raise EngineError(f"failed to run policy: {details}") from error


def _python(folder: Path) -> str:
    try:
        document = yaml.safe_load((folder / "PulumiPolicy.yaml").read_text())
    except (OSError, yaml.YAMLError) as error:
        raise StateError(f"{folder} holds no policy pack: {error}") from error
    runtime = document.get("runtime", "")
    options = runtime.get("options", {}) if isinstance(runtime, dict) else {}
    name = runtime.get("name", "") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise UnsupportedError(f"a policy pack of the runtime {name!r}")
    return interpreter(folder, options)


def _info(policy: Any) -> PolicyInfo:
    schema = policy.configSchema
    properties = json_format.MessageToDict(schema.properties)
    return PolicyInfo(policy.name, _LEVELS[policy.enforcementLevel], properties, tuple(schema.required))


def _from_message(message: Any) -> PolicyConfig:
    properties = json_format.MessageToDict(message.properties)
    return PolicyConfig(_LEVELS[message.enforcementLevel], properties)


def _to_message(config: PolicyConfig) -> Any:
    properties = struct_pb2.Struct()
    properties.update(dict(config.properties))
    return analyzer_pb2.PolicyConfig(enforcementLevel=_NUMBERS[config.level], properties=properties)


def _request(subject: Subject, *, internal: bool) -> Any:
    return analyzer_pb2.AnalyzeRequest(**_described(subject, internal=internal))


def _described(subject: Subject, *, internal: bool) -> dict[str, Any]:
    found = {
        "urn": subject.resource.urn,
        "type": subject.resource.type,
        "name": subject.resource.name,
        "properties": _struct(subject.properties, internal=internal),
        "options": _options(subject),
    }
    provider = subject.provider
    if provider is not None:
        found["provider"] = analyzer_pb2.AnalyzerProviderResource(
            urn=provider.urn,
            type=provider.type,
            name=provider.name,
            properties=_struct(provider.inputs, internal=False),
        )
    return found


def _struct(properties: Properties, *, internal: bool) -> Any:
    shown = {key: value for key, value in properties.items() if internal or not key.startswith("__")}
    return to_struct(shown, unknowns=True, secrets=True)


def _options(subject: Subject) -> Any:
    resource, first = subject.resource, subject.delete_before_replace
    return analyzer_pb2.AnalyzerResourceOptions(
        protect=resource.protect,
        ignoreChanges=resource.ignore_changes,
        deleteBeforeReplace=bool(first),
        deleteBeforeReplaceDefined=first is not None,
        additionalSecretOutputs=resource.additional_secret_outputs,
        aliases=resource.aliases,
        customTimeouts=analyzer_pb2.AnalyzerResourceOptions.CustomTimeouts(**vars(resource.timeouts)),
        parent=resource.parent,
    )


def _stack_resource(subject: Subject) -> Any:
    resource = subject.resource
    links = {
        key: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns)
        for key, urns in resource.property_dependencies.items()
        if urns
    }
    return analyzer_pb2.AnalyzerResource(
        parent=resource.parent,
        dependencies=resource.dependencies,
        propertyDependencies=links,
        **_described(subject, internal=False),
    )


def _findings(answer: Any) -> list[Finding]:
    if answer is None:
        return []
    return [
        Finding(found.policyName, found.policyPackName, _LEVELS[found.enforcementLevel], found.urn, found.message)
        for found in answer.diagnostics
    ]
