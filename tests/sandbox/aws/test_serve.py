"""The `serve` command, as a process of its own."""

import io
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import types

import boto3
import pytest
from pulumi_guardduty_sandbox.aws import Control, Sandbox, serve
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


@pytest.fixture
def ended_by(monkeypatch):
    """Has `serve`, once it serves in this process, get a signal; says what it had printed by then."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def arrange(number, printed):
        class Waiting(threading.Event):
            def wait(self, timeout=None):
                printed.append(sys.stdout.getvalue())
                os.kill(os.getpid(), number)
                return super().wait(timeout=30)

        monkeypatch.setattr(serve, "threading", types.SimpleNamespace(Event=Waiting))

    yield arrange
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_prints_every_variable_quoted_and_returns_after_a_signal(number, ended_by, monkeypatch):
    printed = []
    ended_by(number, printed)
    monkeypatch.setattr(sys, "stdout", Flushed())
    monkeypatch.setenv("NO_PROXY", "a b")

    code = main([])

    lines = printed[0].splitlines()
    found = dict(line.removeprefix("export ").split("=", 1) for line in lines)
    expected = Sandbox(shlex.split(found["AWS_ENDPOINT_URL"])[0]).environment
    assert code == 0
    assert lines == [f"export {name}={shlex.quote(value)}" for name, value in expected.items()]
    assert found["NO_PROXY"] == "'a b,127.0.0.1,localhost'"


class Flushed(io.StringIO):
    """An output of which nothing is seen before it is flushed."""

    def __init__(self):
        super().__init__()
        self._seen = ""

    def flush(self):
        self._seen = super().getvalue()

    def getvalue(self):
        return self._seen


def test_serve_listens_on_loopback_only(served):
    _, environment = served

    assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_one_sentence_and_a_failure(taken_port):
    finished = subprocess.run([*COMMAND, "--port", str(taken_port)], capture_output=True, text=True, check=False)

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr == (
        f"serve: port {taken_port} on 127.0.0.1 cannot be used: Address already in use; choose another\n"
    )


def test_a_busy_port_is_a_failure_and_said_on_stderr(taken_port, capsys):
    code = main(["--port", str(taken_port)])

    seen = capsys.readouterr()
    assert (code, seen.out) == (1, "")
    assert seen.err == f"serve: port {taken_port} on 127.0.0.1 cannot be used: Address already in use; choose another\n"


def test_help_says_what_it_does(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    seen = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    assert seen.startswith("usage: python -m pulumi_guardduty_sandbox serve [-h] [--port PORT]")
    assert "Run AWS GuardDuty, S3, KMS, IAM and STS on 127.0.0.1 and print the variables a client needs." in seen
    assert "--port PORT port to listen on; 0, the default: a free one" in seen


@pytest.mark.parametrize("port", ["0", "65535"])
def test_a_port_that_can_be_is_taken(port):
    assert serve._parser().parse_args(["--port", port]).port == int(port)


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_that_cannot_be_is_refused(port, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--port", port])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(f"a port is a number from 0 to 65535, got '{port}'\n")
