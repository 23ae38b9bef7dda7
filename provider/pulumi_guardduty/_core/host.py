"""Lifts what Pulumi's dynamic-provider host holds back, as far as the installed SDK lets it.

As shipped, the host runs four calls at a time, prints tracebacks, forgets a resource whose create fails late, and
shows no detailed diff. Each hook here looks for the private name it needs, and where the SDK has changed says once
what is lost; nothing else in the package touches a private name. Correctness never rests on a hook: with
``PULUMI_GUARDDUTY_HOOKS=off`` every one is off and client tokens alone keep a stack convergent.
"""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import grpc
from pulumi.runtime import proto, rpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, status_pb2

from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call


#: Calls that may run at once; the engine's own --parallel limits them further.
WORKERS: Final = 64

#: Environment variable that turns every hook off.
SWITCH: Final = "PULUMI_GUARDDUTY_HOOKS"

_LOCK = threading.Lock()
_DONE: set[str] = set()


def enabled() -> bool:
    """Whether the hooks may be used."""
    return os.environ.get(SWITCH, "on").lower() not in {"off", "0", "false", "no"}


def lift() -> None:
    """Install every hook that is not installed yet; says once what this SDK no longer allows."""
    main: Any = sys.modules.get("__main__")
    if not enabled() or getattr(getattr(main, "__spec__", None), "name", "") != "pulumi.dynamic.__main__":
        return
    with _LOCK:
        if "lifted" in _DONE:
            return
        _DONE.add("lifted")
        lost = [what for hook, what in _HOOKS if not hook(main)]
    if lost:
        _log("WARNING", f"this version of the Pulumi SDK does without {', '.join(lost)}", "")


def _widen(_main: Any) -> bool:
    """Let more than four calls run at once: the pool is a local of the host's `main()`."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)  # noqa: SLF001
    while frame is not None:
        pool = getattr(getattr(frame.f_locals.get("server"), "_state", None), "thread_pool", None)
        if pool is not None and isinstance(getattr(pool, "_max_workers", None), int):
            pool._max_workers = max(pool._max_workers, WORKERS)  # noqa: SLF001
            return True
        frame = frame.f_back
    return False


class _OneLine:
    """Stands for the host's `traceback` module: an error we raise on purpose is its message, any other a trace."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def format_exc(self, *args: Any, **kwargs: Any) -> str:
        error = sys.exc_info()[1]
        if isinstance(error, errors.GuardDutyProviderError):
            return str(error)
        return str(self._real.format_exc(*args, **kwargs))


def _one_line_errors(main: Any) -> bool:
    if not hasattr(main, "traceback"):
        return not hasattr(main, "_abort_with_traceback")
    main.traceback = _OneLine(main.traceback)
    return True


class _DiffResponse:
    """Stands for the message `DiffResponse`: one that is made in the host carries our result's properties."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real.DiffResponse, name)

    def __call__(self, **fields: Any) -> Any:
        result = sys._getframe(1).f_locals.get("result")  # noqa: SLF001
        detailed: Mapping[str, str] = getattr(result, "detailed", {})
        if detailed:
            kinds = self._real.PropertyDiff.Kind
            fields["detailedDiff"] = {
                name: self._real.PropertyDiff(kind=kinds.Value(kind)) for name, kind in detailed.items()
            }
            fields["hasDetailedDiff"] = True
            fields["diffs"] = list(detailed)
        return self._real.DiffResponse(**fields)


class _WithDetails:
    """Stands for the host's `proto` module, with that one message replaced."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.DiffResponse = _DiffResponse(real)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _detailed_diffs(main: Any) -> bool:
    if not hasattr(getattr(main, "proto", None), "DiffResponse") or not hasattr(main.proto, "PropertyDiff"):
        return False
    main.proto = _WithDetails(main.proto)
    return True


def _requests(main: Any) -> bool:
    """Whether a handler can see the raw request: its timeout, its URN, and a way to keep what is half made."""
    servicer = getattr(main, "DynamicResourceProviderServicer", None)
    names = getattr(getattr(servicer, "Create", None), "__wrapped__", getattr(servicer, "Create", None))
    code = getattr(names, "__code__", None)
    return code is not None and {"request", "context"} <= set(code.co_varnames)


_HOOKS: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (_widen, "more than four operations at a time"),
    (_one_line_errors, "one-line errors (a traceback is printed instead)"),
    (_detailed_diffs, "per-property diffs"),
    (_requests, "custom timeouts, and keeping a resource whose create fails late"),
)


def _request() -> tuple[Any, Any] | None:
    """The raw request and its context, from the frames of the call that is running."""
    if not enabled():
        return None
    frame = sys._getframe(1)  # noqa: SLF001
    while frame is not None:
        context, request = frame.f_locals.get("context"), frame.f_locals.get("request")
        if request is not None and hasattr(context, "set_trailing_metadata"):
            return request, context
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame has none
    return None


def call(config: Mapping[str, Any]) -> Call:
    """What is known of the call that is running."""
    found = _request()
    request = found[0] if found else None
    urn = str(getattr(request, "urn", ""))
    seconds = float(getattr(request, "timeout", 0.0)) or None
    return Call(
        config=config,
        timeout_seconds=seconds,
        say=lambda line: _log("INFO", line, urn),
        warn=lambda line: _log("WARNING", line, urn),
        urn=urn,
    )


def keep(resource_id: str, outputs: Mapping[str, Any], reason: str) -> None:
    """Have the engine keep a resource that exists but is not healthy, in state, with `reason`."""
    found = _request()
    if found is None:
        return
    request, context = found
    inputs = getattr(request, "properties", None) if hasattr(request, "properties") else request.news
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=reason)
    status.details.add().Pack(
        proto.ErrorResourceInitFailed(id=resource_id, properties=_struct(outputs), reasons=[reason], inputs=inputs)
    )
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))


def plain(error: errors.GuardDutyProviderError) -> errors.GuardDutyProviderError:
    """`error`, its text also set as the call's details for SDKs that do not format a trace."""
    found = _request()
    if found is not None and hasattr(found[1], "set_details"):
        found[1].set_details(str(error))
    return error


def _struct(outputs: Mapping[str, Any]) -> Any:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(rpc.serialize_properties(dict(outputs), {}))
    finally:
        loop.close()


@contextlib.contextmanager
def _engine() -> Iterator[Any]:
    # The host is started as `python -m pulumi.dynamic <engine address>`.
    with grpc.insecure_channel(sys.argv[1]) as channel:
        yield engine_pb2_grpc.EngineStub(channel)


def _log(severity: str, line: str, urn: str) -> None:
    text = f"pulumi-guardduty: {line}" if not urn else line
    try:
        with _engine() as engine:
            request = engine_pb2.LogRequest(severity=engine_pb2.LogSeverity.Value(severity), message=text, urn=urn)
            engine.Log(request, timeout=5)
    except (IndexError, grpc.RpcError, ValueError):
        # No engine to tell: the host's standard error reaches a person too.
        print(f"{severity.lower()}: {text}", file=sys.stderr, flush=True)  # noqa: T201
