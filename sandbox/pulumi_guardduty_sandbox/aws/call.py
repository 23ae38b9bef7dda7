"""One AWS call, read from the HTTP request before anything acts on it."""

import dataclasses
import json
import re
import urllib.parse
from collections.abc import Mapping
from typing import Any

from moto.core.routing import get_service_router
from moto.moto_server.werkzeug_app import BackendRequest
from werkzeug.exceptions import HTTPException

from pulumi_guardduty_sandbox.aws.caller import Caller, resolve
from pulumi_guardduty_sandbox.aws.policy import Principal


_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/,\s]+)/([^/,\s]+)/aws4_request")
#: Says which transport policies are to believe this one request came over.
TRANSPORT_HEADER = "x-sandbox-transport"
#: Where S3's account-level API lives; it signs as S3 does.
_S3_CONTROL_PATH = "/v20180820/"
#: S3 request headers that conditions test or that make up what a call means.
_S3_HEADERS = "x-amz-"
_S3_HEADERS_LEFT_OUT = ("x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent")


@dataclasses.dataclass(frozen=True)
class AwsCall:
    """Who called which operation, where, with which parameters."""

    service: str
    operation: str
    region: str
    caller: Caller
    params: Mapping[str, Any]
    headers: Mapping[str, str]
    """The `x-amz-…` headers, in lower case."""
    transport: str | None = None
    """What the request claims to have come over; None: what the switch says."""

    def text(self, name: str) -> str:
        """A parameter as text; of one that is missing, the empty text."""
        return str(self.params.get(name) or "")

    @property
    def account(self) -> str:
        """Account the caller acts in."""
        return self.caller.account

    @property
    def principal(self) -> Principal:
        """Who calls."""
        return self.caller.principal


def read_call(environ: dict[str, Any], body: bytes) -> AwsCall:
    """Read the call that a request makes; an unknown operation is named by its method and path."""
    access_key, region, service = _scope(environ)
    if service == "s3" and environ["PATH_INFO"].startswith(_S3_CONTROL_PATH):
        service = "s3control"
    request = BackendRequest(environ, populate_request=False)
    try:
        operation, found = get_service_router(service).match(request)
        name = str(operation.name)
    except (HTTPException, NotImplementedError):
        name, found = f"{request.method} {request.path}", {}
    headers = {
        key.lower(): value
        for key, value in request.headers.items()
        if key.lower().startswith(_S3_HEADERS) and key.lower() not in _S3_HEADERS_LEFT_OUT
    }
    return AwsCall(
        service=service,
        operation=name,
        region=region,
        caller=resolve(access_key, region),
        params={**found, **_params(service, environ, body, headers)},
        headers=headers,
        transport=request.headers.get(TRANSPORT_HEADER),
    )


def _scope(environ: Mapping[str, Any]) -> tuple[str | None, str, str]:
    """Access key, region and service of the signature, in the header or in a presigned URL."""
    query = urllib.parse.parse_qs(environ["QUERY_STRING"])
    presigned = query.get("X-Amz-Credential", [None])[0]
    signed = environ.get("HTTP_AUTHORIZATION") or f"Credential={presigned}"
    scope = _SCOPE.search(signed)
    if scope is None:
        old = query.get("AWSAccessKeyId", [None])[0]
        return old, "us-east-1", "s3"
    access_key, region, service = scope.groups()
    return access_key, region, service.lower()


def _params(service: str, environ: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    query = urllib.parse.parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
    listed = {key: values[0] for key, values in query.items() if not key.startswith("X-Amz-")}
    if service == "s3":
        return {**listed, **headers}
    if "x-www-form-urlencoded" in str(environ.get("CONTENT_TYPE")):
        form = urllib.parse.parse_qs(body.decode(errors="replace"), keep_blank_values=True)
        listed |= {key: values[0] for key, values in form.items()}
        return {key: value for key, value in listed.items() if key not in ("Action", "Version")}
    try:
        read = json.loads(body) if body else {}
    except ValueError:
        read = {}
    return listed | read if isinstance(read, dict) else listed
