"""A threat intel set through the engine: what a person sees when the content changes at one place."""

import pytest
from findings_sink import make_detector, put_list


PROGRAM = """
import pulumi
import pulumi_guardduty as guardduty

hostile = guardduty.ThreatIntelSet(
    "hostile", name="hostile", format="TXT", location="s3://lists/hostile.txt", activate=True,
    opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create={create!r}, update="5m")),
)
pulumi.export("status", hostile.status)
pulumi.export("etag", hostile.content_etag)
pulumi.export("id", hostile.id)
"""


@pytest.fixture(autouse=True)
def detector(sandbox):
    return make_detector(sandbox)


@pytest.fixture
def stack(sandbox, tmp_path, make_stack):
    def declare(**changes):
        folder = tmp_path / "program"
        folder.mkdir(exist_ok=True)
        (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
        (folder / "__main__.py").write_text(PROGRAM.format(**{"create": "5m", **changes}))
        return make_stack(folder, env=sandbox.environment)

    return declare


def done(result):
    assert result.ok, result.text
    return result


def changes(result):
    return [step[0] for step in result.steps if step[0] not in ("same", "read")]


def calls(sandbox):
    return [row["operation"] for row in sandbox.control.calls()]


def test_content_changed_in_place_is_one_update_after_which_guardduty_has_read_it(sandbox, stack):
    put_list(sandbox)
    program = stack()
    first = done(program.up()).outputs
    put_list(sandbox, "198.51.100.2\n198.51.100.3\n")

    preview = done(program.preview())
    assert changes(preview) == ["update"]
    assert "contentEtag" in preview.text
    sandbox.control.clear_calls()
    result = done(program.up())

    assert changes(result) == ["update"]
    assert result.outputs["status"] == "ACTIVE"
    assert result.outputs["etag"] != first["etag"]
    (sent,) = sandbox.control.calls(operation="UpdateThreatIntelSet")
    assert sent["params"]["activate"] is True
    (held,) = [row for row in sandbox.control.state()["lists"] if row["id"] in first["id"]]
    assert held["etag"] == result.outputs["etag"]


def test_unchanged_content_costs_one_head_and_no_other_call(sandbox, stack):
    put_list(sandbox)
    program = stack()
    done(program.up())
    sandbox.control.clear_calls()

    assert changes(done(program.preview())) == []
    assert calls(sandbox) == ["HeadObject"]
    assert changes(done(program.up())) == []
    assert calls(sandbox) == ["HeadObject"] * 2


def test_a_list_that_is_late_is_kept_and_seen_through_by_the_next_run(sandbox, stack):
    sandbox.control.switch(profile="slow", polls=10_000)
    put_list(sandbox)

    late = stack(create="1s").up()
    assert not late.ok
    assert "is still ACTIVATING after 1 s of waiting for it to be ACTIVE" in late.text
    program = stack()
    (row,) = [row for row in program.export()["deployment"]["resources"] if "ThreatIntelSet" in row["urn"]]
    sandbox.control.set_status(row["outputs"]["threatIntelSetId"], "ACTIVE")

    healed = done(program.up())

    assert healed.outputs["id"] == row["id"]
    assert healed.outputs["status"] == "ACTIVE"
    assert changes(done(program.up())) == []


def test_a_list_switched_off_by_hand_is_shown_by_refresh_and_repaired_by_up(sandbox, detector, stack):
    put_list(sandbox)
    program = stack()
    own = done(program.up()).outputs["id"].split(":")[1]
    guardduty = sandbox.client("guardduty")
    guardduty.update_threat_intel_set(DetectorId=detector, ThreatIntelSetId=own, Activate=False)

    done(program.refresh())
    (row,) = [row for row in program.export()["deployment"]["resources"] if "ThreatIntelSet" in row["urn"]]
    assert row["outputs"]["status"] == "INACTIVE"
    repaired = done(program.up())

    assert changes(repaired) == ["update"]
    assert guardduty.get_threat_intel_set(DetectorId=detector, ThreatIntelSetId=own)["Status"] == "ACTIVE"
