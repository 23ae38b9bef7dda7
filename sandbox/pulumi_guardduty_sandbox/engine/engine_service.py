"""The service that programs, providers and policy packs log to."""
# ruff: noqa: N802 - gRPC names the methods

import re
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc
from semver import Version

from pulumi_guardduty_sandbox.engine.backend import CLI_VERSION
from pulumi_guardduty_sandbox.engine.listener import Listener, Severity


_SEVERITIES: Final[dict[int, Severity]] = {
    engine_pb2.DEBUG: "debug",
    engine_pb2.INFO: "info",
    engine_pb2.WARNING: "warning",
    engine_pb2.ERROR: "error",
}


class EngineService(engine_pb2_grpc.EngineServicer):
    """The gRPC service."""

    def __init__(self, listener: Listener) -> None:
        self._listener, self._root = listener, ""

    def Log(self, request: Any, context: Any) -> Any:
        severity = _SEVERITIES[request.severity]
        if severity != "debug":
            self._listener.message(severity, request.urn, request.message)
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: Any) -> Any:
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def SetRootResource(self, request: Any, context: Any) -> Any:
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, request: Any, context: Any) -> Any:
        wanted = request.pulumi_version_range
        if not satisfies(CLI_VERSION.removeprefix("v"), wanted):
            context.abort(
                grpc.StatusCode.FAILED_PRECONDITION,
                f"Pulumi CLI version {CLI_VERSION}, which the embedded engine follows, does not satisfy the version "
                f"range {wanted!r}",
            )
        return engine_pb2.RequirePulumiVersionResponse()


def satisfies(version: str, wanted: str) -> bool:
    """Whether `version` is in a range such as ``>=3.0.0 !3.1.2 || >4.0.0``."""
    found = Version.parse(version)
    return any(
        all(_holds(found, *match) for match in re.findall(r"(>=|<=|!=|==|>|<|=|!)?\s*v?([0-9][^\s]*)", alternative))
        for alternative in wanted.split("||")
    )


def _holds(found: Version, operator: str, text: str) -> bool:
    order = found.compare(text)
    return {
        ">=": order >= 0,
        "<=": order <= 0,
        ">": order > 0,
        "<": order < 0,
        "!": order != 0,
        "!=": order != 0,
    }.get(operator, order == 0)
