"""Provider processes that start in milliseconds, so that a test can afford to kill hundreds of them.

One process loads all that a dynamic provider's process loads: the SDK's own servicer (`pulumi.dynamic.__main__`), the
provider, its models, boto3's clients. Every operation of an engine then gets a copy of it (`fork`) of its own, with
memory, hooks and clients of its own, which serves the engine's gRPC requests over a socket and can be killed like any
process. What differs from a real one: gRPC's transport is a pickled pipe, and no interpreter is started.

As a script (``python forked_provider.py <socket>``) this is that process; imported, the way to it.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import util
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any, Literal, NoReturn

import grpc
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2
from pulumi_guardduty import loader
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty_sandbox.engine.provider import ProviderProcess


@dataclass(frozen=True)
class Cut:
    """Where an operation is cut off: at its call to AWS of this number, counted from 1.

    Attributes:
        call: Number of the call.
        when: Before AWS gets the call, or after it has answered, the answer unseen.
        how: The process is killed there, or the connection is lost and the provider told so.
    """

    call: int
    when: Literal["before", "after"]
    how: Literal["killed", "lost"]


# --- the engine's side ------------------------------------------------------------------------------------------


class LostError(grpc.RpcError):
    """What gRPC raises when the process is gone, or when it answers with an error."""

    def __init__(self, code: Any, details: str, metadata: Any = ()) -> None:
        super().__init__(details)
        self._code, self._details, self._metadata = code, details, metadata

    def code(self) -> Any:
        return self._code

    def details(self) -> str:
        return self._details

    def trailing_metadata(self) -> Any:
        return self._metadata


class ForkedProvider(ProviderProcess):
    """One provider process, to the embedded engine."""

    def __init__(self, connection: Connection, on_death: Callable[[], None]) -> None:
        self._connection = connection
        self._stub = _Stub(connection, on_death)

    @property
    def calls(self) -> int:
        """How many calls to AWS it has made, as far as it has told."""
        return self._stub.calls

    def close(self) -> None:
        self._connection.close()


class _Stub:
    def __init__(self, connection: Connection, on_death: Callable[[], None]) -> None:
        self._connection, self._on_death = connection, on_death
        self.calls = 0

    def __getattr__(self, method: str) -> Any:
        return lambda request: self._ask(method, request)

    def _ask(self, method: str, request: Any) -> Any:
        try:
            self._connection.send((method, request.SerializeToString()))
            answer = self._connection.recv()
        except (EOFError, OSError):
            self._on_death()
            raise LostError(grpc.StatusCode.UNAVAILABLE, "error reading from server: EOF") from None
        self.calls = answer["calls"]
        if "error" in answer:
            raise LostError(*answer["error"])
        return _ANSWERS[method].FromString(answer["ok"])


_REQUESTS = {
    name: getattr(provider_pb2, f"{name}Request")
    for name in ("Check", "Configure", "Create", "Delete", "Diff", "Read", "Update")
} | {"Cancel": empty_pb2.Empty}
_ANSWERS = {
    name: getattr(provider_pb2, f"{name}Response")
    for name in ("Check", "Configure", "Create", "Diff", "Read", "Update")
} | {"Cancel": empty_pb2.Empty, "Delete": empty_pb2.Empty}


@dataclass(frozen=True)
class Nursery:
    """The loaded process that all others are copies of."""

    address: str

    def start(
        self, *, hooks: bool = True, cut: Cut | None = None, on_death: Callable[[], None] = lambda: None
    ) -> ForkedProvider:
        """A provider process, to be cut off at `cut`; `on_death` is called before the engine learns of its death."""
        connection = Client(self.address, family="AF_UNIX")
        connection.send({"hooks": hooks, "cut": cut})
        return ForkedProvider(connection, on_death)


@contextlib.contextmanager
def running_nursery(environment: Mapping[str, str], folder: Path) -> Iterator[Nursery]:
    """Load it once; it ends with this process, whatever happens."""
    address = str(folder / "nursery")
    # One attempt a call: a lost answer is the provider's to deal with.
    env = {**os.environ, **environment, "AWS_MAX_ATTEMPTS": "1"}
    process = subprocess.Popen([sys.executable, __file__, address], env=env, stdin=subprocess.PIPE)
    try:
        while not Path(address).exists():
            assert process.poll() is None, "the provider process did not load"
            time.sleep(0.01)
        yield Nursery(address)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


# --- the provider's side ----------------------------------------------------------------------------------------


class _AbortedError(Exception):
    """The servicer has answered with an error."""


class _Context:
    """What a servicer uses of gRPC's context."""

    def __init__(self) -> None:
        self.metadata: Any = ()
        self.details = ""

    def set_trailing_metadata(self, metadata: Any) -> None:
        self.metadata = metadata

    def set_details(self, details: str) -> None:
        self.details = details

    def abort(self, code: Any, details: str) -> NoReturn:
        self.details = details
        raise _AbortedError(code)


def dynamic_host(source: str | None = None) -> Any:
    """The module that `python -m pulumi.dynamic` runs, or of this `source`, but for its last line, which serves."""
    spec = util.find_spec("pulumi.dynamic.__main__")
    assert spec is not None
    assert spec.origin is not None
    source = source or Path(spec.origin).read_text()
    assert source.rstrip().endswith("\nmain()")
    module = types.ModuleType("__main__")
    module.__spec__ = spec
    exec(compile(source.rstrip().removesuffix("main()"), spec.origin, "exec"), vars(module))
    return module


def _warm() -> None:
    """Have everything loaded that an operation would load."""
    for kind in loader.KINDS:
        loader.load(kind)
        loader.handlers(kind)
    for region in ("us-east-1", "eu-west-1"):
        aws = AwsAccess(region, None, {})
        for service in ("guardduty", "s3", "kms", "sts"):
            getattr(aws, service)


def _count_calls(cut: Cut | None) -> list[int]:
    """Count what is sent to AWS, and cut it off where that is ordered."""
    count, send = [0], URLLib3Session.send

    def struck(request: Any) -> None:
        assert cut is not None
        if cut.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ConnectionClosedError(endpoint_url=request.url)

    def counted(session: Any, request: Any) -> Any:
        count[0] += 1
        here = cut is not None and count[0] == cut.call
        if here and cut.when == "before":
            struck(request)
        answer = send(session, request)
        if here:
            struck(request)
        return answer

    URLLib3Session.send = counted
    return count


def _serve(connection: Connection, servicer: Any) -> None:
    order = connection.recv()
    os.environ["PULUMI_GUARDDUTY_HOOKS"] = "on" if order["hooks"] else "off"
    count = _count_calls(order["cut"])
    # Where the hook that widens the pool finds gRPC's server in the real process.
    server = types.SimpleNamespace(_state=types.SimpleNamespace(thread_pool=types.SimpleNamespace(_max_workers=4)))
    while server:
        try:
            method, request = connection.recv()
        except EOFError:
            return
        context = _Context()
        try:
            answer = getattr(servicer, method)(_REQUESTS[method].FromString(request), context)
            connection.send({"ok": answer.SerializeToString(), "calls": count[0]})
        except _AbortedError as aborted:
            error = (aborted.args[0], context.details, context.metadata)
            connection.send({"error": error, "calls": count[0]})


def _main() -> None:
    address = sys.argv[1]
    sys.argv = ["pulumi.dynamic"]
    # The hooks look for their places in the main module.
    sys.modules["__main__"] = dynamic_host()
    servicer = sys.modules["__main__"].DynamicResourceProviderServicer()
    _warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with Listener(address, family="AF_UNIX", backlog=16) as listener:
        waiting = listener._listener._socket
        while True:
            ready, _, _ = select.select([waiting, sys.stdin], [], [])
            if sys.stdin in ready:
                return
            connection = listener.accept()
            if os.fork() == 0:
                try:
                    _serve(connection, servicer)
                finally:
                    os._exit(0)
            connection.close()


if __name__ == "__main__":
    _main()
