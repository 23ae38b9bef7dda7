"""HTTP at the sandbox's one door: lengths, bodies and headers as a server of AWS has them."""

import contextlib
import http.client
import socket
import urllib.parse

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def stored(scene):
    scene.make_bucket()
    scene.s3.put_object(Bucket="findings", Key="x", Body=b"abc")
    return scene


@pytest.fixture
def connection(sandbox):
    """A connection of nobody's, to see every header."""
    opened = http.client.HTTPConnection(urllib.parse.urlsplit(sandbox.url).netloc, timeout=30)
    with contextlib.closing(opened):
        yield opened


@pytest.mark.usefixtures("stored")
def test_a_head_has_the_length_of_what_get_would_answer_and_no_body(raw):
    status, headers, body = raw("HEAD", "/findings/x", service="s3")

    assert (status, headers["Content-Length"], body) == (200, "3", b"")


def test_a_refused_head_has_no_body_either(stored):
    host = urllib.parse.urlsplit(stored.sandbox.url)
    with socket.create_connection((host.hostname, host.port)) as connection:
        connection.sendall(b"HEAD /findings/x HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    assert b" 403 Forbidden\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.usefixtures("stored")
def test_an_answer_without_content_has_no_length(raw):
    status, headers, body = raw("DELETE", "/findings/x", service="s3")

    assert (status, body) == (204, b"")
    assert "content-length" not in {name.lower() for name in headers}


@pytest.mark.usefixtures("stored")
def test_an_answer_has_its_length_and_the_words_of_its_status_once(connection):
    connection.request("GET", "/findings?list-type=2")
    answer = connection.getresponse()

    assert answer.headers.get_all("Content-Length") == [str(len(answer.read()))]
    assert (answer.status, answer.reason) == (403, "Forbidden")


@pytest.mark.parametrize("service", ["kms", "iam"])
def test_what_moto_says_to_itself_does_not_get_out(service, sandbox):
    """Moto's errors have their status among their headers, too."""
    client = sandbox.client(service)
    with pytest.raises(ClientError) as caught:
        client.describe_key(KeyId="alias/none") if service == "kms" else client.get_role(RoleName="none")

    headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
    assert not {"status", "x-sandbox-why"} & {name.lower() for name in headers}


def test_a_body_in_chunks_is_read_whole(stored, raw):
    status, _, _ = raw("PUT", "/findings/x", chunks=[b"first ", b"second"], service="s3")

    assert status == 200
    assert stored.s3.get_object(Bucket="findings", Key="x")["Body"].read() == b"first second"


def test_an_empty_body_needs_no_length(connection):
    connection.putrequest("POST", "/_sandbox/held")
    connection.endheaders()
    answer = connection.getresponse()

    assert (answer.status, answer.read()) == (200, b'{"result": 0}')


@pytest.mark.parametrize("code", ["NoSuchBucket", "NoSuchKey"])
def test_the_code_of_an_error_in_xml_gets_into_the_log(code, stored, refused):
    bucket = "nowhere" if code == "NoSuchBucket" else "findings"

    refused(stored.s3.get_object, Bucket=bucket, Key="none")

    assert stored.sandbox.control.calls()[-1]["error"] == code


def test_the_code_of_an_error_in_json_gets_into_the_log(scene, refused):
    refused(scene.kms.describe_key, KeyId="alias/none")

    assert scene.sandbox.control.calls()[-1]["error"] == "NotFoundException"


def test_a_success_has_no_code_in_the_log(stored):
    assert [call["error"] for call in stored.sandbox.control.calls()] == [None] * 3
