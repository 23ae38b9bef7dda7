"""The one door to the sandbox's AWS: it reads, logs, troubles and judges every call, then lets moto answer."""

import http
import io
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import run_wsgi_app

from pulumi_guardduty_sandbox.aws import customer_keys, moto_mends
from pulumi_guardduty_sandbox.aws.answer import Answer, error_answer
from pulumi_guardduty_sandbox.aws.authorization import denied_deletes, refusal_of
from pulumi_guardduty_sandbox.aws.call import AwsCall, read_call
from pulumi_guardduty_sandbox.aws.control_api import ControlApi
from pulumi_guardduty_sandbox.aws.document_check import refused_document
from pulumi_guardduty_sandbox.aws.faults import Fault
from pulumi_guardduty_sandbox.aws.guardduty.errors import WHY_HEADER
from pulumi_guardduty_sandbox.aws.world import CALL_KEY, ENVIRON_KEY, NOT_PROPAGATED_KEY, World


Environ = dict[str, Any]
#: What stands before the path of everything that is the sandbox's own.
CONTROL_PATH = "/_sandbox/"
_MOTO_API_PATH = "/moto-api"
#: How a fault answers, where it does: status and error code.
#: Source: inferred for GuardDuty from its API gateway; the SDKs retry each of them.
_FAULT_ANSWERS = {
    "throttle_429": (429, "TooManyRequestsException", "Too Many Requests"),
    "throttle_400": (400, "ThrottlingException", "Rate exceeded"),
    "error_500": (500, "InternalServerErrorException", "Internal Server Error"),
    "error_503": (503, "ServiceUnavailable", "Service Unavailable"),
}
_NO_SUCH_PATH = b"<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>"
#: Operations that lead to another account's key: moto has to be told whose it is.
_KEY_OWNER_HEADER = "HTTP_X_MOTO_ACCOUNT_ID"


class ConnectionLostError(ConnectionError):
    """The fault that cuts a connection has struck."""


class _Dispatcher(DomainDispatcherApplication):  # type: ignore[misc]  # moto has no types
    """Moto's, which looks through its folder on disk for every call's service: here once for each."""

    def __init__(self) -> None:
        super().__init__(create_backend_app)
        self._backends: dict[str | None, Any] = {}

    def get_backend_for_host(self, host: str | None) -> Any:
        if host not in self._backends:
            self._backends[host] = super().get_backend_for_host(host)
        return self._backends[host]


class Gateway:
    """A WSGI application around moto's."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._moto = _Dispatcher()
        self._control = ControlApi(world)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        body = _buffered(environ)
        if path.startswith(CONTROL_PATH):
            answer = self._control.answer(path.removeprefix(CONTROL_PATH), body)
        elif path.startswith(_MOTO_API_PATH):
            answer = self._forward(environ, body)
        else:
            answer = self._aws(environ, body)
        method = environ["REQUEST_METHOD"]
        start_response(f"{answer.status} {http.HTTPStatus(answer.status).phrase}", _headers(answer, method))
        return [] if method == "HEAD" else [answer.body]

    def _aws(self, environ: Environ, body: bytes) -> Answer:
        call = read_call(environ, body)
        record = self._world.calls.begin(call)
        faults = self._world.faults.hitting(call)
        try:
            answer = self._faulted(call, faults, environ) or self._served(call, environ, body)
            if answer.error is None:
                customer_keys.note(call)
            self._after(faults)
        except ConnectionLostError:
            record["error"] = "connection lost"
            _cut(environ)
            raise
        record["status"], record["error"], record["why"] = answer.status, answer.error, answer.why
        return answer

    def _faulted(self, call: AwsCall, faults: list[Fault], environ: Environ) -> Answer | None:
        """Let the faults strike that come before the call's effect; the first that answers wins."""
        for fault in faults:
            if fault.kind == "latency":
                time.sleep(fault.delay_seconds)
            elif fault.kind == "not_propagated":
                environ[NOT_PROPAGATED_KEY] = True
            elif fault.kind == "cut_before" or (fault.kind == "hold_before" and not self._world.holding.wait()):
                raise ConnectionLostError
            elif fault.kind in _FAULT_ANSWERS:
                status, code, message = _FAULT_ANSWERS[fault.kind]
                return error_answer(call.service, status, code, message)
        return None

    def _after(self, faults: list[Fault]) -> None:
        """Let the faults strike that come after the call's effect."""
        for fault in faults:
            if fault.kind == "cut_after" or (fault.kind == "hold_after" and not self._world.holding.wait()):
                raise ConnectionLostError

    def _served(self, call: AwsCall, environ: Environ, body: bytes) -> Answer:
        refused = refusal_of(call, self._world) or refused_document(call, body)
        if refused:
            return refused
        environ[ENVIRON_KEY], environ[CALL_KEY] = self._world, call
        environ[_KEY_OWNER_HEADER] = _account_for_moto(call)
        # Set anew for every call, so that nobody has to take it back.
        moto_mends.denied_keys.set(denied_deletes(call, body, self._world))
        try:
            answer = self._forward(environ, moto_mends.with_bare_key_id(call, body))
        except NotImplementedError:
            return _not_offered(call)
        except Exception:  # noqa: BLE001 -- whatever breaks inside must reach the client as an answer
            self._world.crashes.append(traceback.format_exc())
            traceback.print_exc(file=sys.stderr)
            return error_answer(call.service, 500, "SandboxFailure", "the sandbox itself failed; see its stderr")
        # A path that nobody answers for gets a page of moto's web framework.
        return _not_offered(call) if answer.body.startswith(_NO_SUCH_PATH) else answer

    def _forward(self, environ: Environ, body: bytes) -> Answer:
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
        chunks, status, headers = run_wsgi_app(self._moto, environ, buffered=True)
        content = b"".join(chunks)
        code, _, _ = status.partition(" ")
        listed = tuple((key, value) for key, value in headers.items() if key.lower() not in ("status", WHY_HEADER))
        return Answer(int(code), listed, content, _error_code(int(code), headers, content), why=headers.get(WHY_HEADER))


def _not_offered(call: AwsCall) -> Answer:
    text = f"the sandbox does not offer {call.service}:{call.operation}"
    return error_answer(call.service, 501, "NotImplemented", text)


def _buffered(environ: Environ) -> bytes:
    """Read the whole body, so that it can be looked at before moto reads it again."""
    stream = environ["wsgi.input"]
    if str(environ.get("HTTP_TRANSFER_ENCODING")).lower() == "chunked":
        body: bytes = stream.read()
        del environ["HTTP_TRANSFER_ENCODING"]
        return body
    length = environ.get("CONTENT_LENGTH") or "0"
    body = stream.read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _cut(environ: Environ) -> None:
    """Close the client's connection without an answer."""
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)


def _account_for_moto(call: AwsCall) -> str:
    """The account whose resources moto is to look at: the caller's, or the owner's of the key that is named."""
    parts = call.text("KeyId").split(":")
    return parts[4] if len(parts) > 5 else call.account  # noqa: PLR2004 -- an ARN has six


def _error_code(status: int, headers: Any, content: bytes) -> str | None:
    if status < http.HTTPStatus.BAD_REQUEST:
        return None
    named = headers.get("x-amzn-ErrorType")
    if named:
        return str(named)
    for opening, closing in ((b"<Code>", b"</Code>"), (b'"__type": "', b'"'), (b'"__type":"', b'"')):
        _, found, rest = content.partition(opening)
        if found:
            return rest.partition(closing)[0].decode("utf-8", "replace")
    return str(status)


def _headers(answer: Answer, method: str) -> list[tuple[str, str]]:
    if method == "HEAD":
        # The length of what GET would answer is moto's to say.
        return list(answer.headers)
    headers = [(key, value) for key, value in answer.headers if key.lower() != "content-length"]
    return (
        headers
        if answer.status == http.HTTPStatus.NO_CONTENT
        else [*headers, ("Content-Length", str(len(answer.body)))]
    )
