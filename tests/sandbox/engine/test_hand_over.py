"""A stack goes from the embedded engine to the real CLI and back, and neither finds anything to redo."""

import json
import shutil

import pytest
from pulumi_guardduty_sandbox.engine import CliStack, Stack


pytestmark = [
    pytest.mark.engine,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="there is no pulumi on PATH"),
]

PASSPHRASE, PASSWORD = "a passphrase of its own", "hunter2"
SOURCE = """
a = Thing("a", size=2, password=Output.secret("hunter2"))
Thing("b", note={note!r}, labels={{"a": a.arn}})
pulumi.export("password", a.password)
"""


@pytest.fixture
def pair(things, tmp_path):
    """Makes the same stack of a declaration on either engine, on one backend."""
    backend = tmp_path / "backend"
    backend.mkdir()

    def make(note):
        program = things.declare(SOURCE.format(note=note))
        given = {"backend": backend, "env": things.env, "passphrase": PASSPHRASE}
        return Stack(program, **given), CliStack(program, **given)

    return make


def ops(result):
    assert result.ok, result.text
    return {op for op, _ in result.steps}


def changed(result):
    assert result.ok, result.text
    return [(op, urn.rpartition("::")[2]) for op, urn in result.steps if op != "same"]


def stored(tmp_path):
    """The file of the stack, and the password of the thing in it."""
    text = (tmp_path / "backend/.pulumi/stacks/things/dev.json").read_text()
    rows = json.loads(text)["checkpoint"]["latest"]["resources"]
    return text, next(row for row in rows if row["urn"].endswith("::a"))["outputs"]["password"]


def test_a_stack_with_a_secret_goes_to_the_cli_and_back(pair, things, tmp_path):
    embedded, cli = pair("first")
    assert embedded.up().ok
    text, password = stored(tmp_path)
    assert PASSWORD not in text
    assert password["ciphertext"].startswith("v1:")

    assert ops(cli.preview()) == {"same"}
    assert ops(cli.up()) == {"same"}
    assert PASSWORD not in stored(tmp_path)[0]
    assert PASSWORD in str(cli.export(show_secrets=True))

    embedded, cli = pair("second")
    assert changed(cli.up()) == [("update", "b")]
    assert things.properties("b-1")["note"] == "second"
    text, password = stored(tmp_path)
    assert PASSWORD not in text
    assert password["ciphertext"].startswith("v1:")

    assert ops(embedded.preview()) == {"same"}
    gone_on = embedded.up()
    assert ops(gone_on) == {"same"}
    assert gone_on.outputs == {"password": PASSWORD}
    assert PASSWORD not in stored(tmp_path)[0]
    assert PASSWORD in str(embedded.export(show_secrets=True))

    assert changed(embedded.destroy())[:2] == [("delete", "b"), ("delete", "a")]
    assert things.names() == []
    assert cli.export()["deployment"].get("resources", []) == []
