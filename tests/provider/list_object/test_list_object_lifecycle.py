"""What happens in S3 to an uploaded list, on the sandbox over HTTP."""

import json

import pytest
from findings_sink import ACCOUNT, REGION
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.list_object import content_source
from pulumi_guardduty.list_object.lifecycle import HANDLERS


pytestmark = pytest.mark.usefixtures("aws_environment", "s3")


@pytest.fixture(params=["versioned", "unversioned"])
def s3(sandbox, request):
    """S3 with a bucket named lists, that keeps versions or does not."""
    client = sandbox.client("s3")
    client.create_bucket(Bucket="lists")
    if request.param == "versioned":
        client.put_bucket_versioning(Bucket="lists", VersioningConfiguration={"Status": "Enabled"})
    return client


def checked(*entries, **changes):
    bag = {"bucket": "lists", "name": "blocked", "kind": "threat-ip", "clientToken": "t-1", "region": REGION}
    inputs, failures = HANDLERS.check({}, {**bag, "entries": list(entries or ["8.8.8.8"]), **changes}, Call())
    assert failures == []
    return inputs


def create(*entries, **changes):
    return HANDLERS.create(checked(*entries, **changes), Call())


def body(s3, key):
    return s3.get_object(Bucket="lists", Key=key)["Body"].read()


def keys(s3):
    return [row["Key"] for row in s3.list_objects_v2(Bucket="lists").get("Contents", [])]


def versions(s3):
    found = s3.list_object_versions(Bucket="lists")
    return [row["VersionId"] for kind in ("Versions", "DeleteMarkers") for row in found.get(kind, [])]


def test_create_uploads_what_was_judged_and_reads_back_as_declared(s3):
    resource_id, outputs = create("8.8.8.8", "9.9.9.9")
    seen, inputs = HANDLERS.read(resource_id, outputs, Call())

    assert resource_id == f"lists/{outputs['key']}"
    assert body(s3, outputs["key"]) == b"8.8.8.8\n9.9.9.9\n"
    assert seen == outputs
    assert inputs == checked("8.8.8.8", "9.9.9.9")
    assert HANDLERS.diff(seen, inputs, Call()).changed == frozenset()


def test_state_of_an_uploaded_list_holds_none_of_its_content():
    _, outputs = create("8.8.8.8")

    assert "8.8.8.8" not in json.dumps(outputs)
    assert "entries" not in outputs


def test_a_file_is_uploaded_to_the_byte(s3, tmp_path):
    content = b"8.8.8.8\r\n9.9.9.9"
    (tmp_path / "l.txt").write_bytes(content)

    _, outputs = create(path=str(tmp_path / "l.txt"), entries=None)

    assert body(s3, outputs["key"]) == content
    assert outputs["size"] == len(content)


def test_a_normalised_list_is_uploaded_in_its_normal_form(s3):
    _, outputs = create("9.9.9.9", "8.8.8.9", "8.8.8.8", "9.9.9.9", normalize=True)

    assert body(s3, outputs["key"]) == b"8.8.8.8/31\n9.9.9.9\n"


def test_new_content_is_a_new_object_made_before_the_old_one_goes(s3):
    first, outputs = create("8.8.8.8")
    declared = checked("9.9.9.9")

    found = HANDLERS.diff(outputs, declared, Call())
    second, after = HANDLERS.create(declared, Call())

    assert (found.replaces, found.delete_first) == ({"sha256", "key"}, False)
    assert first != second
    assert set(keys(s3)) == {outputs["key"], after["key"]}
    HANDLERS.delete(first, outputs, Call())
    assert keys(s3) == [after["key"]]


def test_the_same_content_from_another_place_is_no_difference(tmp_path):
    _, outputs = create("8.8.8.8")
    (tmp_path / "l.txt").write_text("8.8.8.8\n")

    moved = checked(path=str(tmp_path / "l.txt"), entries=None)

    assert HANDLERS.diff(outputs, moved, Call()).changed == frozenset()


def test_a_file_that_changes_between_the_check_and_the_upload_is_not_uploaded(s3, tmp_path):
    path = tmp_path / "l.txt"
    path.write_text("8.8.4.4\n")
    declared = checked(path=str(path), entries=None)
    path.write_text("nonsense\n")

    with pytest.raises(errors.InvalidInputError, match=r"was changed while `pulumi up` ran; run it again"):
        HANDLERS.create(declared, Call())

    assert keys(s3) == []


def test_a_file_that_is_gone_at_the_upload_is_one_sentence(tmp_path):
    path = tmp_path / "l.txt"
    path.write_text("8.8.4.4\n")
    declared = checked(path=str(path), entries=None)
    path.unlink()

    with pytest.raises(errors.InvalidInputError) as caught:
        HANDLERS.create(declared, Call())

    assert str(caught.value) == (
        f"path: {str(path)!r} can no longer be read (No such file or directory); run `pulumi up` again"
    )


def test_refresh_and_delete_need_no_local_file(s3, tmp_path):
    path = tmp_path / "l.txt"
    path.write_text("8.8.8.8\n")
    resource_id, outputs = create(path=str(path), entries=None)
    path.unlink()

    seen, _ = HANDLERS.read(resource_id, outputs, Call())
    HANDLERS.delete(resource_id, seen, Call())

    assert keys(s3) == []


def test_a_create_run_again_after_a_lost_answer_uploads_once_more_and_deletes_both(s3):
    first, _ = create("8.8.8.8")

    second, outputs = create("8.8.8.8")
    assert first == second
    assert keys(s3) == [outputs["key"]]

    HANDLERS.delete(second, outputs, Call())
    assert versions(s3) == []


def test_an_answer_lost_on_its_way_is_no_conflict(s3, sandbox):
    sandbox.control.fault("cut_after", service="s3", operation="PutObject", times=1)

    _, outputs = create("8.8.8.8")

    assert body(s3, outputs["key"]) == b"8.8.8.8\n"


def test_an_object_of_another_resource_is_refused_and_left_alone():
    _, foreign = create("8.8.8.8", clientToken="somebody-elses")

    with pytest.raises(errors.ConflictError) as caught:
        create("8.8.8.8")

    assert str(caught.value) == (
        f"bucket lists holds an object {foreign['key']} already, which this resource did not make; declare another "
        "name or prefix, give the renamed resource an alias, or delete that object first"
    )
    now, _ = HANDLERS.read(f"lists/{foreign['key']}", foreign, Call())
    assert now == foreign


def test_going_back_to_earlier_content_survives_the_late_deletion_of_the_earlier_object(s3):
    """After a failed update the engine still has to delete the first object when the third one has its key."""
    first, earlier = create("8.8.8.8")
    create("9.9.9.9")
    third, now = create("8.8.8.8")
    assert third == first

    HANDLERS.delete(first, earlier, Call())

    assert body(s3, now["key"]) == b"8.8.8.8\n"
    HANDLERS.delete(third, now, Call())
    assert now["key"] not in keys(s3)


def test_an_object_that_was_overwritten_by_hand_is_drift_and_is_uploaded_again(s3):
    resource_id, outputs = create("8.8.8.8")
    s3.put_object(Bucket="lists", Key=outputs["key"], Body=b"")
    declared = checked("8.8.8.8")

    seen, _ = HANDLERS.read(resource_id, outputs, Call())
    found = HANDLERS.diff(seen, declared, Call())
    after = HANDLERS.update(resource_id, seen, declared, Call())

    assert "etag" in found.changed
    assert found.replaces == frozenset()
    assert body(s3, outputs["key"]) == b"8.8.8.8\n"
    assert after["revision"] != outputs["revision"], "whoever follows the revision has the list read again"
    assert HANDLERS.diff(after, declared, Call()).changed == frozenset()


def test_an_object_that_was_deleted_by_hand_is_gone_and_made_again_under_another_revision(s3):
    resource_id, outputs = create("8.8.8.8")
    s3.delete_object(Bucket="lists", Key=outputs["key"])

    assert HANDLERS.read(resource_id, outputs, Call()) is None
    again, after = create("8.8.8.8")
    assert (again, after["revision"] != outputs["revision"]) == (resource_id, True)


def test_read_says_gone_when_the_bucket_is_gone_and_delete_is_a_success_twice(s3):
    resource_id, outputs = create("8.8.8.8")

    HANDLERS.delete(resource_id, outputs, Call())
    HANDLERS.delete(resource_id, outputs, Call())
    for version in versions(s3):
        s3.delete_object(Bucket="lists", Key=outputs["key"], VersionId=version)
    s3.delete_bucket(Bucket="lists")

    assert HANDLERS.read(resource_id, outputs, Call()) is None
    HANDLERS.delete(resource_id, outputs, Call())


def test_another_key_means_another_upload_in_place(s3, sandbox):
    resource_id, outputs = create("8.8.8.8")
    key = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    declared = checked("8.8.8.8", kmsKeyArn=key)

    found = HANDLERS.diff(outputs, declared, Call())
    after = HANDLERS.update(resource_id, outputs, declared, Call())
    seen, inputs = HANDLERS.read(resource_id, after, Call())

    assert (found.changed, found.replaces) == ({"kmsKeyArn"}, frozenset())
    head = s3.head_object(Bucket="lists", Key=outputs["key"])
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)
    assert inputs == declared
    assert HANDLERS.diff(seen, declared, Call()).changed == frozenset()


def test_a_change_that_s3_does_not_hold_makes_no_call(sandbox):
    resource_id, outputs = create("8.8.8.8")
    sandbox.control.clear_calls()

    after = HANDLERS.update(resource_id, outputs, checked("8.8.8.8", kind="threat-entity"), Call())

    assert after == {**outputs, "kind": "threat-entity"}
    assert sandbox.control.calls() == []


def test_a_missing_bucket_is_told_in_words():
    with pytest.raises(errors.MissingResourceError) as caught:
        create(bucket="nowhere")

    assert str(caught.value).startswith("bucket: there is no bucket nowhere; correct its name, or make it first; ")


def test_a_refused_upload_says_what_it_takes(s3):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lists/*"}
    s3.put_bucket_policy(Bucket="lists", Policy=json.dumps({"Version": "2012-10-17", "Statement": deny}))

    with pytest.raises(errors.AccessDeniedError) as caught:
        create("8.8.8.8", expectedBucketOwner=ACCOUNT)

    key = checked("8.8.8.8")["key"]
    assert str(caught.value).startswith(
        f"bucket: the credentials Pulumi runs with may not upload {key} to lists (s3:PutObject, and "
        f"kms:GenerateDataKey where a KMS key encrypts it), or the bucket belongs to another account than {ACCOUNT}; "
    )


def test_content_kept_for_the_upload_is_readable_by_this_user_only():
    create("8.8.8.8")

    (folder,) = content_source._FOLDERS
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())


def test_the_id_has_to_have_its_form():
    with pytest.raises(errors.InvalidInputError, match="expected <bucket>/<key>"):
        HANDLERS.read("lists", {"region": REGION}, Call())


def test_an_existing_object_is_looked_up_by_its_id():
    resource_id, outputs = create("8.8.8.8")

    seen, _ = HANDLERS.read(resource_id, {"region": REGION}, Call())

    assert {name: seen[name] for name in ("bucket", "key", "location", "etag", "size")} == {
        name: outputs[name] for name in ("bucket", "key", "location", "etag", "size")
    }
