"""The `serve` command, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys

import boto3
import pytest
from pulumi_guardduty_sandbox.aws import Control
from pulumi_guardduty_sandbox.aws.serve import main


COMMAND = [
    sys.executable,
    "-W",
    "error",
    "-c",
    "import sys; from pulumi_guardduty_sandbox.aws.serve import main; sys.exit(main(sys.argv[1:]))",
]


@pytest.fixture
def served():
    process = subprocess.Popen([*COMMAND, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    environment = {}
    while "no_proxy" not in environment:
        line = process.stdout.readline()
        assert re.fullmatch(r"export \w+=\S*\n", line), line
        name, _, value = line.removeprefix("export ").strip().partition("=")
        environment[name] = value.strip("'")
    yield process, environment
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_serve_prints_variables_that_lead_a_client_to_it(served, monkeypatch):
    _, environment = served
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    session = boto3.session.Session()
    identity = session.client("sts").get_caller_identity()
    session.client("guardduty").create_detector(Enable=True)

    assert identity["Account"] == "123456789012"
    assert [call["operation"] for call in Control(environment["AWS_ENDPOINT_URL"]).calls()] == [
        "GetCallerIdentity",
        "CreateDetector",
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_cleanly_when_it_is_told_to(served, number):
    process, _ = served

    process.send_signal(number)
    out, err = process.communicate(timeout=30)

    assert (process.returncode, out, err) == (0, "", "")


def test_serve_listens_on_loopback_only(served):
    _, environment = served

    assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")


def test_a_busy_port_is_one_sentence_and_a_failure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        finished = subprocess.run([*COMMAND, "--port", str(port)], capture_output=True, text=True, check=False)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        f"serve: port {port} on 127.0.0.1 cannot be used: Address already in use; choose another\n"
    )


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_that_cannot_be_is_refused(port, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])

    assert ended.value.code == 2
    assert f"a port is a number from 0 to 65535, got '{port}'" in capsys.readouterr().err
