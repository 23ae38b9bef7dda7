"""Deleting a findings bucket: nothing is lost unless forced, and nothing is left behind."""

import pytest
from findings_bucket import create, declared, names
from findings_sink import ACCOUNT
from moto.s3.models import s3_backends
from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.bucket_upkeep.emptying import Emptying
from pulumi_guardduty.findings_bucket.lifecycle import HANDLERS
from struck_calls import at_each_call


FINDING = "findings/AWSLogs/123456789012/GuardDuty/us-east-1/2026/01/01/x.jsonl.gz"
KEY_OF_NOBODY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


def put(s3, key_arn, key=FINDING, body=b"{}\n"):
    s3.put_object(Bucket="audit-findings", Key=key, Body=body, ServerSideEncryption="aws:kms", SSEKMSKeyId=key_arn)


def put_many(count):
    """Straight into the emulator's store: the point is how many there are."""
    backend = s3_backends[ACCOUNT]["aws"]
    for number in range(count):
        backend.put_object("audit-findings", f"{FINDING}.{number:05}", b"x")


def delete(outputs, **changes):
    said = []
    HANDLERS.delete("audit-findings", {**outputs, **changes}, Call(say=said.append, warn=said.append))
    return said


def versions(s3):
    found = s3.list_object_versions(Bucket="audit-findings")
    return len(found.get("Versions", [])), len(found.get("DeleteMarkers", []))


def test_a_bucket_with_nothing_but_folder_objects_goes_without_force(sandbox, s3, key_arn):
    _, outputs = create(key_arn)
    put(s3, key_arn, "findings/AWSLogs/", b"")
    put(s3, key_arn, "findings/AWSLogs/", b"")
    s3.delete_object(Bucket="audit-findings", Key="findings/")

    delete(outputs)

    assert names(sandbox) == []


def test_a_bucket_with_findings_is_kept_whole_and_says_how_to_lose_or_keep_them(s3, key_arn):
    _, outputs = create(key_arn)
    put(s3, key_arn)
    put(s3, key_arn)
    before = versions(s3)

    with pytest.raises(errors.ConflictError) as caught:
        delete(outputs)

    assert str(caught.value) == (
        "bucket audit-findings is kept, as it holds 2 object versions of 6 bytes: to lose them with it, set "
        "force_destroy=True, run `pulumi up`, then `pulumi destroy` again; to keep them, move them away first, or take "
        "the bucket out of the stack with `pulumi state delete`"
    )
    assert versions(s3) == before == (3, 0)


@pytest.mark.parametrize(
    "key", ["notes.txt", "findings/empty-but-no-folder", "findings/AWSLogs/x"], ids=["beside", "zero-bytes", "below"]
)
def test_whatever_is_no_folder_object_counts_as_content(s3, key_arn, key):
    _, outputs = create(key_arn)
    put(s3, key_arn, key, b"")

    with pytest.raises(errors.ConflictError, match="holds 1 object versions of 0 bytes"):
        delete(outputs)


def test_findings_that_were_deleted_by_hand_but_have_versions_count_as_content(s3, key_arn):
    _, outputs = create(key_arn)
    put(s3, key_arn)
    s3.delete_object(Bucket="audit-findings", Key=FINDING)

    with pytest.raises(errors.ConflictError, match="holds 1 object versions of 3 bytes"):
        delete(outputs)


def test_content_behind_the_first_thousand_folder_objects_is_found_before_anything_is_deleted(s3, key_arn):
    _, outputs = create(key_arn)
    backend = s3_backends[ACCOUNT]["aws"]
    for number in range(1_100):
        backend.put_object("audit-findings", f"a{number:05}/", b"")
    put(s3, key_arn, "z")

    with pytest.raises(errors.ConflictError, match="holds 1 object versions of 3 bytes"):
        delete(outputs)

    assert len(backend.list_object_versions("audit-findings", max_keys=10_000)[0]) == 1_102


def test_force_deletes_every_version_and_delete_marker_in_batches_of_a_thousand(sandbox, s3, key_arn):
    _, outputs = create(key_arn)
    put_many(2_100)
    put(s3, key_arn)
    s3.delete_object(Bucket="audit-findings", Key=FINDING)
    sandbox.control.clear_calls()

    delete(outputs, forceDestroy=True)

    assert names(sandbox) == []
    assert [call["status"] for call in sandbox.control.calls(operation="DeleteObjects")] == [200] * 3


def test_a_finding_that_arrives_while_the_bucket_is_emptied_is_not_lost(sandbox, s3, key_arn, monkeypatch):
    _, outputs = create(key_arn)
    put(s3, key_arn, "findings/AWSLogs/", b"")
    real = Emptying._refuse_content

    def and_then_one_arrives(emptying):
        real(emptying)
        put(s3, key_arn)

    monkeypatch.setattr(Emptying, "_refuse_content", and_then_one_arrives)

    with pytest.raises(errors.ConflictError, match="holds 1 object versions of 3 bytes"):
        delete(outputs)

    assert s3.get_object(Bucket="audit-findings", Key=FINDING)["Body"].read() == b"{}\n"
    assert names(sandbox) == ["audit-findings"]


def test_a_lock_in_governance_mode_gives_way_to_who_may_bypass_it(sandbox, s3, key_arn):
    _, outputs = create(key_arn, objectLock={"mode": "GOVERNANCE", "days": 3.0})
    put(s3, key_arn)

    delete(outputs, forceDestroy=True)

    assert names(sandbox) == []


def test_a_lock_in_compliance_mode_keeps_the_bucket_and_says_until_when(sandbox, s3, key_arn):
    _, outputs = create(key_arn, prefix=None, objectLock={"mode": "COMPLIANCE", "days": 3.0})
    put(s3, key_arn)
    until = s3.head_object(Bucket="audit-findings", Key=FINDING)["ObjectLockRetainUntilDate"]

    with pytest.raises(errors.ConflictError) as caught:
        delete(outputs, forceDestroy=True)

    assert str(caught.value) == (
        f"bucket audit-findings is kept: 1 of its objects are under Object Lock, {FINDING!r} until {until:%Y-%m-%d}; "
        "nobody can delete them earlier, so run `pulumi destroy` again after that"
    )
    assert names(sandbox) == ["audit-findings"]


def test_delete_is_a_success_the_second_time_too(key_arn):
    _, outputs = create(key_arn)

    delete(outputs)
    delete(outputs)


def test_a_bucket_that_another_resource_adopted_outlives_the_first_ones_delete(sandbox, key_arn):
    _, outputs = create(key_arn)
    create(key_arn, clientToken="t-2", adopt=True)

    said = delete(outputs)

    assert names(sandbox) == ["audit-findings"]
    assert said == ["bucket audit-findings is kept: another resource has taken it over"]


def test_a_bucket_whose_name_another_account_has_taken_since_is_left_alone(sandbox, s3, key_arn):
    _, outputs = create(key_arn, prefix=None)
    s3.delete_bucket(Bucket="audit-findings")
    foreign = sandbox.client("s3", account="222233334444")
    foreign.create_bucket(Bucket="audit-findings")

    with pytest.raises(errors.AccessDeniedError):
        delete(outputs, forceDestroy=True)

    assert [row["Name"] for row in foreign.list_buckets()["Buckets"]] == ["audit-findings"]


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_an_answer_lost_at_any_call_of_a_delete_is_made_good(sandbox, kind):
    def prepare():
        key_arn = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
        sandbox.client("guardduty").create_detector(Enable=True)
        return create(key_arn)[1]

    for _ in at_each_call(sandbox, kind, prepare, delete):
        assert names(sandbox) == []


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"forceDestroy": True}, id="beside-a-change-that-aws-does-not-see"),
        pytest.param({"aws": {"profile": "default"}, "forceDestroy": None}, id="beside-a-change-of-state-alone"),
    ],
)
def test_a_bucket_whose_resource_was_renamed_is_still_its_own(sandbox, key_arn, changed, tmp_path, monkeypatch):
    (tmp_path / "config").write_text("[default]\naws_access_key_id = a\naws_secret_access_key = b\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    _, outputs = create(key_arn)
    # An alias keeps the resource, and its identity is derived from the new name.
    renamed = declared(key_arn, clientToken="t-2", **changed)

    outputs = HANDLERS.update("audit-findings", outputs, renamed, Call())

    holders.forget()
    assert delete(outputs) == []
    assert names(sandbox) == []
