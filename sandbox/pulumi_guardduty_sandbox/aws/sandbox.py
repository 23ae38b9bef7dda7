"""AWS on one machine: GuardDuty, S3, KMS, IAM and STS behind one URL on 127.0.0.1."""

import contextlib
import dataclasses
import functools
import logging
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import botocore.config
from moto.core.base_backend import BackendDict
from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from pulumi_guardduty_sandbox.aws import guardduty, moto_mends
from pulumi_guardduty_sandbox.aws.call import TRANSPORT_HEADER
from pulumi_guardduty_sandbox.aws.caller import DEFAULT_ACCOUNT, access_key_of
from pulumi_guardduty_sandbox.aws.control import Control
from pulumi_guardduty_sandbox.aws.gateway import Gateway
from pulumi_guardduty_sandbox.aws.world import World


HOST = "127.0.0.1"
DEFAULT_REGION = "us-east-1"
_SERVICES = ("GUARDDUTY", "IAM", "KMS", "S3", "STS")
#: Signs requests to a server that checks no signature.
_SECRET_KEY = "sandbox"  # noqa: S105 -- opens nothing

#: How soon the server notices that it is to end.
_POLL_SECONDS = 0.05

#: Making clients is not safe in several threads at once.
_client_lock = threading.Lock()
_running = 0
_running_lock = threading.Lock()


class PortBusyError(OSError):
    """The port that was asked for is taken; the message names it."""


@dataclasses.dataclass(frozen=True)
class Sandbox:
    """A running sandbox, seen from a client."""

    url: str

    @functools.cached_property
    def control(self) -> Control:
        """The way to steer it."""
        return Control(self.url)

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead any AWS client here and nowhere else."""
        return self.environment_of(DEFAULT_ACCOUNT)

    def environment_of(self, account: str, *, region: str = DEFAULT_REGION) -> dict[str, str]:
        """The same for the root of another account, or another region."""
        own = {f"AWS_ENDPOINT_URL_{service}": self.url for service in _SERVICES}
        return {
            "AWS_ENDPOINT_URL": self.url,
            # A service's own variable goes before the general one, and might be set already.
            **own,
            "AWS_ACCESS_KEY_ID": access_key_of(account),
            "AWS_SECRET_ACCESS_KEY": _SECRET_KEY,
            "AWS_SESSION_TOKEN": "",
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
            "AWS_USE_DUALSTACK_ENDPOINT": "false",
            "AWS_USE_FIPS_ENDPOINT": "false",
            "NO_PROXY": _without_proxy(os.environ),
            "no_proxy": _without_proxy(os.environ),
        }

    def client(
        self,
        service: str,
        *,
        region: str = DEFAULT_REGION,
        account: str | None = None,
        transport: str | None = None,
        credentials: Mapping[str, str] | None = None,
    ) -> Any:
        """A boto3 client.

        Args:
            service: Name of the service, e.g. `guardduty`.
            region: Region the client works in.
            account: The client is this account's root; default is account 123456789012.
            transport: `http` or `https`: what policies are to believe its requests came over.
            credentials: Keys as STS or IAM gives them out (`AccessKeyId`, `SecretAccessKey`,
                `SessionToken`) instead of a root's.
        """
        held = credentials or {"AccessKeyId": access_key_of(account or DEFAULT_ACCOUNT)}
        with _client_lock:
            client = _session().client(
                service,
                region_name=region,
                endpoint_url=self.url,
                aws_access_key_id=held["AccessKeyId"],
                aws_secret_access_key=held.get("SecretAccessKey", _SECRET_KEY),
                aws_session_token=held.get("SessionToken"),
                config=botocore.config.Config(proxies={}, retries={"mode": "standard", "total_max_attempts": 1}),
            )
        if transport is not None:
            client.meta.events.register(
                "before-sign", functools.partial(_say_transport, transport=transport), unique_id="transport"
            )
        return client


@contextlib.contextmanager
def running_sandbox(*, port: int = 0) -> Iterator[Sandbox]:
    """Run a sandbox in this process until the block ends.

    Moto keeps its resources in the modules of a process: sandboxes of one process that run at
    the same time share them. A sandbox that starts while no other runs finds none.

    Args:
        port: Port on 127.0.0.1; 0: a free one.

    Raises:
        PortBusyError: Somebody else listens on that port.
    """
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    moto_mends.apply()
    guardduty.install()
    world = World()
    server = _listen(port, Gateway(world))
    _enter()
    serve = functools.partial(server.serve_forever, poll_interval=_POLL_SECONDS)
    thread = threading.Thread(target=serve, daemon=True, name="sandbox")
    thread.start()
    try:
        yield Sandbox(f"http://{HOST}:{server.server_address[1]}")
    finally:
        world.holding.release(drop=True)
        server.shutdown()
        thread.join()
        server.server_close()
        _leave()


@functools.cache
def _session() -> Any:
    """One session for all clients: it keeps the service models, which take long to load."""
    return boto3.session.Session()


def _listen(port: int, application: Gateway) -> BaseWSGIServer:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortBusyError(f"port {port} on {HOST} cannot be used: {error.strerror}; choose another") from error
    listener.listen(128)
    # Werkzeug takes a copy of the descriptor; ours goes.
    with listener:
        return make_server(HOST, port, application, threaded=True, request_handler=_SilentHandler, fd=listener.fileno())


class _SilentHandler(MotoRequestHandler):  # type: ignore[misc]  # moto has no types
    """Writes no access log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def _enter() -> None:
    global _running  # noqa: PLW0603 -- counts what shares moto's module-level state
    with _running_lock:
        if _running == 0:
            BackendDict.reset()
        _running += 1


def _leave() -> None:
    global _running  # noqa: PLW0603 -- as above
    with _running_lock:
        _running -= 1


def _say_transport(request: Any, transport: str, **_: Any) -> None:
    request.headers[TRANSPORT_HEADER] = transport


def _without_proxy(environment: Mapping[str, str]) -> str:
    known = environment.get("NO_PROXY") or environment.get("no_proxy") or ""
    hosts = [host for host in known.split(",") if host.strip()]
    return ",".join(dict.fromkeys([*hosts, HOST, "localhost"]))
