"""The service a running program talks to: it takes registrations in and gives their results back.

Follows `pkg/resource/deploy/source_eval.go` of CLI v3.258.0. Every feature of that CLI is announced, so that a
program which uses one we do not have is refused by us, in words that say what to do, and not by the SDK.
"""
# ruff: noqa: N802 - gRPC names the methods

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2, resource_pb2_grpc

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.errors import EngineError, UnsupportedError
from pulumi_guardduty_sandbox.engine.requests import positions, registration_goal, unsupported
from pulumi_guardduty_sandbox.engine.resource import Goal, Resource
from pulumi_guardduty_sandbox.engine.values import Properties, from_struct, to_struct


class ShutDownError(Exception):
    """The engine takes no more registrations."""


@dataclass(frozen=True)
class Answer:
    """What became of a registration."""

    resource: Resource


@dataclass
class Registration:
    """A resource the program declares."""

    goal: Goal
    answer: "Future[Answer]" = field(default_factory=Future)


@dataclass
class Reading:
    """A resource the program looks up."""

    goal: Goal
    id: str
    answer: "Future[Answer]" = field(default_factory=Future)


@dataclass
class Outputs:
    """The outputs of a component, or of the stack."""

    urn: str
    outputs: Properties
    answer: "Future[None]" = field(default_factory=Future)


@dataclass(frozen=True)
class Finished:
    """The program has declared all it will; an exit code where it has ended."""

    code: int | None = None


@dataclass(frozen=True)
class Wake:
    """Nothing has come, but something has changed."""


@dataclass(frozen=True)
class Refusal:
    """The program asked for what the engine does not do."""

    error: EngineError


Event: TypeAlias = Registration | Reading | Outputs | Finished | Wake | Refusal


@dataclass(frozen=True)
class Surroundings:
    """What a program may ask about the operation it is part of."""

    project: str
    stack: str
    organization: str
    root: Path
    config: dict[str, str]
    secret_keys: frozenset[str]
    dry_run: bool
    parallel: int
    #: Configuration as the default provider gets it.
    provider_inputs: Properties


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """The gRPC service; each call waits in a thread of its own."""

    def __init__(
        self,
        surroundings: Surroundings,
        inbox: "queue.SimpleQueue[Event]",
        find: Callable[[str], Resource | None],
    ) -> None:
        """Put what comes into `inbox`; look up resources of this operation with `find`."""
        self._around, self._inbox, self._find = surroundings, inbox, find
        self._goals: dict[str, Goal] = {}
        self._provider = ""
        self._lock, self._provider_lock = threading.Lock(), threading.Lock()
        self._waiting: set[Future[Any]] = set()
        self._closed = threading.Event()
        self._signalled = False

    def close(self) -> None:
        """Answer whatever waits: the engine shuts down."""
        self._closed.set()
        with self._lock:
            waiting = list(self._waiting)
        for future in waiting:
            if not future.done():
                future.set_exception(ShutDownError())

    def GetDeploymentInfo(self, request: Any, context: Any) -> Any:
        around = self._around
        return resource_pb2.DeploymentInfo(
            project=around.project,
            stack=around.stack,
            organization=around.organization,
            config=around.config,
            configSecretKeys=sorted(around.secret_keys),
            dryRun=around.dry_run,
            parallel=around.parallel,
            supportedFeatures=_FEATURES,
        )

    def SupportsFeature(self, request: Any, context: Any) -> Any:
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _NAMED_FEATURES)

    def RegisterResource(self, request: Any, context: Any) -> Any:
        self._refuse(unsupported(request), context)
        parent = self._goals.get(request.parent)
        try:
            provider = self._default_provider(context) if request.custom else ""
            goal = registration_goal(request, parent, provider, self._around.root)
        except UnsupportedError as error:
            self._refuse(str(error), context, error)
            raise
        answer = self._ask(Registration(goal), context)
        found = answer.resource
        self._goals[found.urn] = goal
        outputs = (found.outputs or {}) if request.custom else {}
        return resource_pb2.RegisterResourceResponse(
            urn=found.urn,
            id=found.id,
            object=to_struct(outputs, unknowns=True, secrets=request.acceptSecrets),
            result=resource_pb2.SUCCESS,
        )

    def _default_provider(self, context: Any) -> str:
        """Reference of the provider of all dynamic resources, registered with the first of them."""
        with self._provider_lock:
            if not self._provider:
                goal = Goal(
                    type=urns.provider_type(urns.DYNAMIC_PACKAGE),
                    name="default",
                    custom=True,
                    properties=dict(self._around.provider_inputs),
                )
                found = self._ask(Registration(goal), context).resource
                self._provider = urns.reference(found.urn, found.id)
            return self._provider

    def ReadResource(self, request: Any, context: Any) -> Any:
        if urns.package_of(request.type) != urns.DYNAMIC_PACKAGE:
            self._refuse(f"reading a {request.type}", context)
        provider = request.provider or self._default_provider(context)
        properties = self._properties(request.properties, context)
        position, trace = positions(request, self._around.root)
        goal = Goal(
            type=request.type,
            name=request.name,
            custom=True,
            properties=properties,
            parent=request.parent,
            provider=provider,
            dependencies=tuple(request.dependencies),
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            source_position=position,
            stack_trace=trace,
        )
        found = self._ask(Reading(goal, request.id), context).resource
        outputs = to_struct(found.outputs or {}, unknowns=True, secrets=request.acceptSecrets)
        return resource_pb2.ReadResourceResponse(urn=found.urn, properties=outputs)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:
        self._ask(Outputs(request.urn, self._properties(request.outputs, context)), context)
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        if request.tok != "pulumi:pulumi:getResource":
            self._refuse(f"the function {request.tok}", context)
        found = self._find(request.args.fields["urn"].string_value)
        if found is None:
            wanted = request.args.fields["urn"].string_value
            context.abort(grpc.StatusCode.UNKNOWN, f"unknown resource {wanted}")
            raise ShutDownError
        properties = {"urn": found.urn, "id": found.id, "state": found.outputs or {}}
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(properties, unknowns=True, secrets=True))
        return response

    def SignalAndWaitForShutdown(self, request: Any, context: Any) -> Any:
        if not self._signalled:
            self._signalled = True
            self._inbox.put(Finished())
        self._closed.wait()
        return empty_pb2.Empty()

    def Call(self, request: Any, context: Any) -> Any:
        self._refuse(f"the method {request.tok}", context)

    def RegisterPackage(self, request: Any, context: Any) -> Any:
        self._refuse(f"the parameterized package {request.name}", context)

    def RegisterStackTransform(self, request: Any, context: Any) -> Any:
        self._refuse("a stack transform", context)

    def RegisterStackInvokeTransform(self, request: Any, context: Any) -> Any:
        self._refuse("an invoke transform", context)

    def RegisterResourceHook(self, request: Any, context: Any) -> Any:
        self._refuse("a resource hook", context)

    def RegisterErrorHook(self, request: Any, context: Any) -> Any:
        self._refuse("an error hook", context)

    def _properties(self, struct: Any, context: Any) -> Properties:
        try:
            return from_struct(struct)
        except UnsupportedError as error:
            self._refuse(str(error), context, error)
            raise

    def _refuse(self, what: str, context: Any, error: EngineError | None = None) -> None:
        if what:
            self._inbox.put(Refusal(error or UnsupportedError(what)))
            self._closed.wait()
            _unavailable(context)

    def _ask(self, event: Any, context: Any) -> Any:
        with self._lock:
            if self._closed.is_set():
                _unavailable(context)
            self._waiting.add(event.answer)
        self._inbox.put(event)
        try:
            return event.answer.result()
        except ShutDownError:
            _unavailable(context)
        finally:
            with self._lock:
                self._waiting.discard(event.answer)


def _unavailable(context: Any) -> NoReturn:
    # The SDK takes this code for the end of the engine and stops the program without a traceback.
    context.abort(grpc.StatusCode.UNAVAILABLE, "resource monitor shut down")
    raise ShutDownError


_FEATURES: Final = [
    value.number
    for value in resource_pb2.ResourceMonitorFeature.DESCRIPTOR.values
    if value.name.removeprefix("RESOURCE_MONITOR_FEATURE_")
    not in ("STATE_MIGRATIONS", "INVOKE_OUTPUT_VALUES", "CALL_OUTPUT_VALUES")
]
_NAMED_FEATURES: Final = frozenset(
    {
        "secrets",
        "resourceReferences",
        "outputValues",
        "aliasSpecs",
        "replacementTrigger",
        "deletedWith",
        "replaceWith",
        "transforms",
        "invokeTransforms",
        "parameterization",
        "resourceHooks",
        "errorHooks",
        "sendsOptionsToHooks",
    }
)
