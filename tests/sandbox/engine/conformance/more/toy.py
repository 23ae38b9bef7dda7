"""The toy cloud with what the plain one lacks: init failures, detailed diffs, and timeouts in the log.

Replaces `toy.py` of the program; the plain one lies beside it as `plain_toy.py`.
"""

import json
import sys
from typing import Any

import plain_toy
from plain_toy import Toy as PlainToy
from plain_toy import ToyProvider, log
from pulumi.runtime.proto import provider_pb2, status_pb2


def call() -> Any:
    """The gRPC request and context of the call that is being answered."""
    frame = sys._getframe(1)
    while frame is not None:
        context, request = frame.f_locals.get("context"), frame.f_locals.get("request")
        if hasattr(context, "set_trailing_metadata") and request is not None:
            return request, context
        frame = frame.f_back
    raise LookupError("no call is being answered")


def fail_init(id_: str, outs: dict[str, Any], reasons: list[str]) -> None:
    _, context = call()
    failed = provider_pb2.ErrorResourceInitFailed(id=id_, reasons=reasons)
    for key, value in outs.items():
        failed.properties[key] = value
    status = status_pb2.Status(code=2, message="; ".join(reasons))
    status.details.add().Pack(failed)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    raise RuntimeError("; ".join(reasons))


class LabProvider(ToyProvider):
    def create(self, props):
        request, _ = call()
        if request.timeout:
            log("timeout", of="create", n=props["n"], seconds=request.timeout)
        result = super().create(props)
        if props.get("init_create"):
            result.outs["__provider"] = props["__provider"]
            fail_init(result.id, json.loads(json.dumps(result.outs)), ["not healthy: " + props["n"], "not at all"])
        return result

    def update(self, id_, olds, news):
        request, _ = call()
        if request.timeout:
            log("timeout", of="update", id=id_, seconds=request.timeout)
        result = super().update(id_, olds, news)
        if news.get("init_update"):
            result.outs["__provider"] = news["__provider"]
            fail_init(id_, json.loads(json.dumps(result.outs)), ["not healthy: " + id_])
        return result

    def delete(self, id_, props):
        request, _ = call()
        if request.timeout:
            log("timeout", of="delete", id=id_, seconds=request.timeout)
        super().delete(id_, props)

    def diff(self, id_, olds, news):
        found = super().diff(id_, olds, news)
        if "detail" not in news:
            return found
        found.detail = news["detail"]
        return found


class DetailedResponse:
    """Makes answers to diff, with the details of the result that the provider process is about to send."""

    def __getattr__(self, name: str) -> Any:
        return getattr(provider_pb2.DiffResponse, name)

    def __call__(self, **fields: Any) -> Any:
        response = provider_pb2.DiffResponse(**fields)
        detail = getattr(sys._getframe(1).f_locals.get("result"), "detail", None)
        if detail is not None:
            response.hasDetailedDiff = True
            for path, kind in detail.items():
                response.detailedDiff[path].kind = provider_pb2.PropertyDiff.Kind.Value(kind)
        return response


class DetailedProto:
    """Stands for the module `proto` in the provider process."""

    DiffResponse = DetailedResponse()

    def __init__(self, proto: Any) -> None:
        self._proto = proto

    def __getattr__(self, name: str) -> Any:
        return getattr(self._proto, name)


main = sys.modules["__main__"]
if hasattr(main, "DynamicResourceProviderServicer") and not isinstance(main.proto, DetailedProto):
    main.proto = DetailedProto(main.proto)


class Toy(PlainToy, module="fake", name="Thing"):
    def __init__(self, name, props, opts=None):
        provider, plain_toy.ToyProvider = plain_toy.ToyProvider, LabProvider
        try:
            super().__init__(name, props, opts)
        finally:
            plain_toy.ToyProvider = provider
