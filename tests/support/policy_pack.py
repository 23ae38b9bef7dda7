"""Drive rules through Pulumi's own analyzer: the messages the engine sends, the answers it gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto
from pulumi_guardduty_policy.catalogue import RULES
from pulumi_guardduty_policy.framework.adapter import policies
from pulumi_guardduty_policy.framework.memory import Memory
from pulumi_guardduty_policy.views.tokens import RELATED
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer
from pulumi_policy.proxy import UNKNOWN_OBJECT_VALUE, UNKNOWN_STRING_VALUE


UNKNOWN = UNKNOWN_STRING_VALUE
UNKNOWN_OBJECT = UNKNOWN_OBJECT_VALUE

_SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


def secret(value: Any) -> dict[str, Any]:
    """A secret, as the engine writes it on the wire."""
    return {**_SECRET, "value": value}


@dataclass(frozen=True)
class Declared:
    """One resource of a program."""

    type: str
    props: Mapping[str, Any]
    name: str = "it"
    outputs: Mapping[str, Any] | None = None
    """What it becomes; the declared properties where nothing is said."""

    comes_from: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Property to the names of the resources its value is computed from."""

    provider: Mapping[str, Any] | None = None

    @property
    def urn(self) -> str:
        return f"urn:pulumi:dev::p::{self.type}::{self.name}"


@dataclass(frozen=True)
class Answer:
    """What the pack said."""

    violations: list[tuple[str, str]]
    """Policy and message of each; the description that the SDK puts before is cut off."""

    waiting: dict[str, str]
    """Policy and reason of each that is not applicable."""

    urns: list[str]
    levels: list[str]

    @property
    def messages(self) -> list[str]:
        return [message for _, message in self.violations]

    @property
    def reason(self) -> str:
        (reason,) = self.waiting.values()
        return reason

    @property
    def passed(self) -> bool:
        return not self.violations and not self.waiting


class Pack:
    """The policies of one rule, or of all, in a process of their own as it were."""

    def __init__(self, rule: str | None = None, **settings: Any) -> None:
        memory = Memory(RELATED)
        chosen = [one for one in RULES if rule in {None, one.id}]
        assert chosen, f"no rule {rule}"
        self._names = {name for one in chosen for name in one.policy_ids}
        # The engine shows resources to any resource policy: one is there beside a rule that has none.
        beside = [one for one in RULES if one.id == "kms-key-enabled" and one not in chosen]
        self._policies = [policy for one in (*chosen, *beside) for policy in policies(one, memory)]
        self.servicer = _PolicyAnalyzerServicer("guardduty", "0.0.1", self._policies, EnforcementLevel.ADVISORY)
        if settings:
            self.configure({name: settings for one in chosen for name in one.policy_ids})

    def configure(self, config: Mapping[str, Mapping[str, Any]]) -> None:
        request = proto.ConfigureAnalyzerRequest()
        for policy in self._policies:
            chosen = dict(config.get(policy.name, {}))
            level = chosen.pop("enforcementLevel", policy.enforcement_level.value)
            request.policyConfig[policy.name].enforcementLevel = getattr(proto, level.upper())
            request.policyConfig[policy.name].properties.update(chosen)
        self.servicer.Configure(request, None)

    def resource(self, type_: str, props: Mapping[str, Any], name: str = "it", **more: Any) -> Answer:
        """Judge one resource before it is created."""
        return self.declared(Declared(type_, props, name, **more))

    def declared(self, resource: Declared) -> Answer:
        return self._answer(self.servicer.Analyze(_request(resource), None))

    def stack(self, *resources: Declared, shown: bool = True) -> Answer:
        """Judge a stack, after its resources were shown one by one, as the engine does."""
        if shown:
            for resource in resources:
                self.servicer.Analyze(_request(resource), None)
        request = proto.AnalyzeStackRequest(resources=[_related(one, resources) for one in resources])
        return self._answer(self.servicer.AnalyzeStack(request, None))

    def remediate(self, type_: str, props: Mapping[str, Any]) -> dict[str, Any] | None:
        """Let the rules fill in what the program is silent about; None where they change nothing."""
        answer = self.servicer.Remediate(_request(Declared(type_, props)), None)
        if not answer.remediations:
            return None
        return json_format.MessageToDict(answer.remediations[-1].properties)

    def _answer(self, response: Any) -> Answer:
        found = [one for one in response.diagnostics if one.policyName in self._names]
        return Answer(
            violations=[(one.policyName, one.message.removeprefix(one.description).lstrip("\n")) for one in found],
            waiting={one.policy_name: one.reason for one in response.not_applicable if one.policy_name in self._names},
            urns=[one.urn for one in found],
            levels=[proto.EnforcementLevel.Name(one.enforcementLevel).lower() for one in found],
        )


def _request(resource: Declared) -> Any:
    request = proto.AnalyzeRequest(
        type=resource.type, properties=_struct(resource.props), urn=resource.urn, name=resource.name
    )
    if resource.provider is not None:
        request.provider.properties.CopyFrom(_struct(resource.provider))
    return request


def _related(resource: Declared, all_: Sequence[Declared]) -> Any:
    urns = {one.name: one.urn for one in all_}
    outputs = resource.props if resource.outputs is None else resource.outputs
    made = proto.AnalyzerResource(type=resource.type, properties=_struct(outputs), urn=resource.urn, name=resource.name)
    if resource.provider is not None:
        made.provider.properties.CopyFrom(_struct(resource.provider))
    for name, origins in resource.comes_from.items():
        made.propertyDependencies[name].urns.extend(urns[origin] for origin in origins)
        made.dependencies.extend(urns[origin] for origin in origins)
    return made


def _struct(value: Mapping[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(dict(value))
    return made
