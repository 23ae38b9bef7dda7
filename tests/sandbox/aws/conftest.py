import contextlib
import dataclasses
import http.client
import json
import urllib.parse
from collections.abc import Iterator

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
from botocore.exceptions import ClientError
from pulumi_guardduty_sandbox.aws import Sandbox


ACCOUNT = "123456789012"
REGION = "us-east-1"


@pytest.fixture
def sandbox(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The shared one; a failure inside it fails the test that provoked it."""
    yield sandbox
    crashes = sandbox.control.crashes()
    sandbox.control.reset()
    assert not crashes, crashes[0]


@dataclasses.dataclass
class Raw:
    """A signed request without an SDK's help, to see what is on the wire."""

    sandbox: Sandbox

    def __call__(self, method: str, path: str, body: object = None, *, service: str = "guardduty", headers=None):
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        keys = self.sandbox.environment
        request = botocore.awsrequest.AWSRequest(
            method, self.sandbox.url + path, data=content, headers=headers or {"Content-Type": "application/json"}
        )
        credentials = botocore.credentials.Credentials(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"])
        botocore.auth.SigV4Auth(credentials, service, REGION).add_auth(request)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.sandbox.url).netloc, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, content, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()


@pytest.fixture
def raw(sandbox: Sandbox) -> Raw:
    return Raw(sandbox)


class Refused:
    """What boto3 shows of a refused call."""

    def __init__(self, error: ClientError) -> None:
        self.status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        self.code = error.response["Error"]["Code"]
        self.message = error.response["Error"].get("Message", "")
        self.type = error.response.get("Type")


@pytest.fixture
def refused():
    """Makes a call that must be refused, and says how it was."""

    def call(operation, **arguments) -> Refused:
        with pytest.raises(ClientError) as caught:
            operation(**arguments)
        return Refused(caught.value)

    return call
