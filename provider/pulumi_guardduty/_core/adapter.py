"""The dynamic door: Pulumi's dynamic providers in front of the handlers.

It turns requests into plain values and back, and holds no logic of its own.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

import pulumi
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)
from pulumi.runtime import rpc

from pulumi_guardduty import errors, loader
from pulumi_guardduty._core import host
from pulumi_guardduty._core.identity import identity_token
from pulumi_guardduty._core.unknown import UNKNOWN, Unknown


PROVIDER = "__provider"

#: Keys of the stack's config that say how to reach AWS.
_CONFIG = ("aws:region", "aws:profile", "aws:assumeRoles")

#: Keys of the `aws` argument as a program spells them, and on the wire.
_SETTINGS = {"role_arn": "roleArn", "external_id": "externalId", "session_name": "sessionName"}

_Answer = TypeVar("_Answer")


class DetailedDiffResult(DiffResult):
    """A diff that also carries its properties, for the host to pass on where it can."""

    detailed: Mapping[str, str]


class DynamicProvider(ResourceProvider):
    """One kind of resource behind Pulumi's dynamic-provider calls.

    State holds it as a reference to `loader.load` and the kind, never as code.
    """

    #: It holds no secret, so state may show it in the clear.
    serialize_as_secret_always = False

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._config: dict[str, Any] = {}

    def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
        return loader.load, (self._kind,)

    def configure(self, req: ConfigureRequest) -> None:
        self._config = {key: value for key in _CONFIG if (value := req.config.get(key)) is not None}
        host.lift()

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        inputs, failures = self._run(lambda h, call: h.check(_plain(_olds), _plain(news), call))
        return CheckResult(_wire(inputs), [CheckFailure(failure.property, failure.reason) for failure in failures])

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        found, inputs = self._run(lambda h, call: (h.diff(_plain(_olds), _plain(_news), call), h.input_names))
        # State written by another door, or by an older release, is brought to this one's form by an update that
        # makes no AWS call.
        rewritten = _olds.get(PROVIDER) != _news.get(PROVIDER)
        result = DetailedDiffResult(
            changes=bool(found.changed or found.rewrites) or rewritten,
            replaces=sorted(found.replaces),
            delete_before_replace=bool(found.replaces) and found.delete_first,
        )
        result.detailed = {
            name: _kind_of_change(_olds.get(name), _news.get(name), name in inputs, name in found.replaces)
            for name in sorted(found.changed | found.rewrites)
        }
        return result

    def create(self, props: dict[str, Any]) -> CreateResult:
        resource_id, outputs = self._run(lambda h, call: h.create(_plain(props), call), props)
        return CreateResult(resource_id, outputs)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        found = self._run(lambda h, call: h.read(id_, _plain(props), call))
        if found is None:
            if "accountId" not in props:
                # Only what state recorded has it: this is a program's `get`, for which silence would be a lie.
                raise errors.InvalidInputError(
                    f"there is no {self._kind} with the id {id_!r} in this account and region; correct the id, or "
                    "declare the resource without one to have it created"
                )
            return ReadResult("", {})
        outputs, inputs = found
        return ReadResult(id_, outputs, inputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        outputs = self._run(lambda h, call: h.update(_id, _plain(_olds), _plain(_news), call), _news)
        return UpdateResult(outputs)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        self._run(lambda h, call: h.delete(_id, _plain(_props), call))

    def _run(self, step: Callable[[Any, Any], _Answer], news: Mapping[str, Any] | None = None) -> _Answer:
        try:
            return step(loader.handlers(self._kind), host.call(self._config))
        except loader.UnknownKindError as error:
            raise host.plain(errors.InvalidInputError(str(error))) from None
        except errors.NotReadyError as error:
            host.keep(error.resource_id, {**error.outputs, PROVIDER: (news or {}).get(PROVIDER)}, error.reason)
            # What botocore raised underneath is noise in the trace that a dynamic provider prints.
            raise host.plain(error) from None
        except errors.GuardDutyProviderError as error:
            raise host.plain(error) from None


def _plain(value: Any) -> Any:
    """`value` with the engine's two forms of "unknown" as the one marker, and without the provider."""
    if value == rpc.UNKNOWN or isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key != PROVIDER}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _wire(value: Any) -> Any:
    """The reverse of `_plain`."""
    if isinstance(value, Unknown):
        return rpc.UNKNOWN
    if isinstance(value, Mapping):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list) else value


def _kind_of_change(old: Any, new: Any, declared: bool, replaces: bool) -> str:
    changed = "ADD" if old is None else "UPDATE"
    kind = "DELETE" if declared and new is None else changed
    return f"{kind}_REPLACE" if replaces else kind


class DynamicResource(Resource):
    """Base of the classes a program declares.

    A subclass annotates each property once, as ``name: pulumi.Output[...] = pulumi.property("wireName")``; inputs and
    outputs share the annotation, and only these names are translated, never the keys inside a value.
    """

    _arguments: ClassVar[type[dict[str, Any]]]

    def __init_subclass__(cls, name: str = "Resource", module: str = "guardduty", **kwargs: Any) -> None:
        super().__init_subclass__(module=module, name=name, **kwargs)
        own = {
            key: value
            for base in reversed(cls.__mro__)
            if issubclass(base, DynamicResource)
            for key, value in inspect.get_annotations(base).items()
            if hasattr(base, key) and not key.startswith("_")
        }
        # The SDK looks at a class's own annotations only: an inherited output of two words would stay None.
        cls.__annotations__ = {**own, **inspect.get_annotations(cls)}
        for key in own:
            setattr(cls, key, getattr(cls, key))
        body = {key: pulumi.property(_wire_name(cls, key)) for key in own}
        arguments = type(f"{cls.__name__}Args", (dict,), {"__annotations__": dict.fromkeys(own, Any), **body})
        cls._arguments = pulumi.input_type(arguments)

    @classmethod
    def get(
        cls,
        resource_name: str,
        id: pulumi.Input[str],  # noqa: A002 - Pulumi's name
        opts: pulumi.ResourceOptions | None = None,
        *,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[Mapping[str, Any]] | None = None,
    ) -> Self:
        """Look up a resource that exists, without managing it: it is never changed, nor deleted.

        Args:
            resource_name: The resource's name in the stack.
            id: Its id, as `pulumi stack` or another tool shows it.
            opts: Pulumi's resource options.
            region: Region; without it the stack's ``aws:region``, else the AWS chain's.
            aws: ``{"profile", "role_arn", "external_id", "session_name"}``, each optional.
        """
        found = cls.__new__(cls)
        options = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        DynamicResource.__init__(found, resource_name, {"region": region, "aws": aws}, options)
        return found

    def __init__(self, name: str, props: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        kind = type(self)._resource_type_name.rpartition(":")[2]  # noqa: SLF001 - set by the base class for its own use
        arguments = self._arguments.__new__(self._arguments)
        for key in self._arguments.__annotations__:
            arguments[key] = props.get(key)
        arguments["aws"] = renamed(props.get("aws"), _SETTINGS)
        reading = opts is not None and opts.id is not None
        if "client_token" in props and props["client_token"] is None and not reading:
            arguments["client_token"] = _token(f"guardduty:index:{kind}", name, opts.parent if opts else None)
        both_doors = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=f"guardduty:index:{kind}")])
        super().__init__(loader.load(kind), name, arguments, pulumi.ResourceOptions.merge(opts, both_doors))


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """`value`, a mapping or a list of them, with its own keys by their wire names; nothing deeper is translated."""
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(lambda known: renamed(known, names))
    if isinstance(value, Mapping):
        return {names.get(key, key): item for key, item in value.items()}
    return [renamed(item, names) for item in value] if isinstance(value, list | tuple) else value


def json_text(value: Any) -> Any:
    """`value` as JSON text, unless it is text already; what it holds may be known only later."""
    if isinstance(value, pulumi.Output) or inspect.isawaitable(value):
        return pulumi.Output.from_input(value).apply(json_text)
    return pulumi.Output.json_dumps(value) if isinstance(value, Mapping | list) else value


def _wire_name(cls: type, key: str) -> str:
    declared = getattr(cls, key)
    return str(getattr(declared, "name", None) or key)


def _token(kind: str, name: str, parent: pulumi.Resource | None) -> str | Awaitable[str]:
    # Under mocks a program may run without an organization.
    where = (pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack())
    here = (*(part or "" for part in where), kind, name)
    if parent is None:
        return identity_token(here)

    async def below_parent() -> str:
        # Awaited, not applied: the token must not make the resource depend on its parent's children.
        return identity_token((*here, str(await parent.urn.future())))

    return below_parent()
