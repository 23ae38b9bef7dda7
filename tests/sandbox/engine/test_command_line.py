"""The engine's commands say what they did by their exit codes, and why they did nothing in one sentence."""

import json
import os
import subprocess
import sys

import pytest
from pulumi_guardduty_sandbox.__main__ import main


OK, FAILED, REFUSED = 0, 1, 2
USAGE = 2


def refused(text):
    """What a command that does not begin exits with and prints."""
    return REFUSED, "", f"error: {text}\n"


@pytest.fixture
def run(things, tmp_path, monkeypatch, capsys):
    """Runs a command on the things; returns its exit code and what it printed."""
    for name, value in things.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    folders = ["--cwd", str(things.program), "--backend", str(tmp_path / "backend")]

    def call(command, *more):
        code = main([command, *folders, *more])
        return code, *capsys.readouterr()

    return call


def test_all_commands_end_well_on_a_program_that_works(run, things):
    things.declare('Thing("a", note=pulumi.Config().get("note"), password=Output.secret("hunter2"))')

    codes = {"preview": run("preview")[0]}
    assert things.names() == []
    codes["up"] = run("up", "--config", "note=x=y")[0]
    assert things.properties("a-1")["note"] == "x=y"
    codes["export"], text, _ = run("export")
    assert "hunter2" not in text
    assert [row["id"] for row in json.loads(text)["deployment"]["resources"] if "Thing" in row["type"]] == ["a-1"]
    assert "hunter2" in run("export", "--show-secrets")[1]
    codes["refresh"] = run("refresh")[0]
    codes["destroy"] = run("destroy")[0]

    assert codes == dict.fromkeys(codes, OK)
    assert things.names() == []


@pytest.mark.parametrize("command", ["preview", "up"])
def test_a_program_that_fails_is_exit_code_1(run, things, command):
    things.declare('raise ValueError("out of order")')

    code, out, err = run(command)

    assert code == FAILED
    assert "ValueError: out of order" in out
    assert err == ""


def test_a_destroy_that_fails_is_exit_code_1(run, things):
    things.declare('Thing("a", opts=ResourceOptions(protect=True))')
    run("up")

    code, out, _ = run("destroy")

    assert code == FAILED
    assert "cannot be deleted" in out
    assert things.names() == ["a-1"]


@pytest.mark.parametrize("command", ["preview", "up", "refresh", "destroy", "export"])
def test_no_command_runs_without_an_endpoint(run, monkeypatch, command):
    monkeypatch.delenv("AWS_ENDPOINT_URL")

    assert run(command) == refused(
        "the embedded engine is for trying out: set AWS_ENDPOINT_URL to a sandbox on this machine (start one "
        "with `python -m pulumi_guardduty_sandbox serve`), or use the pulumi CLI to deploy"
    )


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_GUARDDUTY"])
@pytest.mark.parametrize("url", ["https://guardduty.eu-west-1.amazonaws.com", "http://10.0.0.1:80", "elsewhere"])
def test_an_endpoint_elsewhere_is_refused(run, monkeypatch, name, url):
    monkeypatch.setenv(name, url)

    assert run("up") == refused(
        f"the embedded engine is for trying out and {name} is {url!r}, which is not on this machine: "
        "use http://127.0.0.1:<port>, or the pulumi CLI to deploy"
    )


def test_endpoints_that_are_to_be_ignored_are_refused(run, monkeypatch):
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")

    assert run("up") == refused(
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is set, so AWS calls would not go to AWS_ENDPOINT_URL: unset it"
    )


def test_any_endpoint_runs_where_it_is_asked_for(run, things, monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    things.declare("")

    assert run("preview", "--any-endpoint")[0] == OK


def test_a_folder_without_a_program_is_refused(run, things):
    (things.program / "Pulumi.yaml").unlink()

    assert run("up") == refused(
        f"{things.program / 'Pulumi.yaml'} does not exist or has no name; --cwd must be a program's folder"
    )


def test_a_program_of_another_language_is_refused(run, things):
    (things.program / "Pulumi.yaml").write_text("name: things\nruntime: nodejs\n")

    assert run("up") == refused(
        "the runtime 'nodejs' is not supported by the embedded engine, which runs Python dynamic providers and "
        "components only; run this program with the pulumi CLI"
    )


def test_a_wrong_passphrase_is_refused(run, things, monkeypatch):
    things.declare("")
    run("up")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")

    code, _, err = run("up")

    assert (code, "", err) == refused("incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE to the stack's own")


@pytest.mark.parametrize(
    ("option", "value", "text"),
    [
        ("--config", "size", "argument -c/--config: 'size' is not of the form key=value"),
        ("--config", "=7", "argument -c/--config: '=7' is not of the form key=value"),
        ("--secret", "hunter2", "argument --secret: a value is not of the form key=value"),
        ("--parallel", "0", "argument -p/--parallel: '0' is not a number from 1 on"),
    ],
)
def test_a_malformed_option_is_refused_before_anything_is_read(run, capsys, option, value, text):
    with pytest.raises(SystemExit) as ended:
        run("up", option, value)

    printed = capsys.readouterr().err
    assert ended.value.code == USAGE
    assert "hunter2" not in printed
    assert printed.endswith(f"python -m pulumi_guardduty_sandbox up: error: {text}\n")


def test_the_module_hands_its_exit_code_to_the_shell(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "pulumi_guardduty_sandbox", "up", "--cwd", str(tmp_path)],
        env={**os.environ, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == refused(
        f"{tmp_path / 'Pulumi.yaml'} does not exist or has no name; --cwd must be a program's folder"
    )
