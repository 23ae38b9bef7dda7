"""Program and provider in real processes on the newest and on the oldest SDK: what each hook gives a person.

The embedded engine itself is always of the newest. Each program has a witness of the SDK that it and the provider run
on, so that no test passes on another than it is about.
"""

import os
import sys
import tomllib
from pathlib import Path

import pytest
from findings_sink import make_detector, make_sink, put_list
from packaging.version import Version
from pulumi_guardduty import loader
from pulumi_guardduty_sandbox.engine.declaration import of_provider
from pulumi_guardduty_sandbox.engine.errors import EngineError
from pulumi_guardduty_sandbox.engine.provider import ProviderProcess
from real_processes import Running
from sdks import NEWEST, OLDEST, PLACES, ROOT, on_both_sdks, pins, without
from world import world


pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).with_name("program")

#: How every warning of a lost hook begins.
DOES_WITHOUT = "pulumi-guardduty: this version of the Pulumi SDK does without "

embedded = pytest.mark.parametrize("make_stack", ["embedded"], indirect=True)


class Scene:
    """One stack, whose every `up` is proven to run on the SDK that it should."""

    def __init__(self, make_stack, sandbox):
        self.make_stack, self.sandbox, self.control = make_stack, sandbox, sandbox.control
        self.sink, self.location = make_sink(sandbox), put_list(sandbox)
        self.destination = {"destination": self.sink.destination_arn, "key": self.sink.key_arn}

    def stack(self, environment, **config):
        ground = {"aws:region": "us-east-1", "detector": self.sink.detector_id, "location": self.location}
        return self.make_stack(PROGRAM, config={**ground, **config}, env={**self.sandbox.environment, **environment})

    def up(self, sdk, *, on=None, refresh=False, **config):
        """An `up` on `sdk`, as it is or in the environment `on`."""
        environment = on or sdk.environment
        stack = self.stack(environment, **config)
        result = stack.up(refresh=refresh)
        folder, *_ = environment["PYTHONPATH"].split(os.pathsep)
        witness = self.rows(stack)["witness"]["outputs"]
        assert witness["program"] == witness["provider"] == f"{sdk.pins['pulumi']} in {folder}"
        return result

    def rows(self, stack):
        return {row["urn"].rpartition("::")[2]: row for row in stack.export()["deployment"]["resources"]}


@pytest.fixture
def scene(make_stack, sandbox):
    yield Scene(make_stack, sandbox)
    sandbox.control.release(drop=True)


def losses(result):
    return [row.text for row in result.diagnostics if DOES_WITHOUT in row.text]


def own(result):
    """What was done to this package's resources."""
    return [op for op, urn in result.steps if "guardduty:" in urn]


def test_the_oldest_versions_are_the_lowest_that_the_distribution_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lowest = dict(one.partition(",")[0].split(">=") for one in project["dependencies"])

    tried = {**pins(NEWEST.constraints), **pins(OLDEST.constraints)}

    assert {name: Version(tried[name]) for name in lowest} == {name: Version(lowest[name]) for name in lowest}


@embedded
@pytest.mark.parametrize(
    # The newest with its hooks on is what all other tests run.
    ("sdk", "hooks"),
    [(OLDEST, "on"), (OLDEST, "off"), (NEWEST, "off")],
    ids=["oldest", "oldest-hooks-off", "newest-hooks-off"],
)
def test_resources_come_up_change_stay_and_go(scene, sdk, hooks):
    before = world(scene.sandbox)
    on = {**sdk.environment, "PULUMI_GUARDDUTY_HOOKS": hooks}
    declared = {"lists": "1", **scene.destination}

    created = scene.up(sdk, on=on, **declared)
    put_list(scene.sandbox, "198.51.100.2\n")
    preview = scene.stack(on, round="second", **declared).preview()
    updated = scene.up(sdk, on=on, round="second", **declared)
    refreshed = scene.up(sdk, on=on, round="second", refresh=True, **declared)
    destroyed = scene.stack(on, round="second", **declared).destroy()

    results = (created, preview, updated, refreshed, destroyed)
    assert all(result.ok for result in results), [result.text for result in results]
    assert [losses(result) for result in results] == [[]] * 5
    assert own(created) == ["create"] * 2
    assert own(updated) == ["update"] * 2
    assert set(own(refreshed)) == {"refresh", "same"}
    # No input says so: what only the provider knows is shown by the hook alone.
    assert ("contentEtag" in preview.text) == (hooks == "on")
    assert world(scene.sandbox)["destinations"] == before["destinations"]
    assert world(scene.sandbox)["lists"] == before["lists"]


@embedded
@on_both_sdks
def test_more_than_four_creates_are_with_aws_at_once(scene, sdk):
    scene.control.fault("hold_before", operation="CreateThreatIntelSet", times=6)
    running = Running(lambda: scene.up(sdk, lists="6"))

    scene.control.wait_until_held(6, timeout=120)
    scene.control.release()
    result = running.result()

    assert result.ok, result.text
    assert own(result) == ["create"] * 6


@embedded
@on_both_sdks
def test_a_create_cut_by_its_custom_timeout_says_so_at_its_urn_and_is_kept(scene, sdk):
    scene.control.switch(profile="slow", polls=10_000)
    late = scene.up(sdk, lists="1", createTimeout="4s")
    kept = scene.rows(scene.stack({}))["list-0"]
    scene.control.set_status(kept["outputs"]["threatIntelSetId"], "ACTIVE")

    healed = scene.up(sdk, lists="1")

    assert not late.ok
    (reason,) = kept["initErrors"]
    assert "is still ACTIVATING after" in reason
    (progress,) = [row for row in late.diagnostics if row.severity == "info"]
    assert progress.text.endswith(" 4 s at most)")
    assert progress.urn == kept["urn"]
    assert [row.urn for row in late.diagnostics if reason in row.text] == [kept["urn"]]
    assert "Traceback" not in late.text
    assert losses(late) == []
    assert healed.ok, healed.text
    assert own(healed) == ["update"]
    assert scene.rows(scene.stack({}))["list-0"]["id"] == kept["id"]


@embedded
@on_both_sdks
def test_a_refusal_is_one_line_and_no_trace(scene, sdk):
    guardduty = scene.sandbox.client("guardduty")
    properties = {"DestinationArn": scene.sink.destination_arn, "KmsKeyArn": scene.sink.key_arn}
    guardduty.create_publishing_destination(
        DetectorId=scene.sink.detector_id, DestinationType="S3", DestinationProperties=properties
    )

    refused = scene.up(sdk, **scene.destination)

    (said,) = [row.text for row in refused.diagnostics if row.urn.endswith("::export")]
    assert said.startswith(f"detector {scene.sink.detector_id} exports already")
    assert "\n" not in said.strip()
    assert "Traceback" not in refused.text


@embedded
@on_both_sdks
def test_a_host_with_other_names_costs_one_warning_a_run_and_no_resource(scene, sdk, tmp_path):
    on = without(PLACES[sdk], sdk, tmp_path / "sdk")

    result = scene.up(sdk, on=on, lists="3", **scene.destination)

    assert result.ok, result.text
    assert own(result) == ["create"] * 4
    assert losses(result) == [DOES_WITHOUT + ", ".join(place.loss for place in PLACES[sdk])]


@pytest.mark.parametrize(
    ("sdk", "place"),
    [pytest.param(sdk, place, id=f"{sdk.name}-{place.loss}") for sdk in PLACES for place in PLACES[sdk]],
)
def test_the_warning_names_the_one_hook_whose_place_is_gone(sdk, place, tmp_path, monkeypatch):
    heard = []
    for name, value in without([place], sdk, tmp_path / "sdk").items():
        monkeypatch.setenv(name, value)
    # No engine listens: what the provider has to say comes by its standard error.
    provider = ProviderProcess(
        python=sys.executable,
        folder=tmp_path,
        project="hooks",
        engine_address="127.0.0.1:1",
        env=os.environ,
        say=heard.append,
        complain=heard.append,
    )
    declaration = of_provider(loader.load("ThreatIntelSet"), {})
    try:
        provider.configure({})
        for _ in range(2):
            provider.check("urn:pulumi:dev::hooks::x::one", None, declaration.properties, unknowns=False)
    except EngineError as error:
        heard.append(str(error))
    finally:
        provider.close()

    assert heard == [f"warning: {DOES_WITHOUT}{place.loss}"]


@embedded
def test_a_stack_of_the_oldest_sdk_has_nothing_to_do_on_the_newest_and_back(scene):
    declared = {"lists": "1", **scene.destination}
    assert scene.up(OLDEST, **declared).ok

    risen = scene.up(NEWEST, **declared)
    back = scene.up(OLDEST, **declared)

    assert risen.ok, risen.text
    assert back.ok, back.text
    assert own(risen) == own(back) == ["same"] * 2


@embedded
def test_the_ready_made_stack_comes_up_stays_and_goes_on_the_oldest_sdk(make_stack, sandbox):
    make_detector(sandbox)
    config = {"aws:region": "us-east-1", "prefix": "findings", "lists": '[{"name": "a", "entries": ["8.8.8.8"]}]'}
    stack = make_stack(ROOT, config=config, env={**sandbox.environment, **OLDEST.environment})

    created = stack.up()
    refreshed = stack.up(refresh=True)
    destroyed = stack.destroy()

    assert created.ok, created.text
    assert refreshed.ok, refreshed.text
    assert {op for op, _ in refreshed.steps} <= {"same", "refresh"}
    assert destroyed.ok, destroyed.text
    assert losses(created) == losses(refreshed) == losses(destroyed) == []
