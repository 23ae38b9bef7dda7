"""The move of a stack from pulumi-aws to this package, on the embedded engine and on the real CLI.

What is not tested is what the plugin of pulumi-aws does when it is there: it is not on the machines that run tests.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi_aws_state import DESTINATION, LIST, PulumiAwsState, shapes
from pulumi_guardduty_sandbox.engine import CliStack, Stack
from pulumi_guardduty_sandbox.engine.backend import Backend
from world import world


HERE = Path(__file__).parent
PROGRAM = HERE / "program"
#: Where `scripts/setup` puts the SDK of `pulumi_aws`, apart from the environment's own packages.
SDK = Path(sys.prefix) / "pulumi-aws"
PROVIDER = "pulumi:providers:aws"


@pytest.fixture
def before(sandbox, ground):
    return PulumiAwsState(sandbox, ground, project="adoption")


@pytest.fixture
def backend(tmp_path):
    return tmp_path / "backend"


@pytest.fixture
def options(sandbox, ground, backend):
    def make(**config):
        tags = json.dumps({"team": "security"})
        return {
            "backend": backend,
            "config": {**ground, "name": "one", "tags": tags, **config},
            "env": sandbox.environment,
        }

    return make


@pytest.fixture
def stack(make_stack, options):
    return lambda **config: make_stack(PROGRAM, **options(**config))


def rows(stack, *types):
    return [row for row in stack.export()["deployment"]["resources"] if row["type"] in types]


def state_delete(stack, backend, *urns):
    """Do what `pulumi state delete` does, with the CLI itself where there is one."""
    if isinstance(stack, CliStack):
        for urn in urns:
            done = stack._call("state", "delete", urn, "--yes")
            assert done.returncode == 0, done.stderr
        return
    folder = Backend(backend, "adoption", "dev")
    checkpoint = folder.load()
    checkpoint.rows = [row for row in checkpoint.rows if row["urn"] not in urns]
    folder.save(checkpoint)


def run_with_sdk(*arguments):
    assert SDK.is_dir(), f"pulumi_aws is not in {SDK}; run scripts/setup"
    support = HERE.parent / "support"
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(support), str(SDK)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def camel_case(name):
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def test_the_state_of_these_tests_has_the_shape_that_the_sdk_of_pulumi_aws_gives_it():
    registered = run_with_sdk("-m", "aws_program", str(HERE / "declared_with_pulumi_aws.py"))
    source = (
        "import inspect, json; from pulumi_aws.guardduty import PublishingDestination as P, ThreatIntelSet as T;"
        "print(json.dumps([[*inspect.signature(one.get).parameters] for one in (P, T)]))"
    )
    read = [{camel_case(name) for name in names} for names in run_with_sdk("-c", source)]
    told = registered[0]["props"]
    ground = {"detector": told["detectorId"], "destination": told["destinationArn"], "key": told["kmsKeyArn"]}

    ours = shapes({**ground, "location": registered[1]["props"]["location"]}, "0" * 32, "1" * 32)

    assert {row["type"]: row["props"] for row in registered} == {name: one["declared"] for name, one in ours.items()}
    assert [{name for part in one.values() for name in part} for one in ours.values()] == [
        names - {"resourceName", "opts"} for names in read
    ]


def test_changing_the_program_first_is_refused_and_nothing_is_lost(stack, before, backend, sandbox):
    before.save(backend)
    held = world(sandbox)
    changed = stack()

    result = changed.up()

    assert not result.ok
    assert "set adopt=True to take it over once nothing else manages it" in result.text
    assert all(row["id"].rpartition(":")[2] in result.text for row in before.managed)
    assert world(sandbox) == held
    assert rows(changed, DESTINATION, LIST) == before.managed
    assert len(rows(changed, PROVIDER)) == 1


@pytest.mark.parametrize("operation", ["preview", "refresh", "destroy"])
def test_what_takes_the_plugin_is_refused_without_it_and_nothing_is_lost(stack, before, backend, sandbox, operation):
    before.save(backend)
    held = world(sandbox)
    changed = stack()

    result = getattr(changed, operation)()

    assert not result.ok
    assert any(row["urn"] in result.text for row in before.managed), result.text
    assert world(sandbox) == held
    assert rows(changed, DESTINATION, LIST) == before.managed


def test_adopting_before_letting_go_stops_at_the_missing_plugin_and_state_delete_is_the_way_on(
    stack, before, backend, sandbox
):
    before.save(backend)
    held = world(sandbox)
    both = stack(adopt="true")

    early = both.up()
    left = rows(both, DESTINATION, LIST)
    state_delete(both, backend, *(row["urn"] for row in before.managed))
    late = both.up()

    assert not early.ok
    assert left == before.managed
    assert late.ok, late.text
    assert late.changes["same"] == 3
    assert world(sandbox) == held


def test_after_state_delete_what_pulumi_aws_managed_is_adopted_as_it_is(stack, before, backend, sandbox):
    before.save(backend)
    held = world(sandbox)
    state_delete(stack(), backend, *(row["urn"] for row in before.managed))

    unasked = stack().up()
    sandbox.control.clear_calls()
    adopted = stack(adopt="true").up()
    calls = sandbox.control.calls(service="guardduty")
    settled = stack().up()

    assert not unasked.ok
    assert adopted.ok, adopted.text
    succeeded = {call["operation"] for call in calls if call["error"] is None}
    assert not [name for name in succeeded if name.startswith(("Create", "Delete", "Tag", "Untag"))]
    assert settled.ok, settled.text
    assert set(settled.changes) == {"same"}
    assert world(sandbox) == held
    assert rows(stack(), PROVIDER, DESTINATION, LIST) == []


def test_what_is_retained_leaves_the_state_without_a_call_to_its_provider(options, before, backend, sandbox):
    """As the CLI does where it has the plugin; see `test_the_cli_loads_the_plugin_even_of_what_is_retained`."""
    before.save(backend, retained=True)
    held = world(sandbox)
    changed = Stack(PROGRAM, **options(adopt="true"))

    planned = changed.preview()
    moved = changed.up()
    settled = changed.up()

    assert planned.ok, planned.text
    assert moved.ok, moved.text
    assert {("delete", row["urn"]) for row in before.managed} < set(moved.steps)
    assert rows(changed, PROVIDER, DESTINATION, LIST) == []
    assert set(settled.changes) == {"same"}
    assert world(sandbox) == held


@pytest.mark.engine
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="there is no pulumi on PATH")
def test_the_cli_loads_the_plugin_even_of_what_is_retained(options, before, backend, sandbox):
    before.save(backend, retained=True)
    held = world(sandbox)
    changed = CliStack(PROGRAM, **options(adopt="true"))

    early = changed.up()
    left = rows(changed, DESTINATION, LIST)
    state_delete(changed, backend, *(row["urn"] for row in before.managed))
    late = changed.up()

    assert not early.ok
    assert "pulumi-resource-aws" in early.text
    assert [row["id"] for row in left] == [row["id"] for row in before.managed]
    assert late.ok, late.text
    assert world(sandbox) == held
