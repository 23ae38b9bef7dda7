"""A threat list from its declaration to ACTIVE and back, on the engine, embedded and real."""

import json

import pytest
from findings_sink import ACCOUNT, make_detector


YAML = "name: shop\nruntime: python\n"

HEAD = """
import pulumi
import pulumi_guardduty as guardduty
from pulumi_guardduty_components import ThreatList
"""

FROM_A_FILE = """
hostile = ThreatList("hostile", source="hostile.txt")
pulumi.export("status", hostile.status)
pulumi.export("location", hostile.location)
pulumi.export("bucket", hostile.bucket_name)
pulumi.export("id", hostile.list_id)
pulumi.export("detector", hostile.detector_id)
"""


CHILDREN = ("hostile-bucket", "hostile-object", "hostile-list")

#: In which order the content, the list and the old content are dealt with.
ORDERED = ("PutObject", "UpdateThreatIntelSet", "DeleteObject")


@pytest.fixture(autouse=True)
def detector(sandbox):
    return make_detector(sandbox)


@pytest.fixture
def folder(tmp_path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text(YAML)
    return program


@pytest.fixture
def stack(sandbox, folder, make_stack):
    def declare(text):
        (folder / "__main__.py").write_text(HEAD + text)
        return make_stack(folder, env=sandbox.environment)

    return declare


def done(result):
    assert result.ok, result.text
    return result


def failed(result):
    assert not result.ok, result.text
    return [row.text for row in result.diagnostics if row.severity == "error"]


def changes(result):
    """Operations that change something, with the name of the resource."""
    return [(step[0], step[1].rpartition("::")[2]) for step in result.steps if step[0] not in ("same", "read")]


def active(sandbox, detector):
    """Location and status of every threat intel set."""
    guardduty = sandbox.client("guardduty")
    ids = guardduty.list_threat_intel_sets(DetectorId=detector)["ThreatIntelSetIds"]
    rows = [guardduty.get_threat_intel_set(DetectorId=detector, ThreatIntelSetId=own) for own in ids]
    return [(row["Location"], row["Status"]) for row in rows]


def objects(sandbox, bucket):
    return {
        row["Key"]: sandbox.client("s3").get_object(Bucket=bucket, Key=row["Key"])["Body"].read()
        for row in sandbox.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    }


def only_the_first_is_readable(sandbox, first):
    """Keep everybody, GuardDuty included, from reading anything but the object of the first run."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "NotResource": f"arn:aws:s3:::{first['location'].removeprefix('s3://')}",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": deny})
    sandbox.client("s3").put_bucket_policy(Bucket=first["bucket"], Policy=policy)


def test_a_list_from_a_file_is_active_and_destroy_leaves_nothing(sandbox, detector, folder, stack):
    (folder / "hostile.txt").write_text("8.8.8.8\n9.9.9.0/24\n")
    program = stack(FROM_A_FILE)

    outputs = done(program.up()).outputs

    assert (outputs["status"], outputs["detector"]) == ("ACTIVE", detector)
    assert active(sandbox, detector) == [(outputs["location"], "ACTIVE")]
    assert objects(sandbox, outputs["bucket"]) == {
        outputs["location"].removeprefix(f"s3://{outputs['bucket']}/"): b"8.8.8.8\n9.9.9.0/24\n"
    }
    assert changes(done(program.up())) == []

    (folder / "hostile.txt").unlink()
    done(program.refresh())
    done(program.destroy())
    assert active(sandbox, detector) == []
    assert sandbox.client("s3").list_buckets()["Buckets"] == []


def test_new_content_is_one_update_in_place_and_the_old_object_goes_last(sandbox, detector, folder, stack):
    (folder / "hostile.txt").write_text("8.8.8.8\n")
    program = stack(FROM_A_FILE)
    first = done(program.up()).outputs
    (folder / "hostile.txt").write_text("9.9.9.9\n")
    sandbox.control.clear_calls()

    result = done(program.up())

    assert [row for row in changes(result) if row[1] == "hostile-list"] == [("update", "hostile-list")]
    assert result.outputs["id"] == first["id"]
    assert active(sandbox, detector) == [(result.outputs["location"], "ACTIVE")]
    assert list(objects(sandbox, first["bucket"]).values()) == [b"9.9.9.9\n"]
    order = [row["operation"] for row in sandbox.control.calls() if row["operation"] in ORDERED]
    assert order == ["PutObject", "UpdateThreatIntelSet", "DeleteObject"]


def test_a_list_that_cannot_be_activated_leaves_the_old_one_active_and_says_one_sentence(
    sandbox, detector, folder, stack
):
    (folder / "hostile.txt").write_text("8.8.8.8\n")
    program = stack(FROM_A_FILE)
    first = done(program.up()).outputs
    (folder / "hostile.txt").write_text("9.9.9.9\n")
    only_the_first_is_readable(sandbox, first)

    said = failed(program.up())

    assert active(sandbox, detector) == [(first["location"], "ACTIVE")]
    (sentence,) = [line for line in said if "could not be activated" in line]
    assert f"threat intel set {detector}:{first['id']} could not be activated from s3://" in sentence
    assert f"is ACTIVE again with its former list at {first['location']}: GuardDuty could not read the list" in sentence
    assert "\n" not in sentence.strip()

    sandbox.client("s3").delete_bucket_policy(Bucket=first["bucket"])
    healed = done(program.up()).outputs
    assert healed["location"] != first["location"]
    assert active(sandbox, detector) == [(healed["location"], "ACTIVE")]
    assert list(objects(sandbox, first["bucket"]).values()) == [b"9.9.9.9\n"]


def test_going_back_after_a_failed_change_keeps_the_list_and_its_object(sandbox, detector, folder, stack):
    (folder / "hostile.txt").write_text("8.8.8.8\n")
    program = stack(FROM_A_FILE)
    first = done(program.up()).outputs
    (folder / "hostile.txt").write_text("9.9.9.9\n")
    only_the_first_is_readable(sandbox, first)
    failed(program.up())
    sandbox.client("s3").delete_bucket_policy(Bucket=first["bucket"])
    (folder / "hostile.txt").write_text("8.8.8.8\n")

    again = done(program.up()).outputs

    assert again["location"] == first["location"]
    assert active(sandbox, detector) == [(first["location"], "ACTIVE")]
    assert list(objects(sandbox, first["bucket"]).values()) == [b"8.8.8.8\n"]
    assert changes(done(program.up())) == []


def test_entries_never_reach_the_state(stack):
    program = stack('ThreatList("hostile", entries=["8.8.8.8", pulumi.Output.secret("9.9.9.9")])')

    done(program.up())

    state = json.dumps(program.export())
    assert "8.8.8.8" not in state
    assert "9.9.9.9" not in state
    assert changes(done(program.up())) == []


LATE = """
bucket = guardduty.ListBucket("first")
text = bucket.arn.apply(lambda arn: {entry!r} if arn else "")
hostile = ThreatList("hostile", entries=["8.8.8.8", text])
pulumi.export("status", hostile.status)
pulumi.export("count", hostile.entry_count)
"""


def test_entries_that_preview_does_not_know_are_judged_before_the_upload(sandbox, stack):
    bad = stack(LATE.format(entry="10.0.0.1"))
    done(bad.preview())
    said = failed(bad.up())

    assert any("entries: 1 error:" in line and "entry 2: '10.0.0.1': private" in line for line in said)
    assert "PutObject" not in [row["operation"] for row in sandbox.control.calls()]

    good = done(stack(LATE.format(entry="9.9.9.9")).up()).outputs
    assert (good["status"], int(good["count"])) == ("ACTIVE", 2)


def test_a_missing_file_is_one_sentence_in_preview(stack):
    said = failed(stack(FROM_A_FILE).preview())

    (line,) = [line for line in said if "hostile.txt" in line]
    assert "cannot be read: no such file or directory; the path is relative to the program's folder" in line


def test_bad_lines_are_named_in_preview_though_the_bucket_is_not_there_yet(sandbox, folder, stack):
    (folder / "hostile.txt").write_text("8.8.8.8\n192.168.0.1\nhttp://x\n")

    said = "\n".join(failed(stack(FROM_A_FILE).preview()))

    assert "2 errors:\nline 2: '192.168.0.1': private" in said
    assert "line 3: 'http://x':" in said
    assert {row["operation"] for row in sandbox.control.calls()} <= {"CreateDetector"}


@pytest.mark.parametrize(
    ("kind", "listing", "entries"),
    [
        ("threat-ip", "list_threat_intel_sets", ["8.8.8.8"]),
        ("trusted-ip", "list_ip_sets", ["8.8.8.8"]),
        ("threat-entity", "list_threat_entity_sets", ["8.8.8.8", "evil.example.com"]),
        ("trusted-entity", "list_trusted_entity_sets", ["8.8.8.8", "good.example.com"]),
    ],
)
def test_each_kind_is_a_list_of_its_own_api(sandbox, detector, stack, kind, listing, entries):
    text = f"made = ThreatList('l', kind={kind!r}, entries={entries!r})\npulumi.export('id', made.list_id)\n"
    text += "pulumi.export('status', made.status)\n"

    outputs = done(stack(text).up()).outputs

    answer = getattr(sandbox.client("guardduty"), listing)(DetectorId=detector)
    (ids,) = [value for key, value in answer.items() if key.endswith("Ids")]
    assert (ids, outputs["status"]) == ([outputs["id"]], "ACTIVE")


OWN = """
made = ThreatList(
    "l",
    {{"entries": ["8.8.8.8"], "bucket": "lists", "prefix": "guardduty/", "name": "very hostile", "tags": {{"a": "1"}}}},
    expected_bucket_owner="{account}",
    kms_key_arn="{key}",
    detector_id="{detector}",
    activate=False,
)
pulumi.export("status", made.status)
pulumi.export("location", made.location)
"""


def test_a_bucket_and_a_key_of_the_users_own_are_used_and_nothing_else_is_made(sandbox, detector, stack):
    s3, guardduty = sandbox.client("s3"), sandbox.client("guardduty")
    s3.create_bucket(Bucket="lists")
    key = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]

    outputs = done(stack(OWN.format(account=ACCOUNT, key=key, detector=detector)).up()).outputs

    assert outputs["status"] == "INACTIVE"
    assert outputs["location"].startswith("s3://lists/guardduty/l-")
    head = s3.head_object(Bucket="lists", Key=outputs["location"].removeprefix("s3://lists/"))
    assert head["SSEKMSKeyId"] == key
    assert [row["Name"] for row in s3.list_buckets()["Buckets"]] == ["lists"]
    (own,) = guardduty.list_threat_intel_sets(DetectorId=detector)["ThreatIntelSetIds"]
    seen = guardduty.get_threat_intel_set(DetectorId=detector, ThreatIntelSetId=own)
    assert (seen["Name"], seen["Tags"], seen["ExpectedBucketOwner"]) == ("very hostile", {"a": "1"}, ACCOUNT)


def test_children_are_below_the_component_and_the_bucket_made_here_pins_its_owner(stack):
    program = stack('ThreatList("hostile", entries=["8.8.8.8"])')
    done(program.up())

    rows = program.export()["deployment"]["resources"]
    by_name = {row["urn"].rpartition("::")[2]: row for row in rows}
    parents = {name: by_name[name]["parent"].rpartition("::")[2] for name in CHILDREN}
    assert parents == dict.fromkeys(CHILDREN, "hostile")
    assert by_name["hostile-list"]["inputs"]["expectedBucketOwner"] == ACCOUNT
    assert by_name["hostile-list"]["inputs"]["contentVersion"] == by_name["hostile-object"]["outputs"]["revision"]


def test_seven_lists_of_one_region_are_one_too_many_in_preview(stack):
    text = "for number in range(7):\n    ThreatList(f'l{number}', entries=[f'8.8.8.{number}'], bucket='lists')\n"

    said = failed(stack(text).preview())

    (line,) = [line for line in said if "the program declares 7 threat intel sets" in line]
    assert "and AWS takes 6 at most in an account and region; merge lists, or remove one" in line


def test_a_trusted_list_that_takes_entries_out_of_a_threat_list_is_warned_of_in_preview(stack):
    text = """
ThreatList("good", kind="trusted-ip", entries=["8.8.8.0/24"], bucket="lists")
ThreatList("bad", entries=["9.9.9.9", "8.8.8.8"], bucket="lists")
"""
    result = done(stack(text).preview())

    warned = "\n".join(row.text for row in result.diagnostics if row.severity == "warning")
    assert "takes 1 of the entries" in warned
    assert "entry 2: '8.8.8.8': is trusted by '8.8.8.0/24'" in warned


def test_an_entry_that_is_none_is_named_and_not_left_out_in_silence(stack):
    said = failed(stack('ThreatList("l", entries=["8.8.8.8", pulumi.Output.from_input(None)])').preview())

    assert any("entries: 1 error:\nentry 2: 'None': not an IPv4 address" in line for line in said)
