"""What a list bucket is declared with and what happens to it in S3, on the sandbox over HTTP."""

import json

import pytest
from findings_sink import ACCOUNT, REGION
from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.list_bucket.lifecycle import HANDLERS


pytestmark = pytest.mark.usefixtures("aws_environment")


@pytest.fixture(autouse=True)
def no_holders():
    holders.forget()


@pytest.fixture
def s3(sandbox):
    return sandbox.client("s3")


def checked(**changes):
    inputs, failures = HANDLERS.check({}, {"clientToken": "t-1", "region": REGION, **changes}, Call())
    assert failures == []
    return inputs


def create(**changes):
    return HANDLERS.create(checked(**changes), Call())


def key_of(sandbox):
    return sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        pytest.param({"bucket": "Lists"}, "bucket", "lowercase", id="bucket-upper"),
        pytest.param({"bucket": "ab"}, "bucket", "3 to 63", id="bucket-short"),
        pytest.param({"kmsKeyArn": "alias/x"}, "kms_key_arn", "arn:", id="key-alias"),
        pytest.param({"noncurrentRetentionDays": 0.0}, "noncurrent_retention_days", "1", id="days-0"),
        pytest.param({"noncurrentRetentionDays": 1.5}, "noncurrent_retention_days", "integer", id="days-fraction"),
        pytest.param({"tags": {"aws:x": ""}}, "tags", "reserved", id="tag-aws"),
        pytest.param({"forceDestroy": "yes"}, "force_destroy", "valid boolean", id="force-string"),
        pytest.param({"acl": "private"}, "acl", "is not a property", id="misspelled"),
    ],
)
def test_check_names_the_one_property_that_is_wrong(changed, path, words):
    _, failures = HANDLERS.check({}, {"clientToken": "t-1", **changed}, Call())

    assert [failure.property for failure in failures] == [path]
    assert words in failures[0].reason


def test_a_bucket_is_private_versioned_encrypted_and_tls_only(s3):
    name, outputs = create(tags={"team": "security"})

    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    ownership = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    encryption = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    policy = json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])
    assert set(block.values()) == {True}
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert [(row["Effect"], row["Condition"]) for row in policy["Statement"]] == [
        ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    ]
    assert outputs["tags"] == {"team": "security"}
    assert outputs["arn"] == f"arn:aws:s3:::{name}"


def test_a_request_without_tls_is_refused_and_one_with_it_is_not(sandbox):
    name, _ = create()

    sandbox.client("s3", transport="https").put_object(Bucket=name, Key="a", Body=b"")
    with pytest.raises(Exception, match="AccessDenied"):
        sandbox.client("s3", transport="http").put_object(Bucket=name, Key="b", Body=b"")


def test_current_lists_never_expire_and_older_ones_do(s3):
    name, _ = create(noncurrentRetentionDays=30)

    rules = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert [rule.get("NoncurrentVersionExpiration") for rule in rules] == [{"NoncurrentDays": 30}, None, None]
    assert [rule.get("Expiration") for rule in rules] == [None, {"ExpiredObjectDeleteMarker": True}, None]


def test_an_untouched_bucket_reads_back_as_declared_and_shows_no_difference(sandbox):
    name, outputs = create(kmsKeyArn=key_of(sandbox), tags={"a": "1"})

    seen, inputs = HANDLERS.read(name, outputs, Call())

    assert seen == outputs
    assert HANDLERS.diff(seen, inputs, Call()).changed == frozenset()
    assert HANDLERS.diff(seen, checked(kmsKeyArn=outputs["kmsKeyArn"], tags={"a": "1"}), Call()).changed == frozenset()


def test_a_create_run_again_finds_the_same_bucket_whose_name_another_identity_never_gets(s3):
    first, _ = create()

    assert create()[0] == first
    assert create(clientToken="t-2")[0] != first
    assert len(s3.list_buckets()["Buckets"]) == 2


def test_a_bucket_of_that_name_is_refused_unless_adopted(s3):
    s3.create_bucket(Bucket="lists")

    with pytest.raises(errors.ConflictError, match="set adopt=True to take it over"):
        create(bucket="lists")
    name, outputs = create(bucket="lists", adopt=True)

    assert (name, outputs["versioning"]) == ("lists", "Enabled")


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda s3, name: s3.delete_public_access_block(Bucket=name), id="public-access"),
        pytest.param(
            lambda s3, name: s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"}),
            id="versioning",
        ),
        pytest.param(lambda s3, name: s3.delete_bucket_policy(Bucket=name), id="policy"),
        pytest.param(lambda s3, name: s3.delete_bucket_lifecycle(Bucket=name), id="rules"),
        pytest.param(lambda s3, name: s3.delete_bucket_ownership_controls(Bucket=name), id="ownership"),
    ],
)
def test_each_setting_that_was_changed_by_hand_is_drift_and_is_restored(s3, tamper):
    name, outputs = create()
    tamper(s3, name)

    seen, _ = HANDLERS.read(name, outputs, Call())
    assert HANDLERS.diff(seen, checked(), Call()).changed != frozenset()
    after = HANDLERS.update(name, seen, checked(), Call())

    assert after == outputs


def test_a_key_is_put_in_place_and_taken_back(sandbox, s3):
    name, outputs = create()
    key = key_of(sandbox)

    with_key = HANDLERS.update(name, outputs, checked(kmsKeyArn=key), Call())
    rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == key
    assert rule["BucketKeyEnabled"] is True

    without = HANDLERS.update(name, with_key, checked(), Call())
    assert "kmsKeyArn" not in without


def test_another_name_or_region_is_a_new_bucket_made_first():
    _, outputs = create(bucket="lists")

    for change in ({"bucket": "other"}, {"bucket": "lists", "region": "eu-west-1"}):
        found = HANDLERS.diff(outputs, checked(**change), Call())
        assert found.replaces
        assert found.delete_first is False


def test_deleting_takes_older_versions_and_delete_markers_along(s3):
    name, outputs = create()
    s3.put_object(Bucket=name, Key="list", Body=b"1")
    s3.put_object(Bucket=name, Key="list", Body=b"2")
    s3.delete_object(Bucket=name, Key="list")

    HANDLERS.delete(name, outputs, Call())
    HANDLERS.delete(name, outputs, Call())

    assert s3.list_buckets()["Buckets"] == []


def test_deleting_refuses_what_the_stack_did_not_upload_and_loses_nothing(s3):
    name, outputs = create()
    s3.put_object(Bucket=name, Key="foreign", Body=b"123")

    with pytest.raises(errors.ConflictError) as caught:
        HANDLERS.delete(name, outputs, Call())
    assert f"bucket {name} is kept, as it holds 1 object versions of 3 bytes" in str(caught.value)
    assert s3.get_object(Bucket=name, Key="foreign")["Body"].read() == b"123"

    HANDLERS.delete(name, {**outputs, "forceDestroy": True}, Call())
    assert s3.list_buckets()["Buckets"] == []


def test_force_alone_is_kept_in_state_without_a_call(sandbox):
    name, outputs = create()
    sandbox.control.clear_calls()

    after = HANDLERS.update(name, outputs, checked(forceDestroy=True), Call())

    assert after == {**outputs, "forceDestroy": True}
    assert sandbox.control.calls() == []


def test_a_bucket_deleted_by_hand_is_gone(s3):
    name, outputs = create()
    s3.delete_bucket(Bucket=name)

    assert HANDLERS.read(name, outputs, Call()) is None


def test_a_bucket_that_is_left_half_made_stays_in_state_with_the_reason(s3):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketPublicAccessBlock", "Resource": "*"}
    s3.create_bucket(Bucket="lists")
    s3.put_bucket_policy(Bucket="lists", Policy=json.dumps({"Version": "2012-10-17", "Statement": deny}))

    with pytest.raises(errors.NotReadyError) as caught:
        create(bucket="lists", adopt=True)

    assert (caught.value.resource_id, caught.value.outputs["accountId"]) == ("lists", ACCOUNT)
    assert str(caught.value).startswith("bucket lists was made, and then: ")
    assert "PutPublicAccessBlock failed with AccessDenied" in str(caught.value)


def test_a_bucket_whose_resource_was_renamed_is_still_its_own(s3):
    bucket, outputs = create()
    # An alias keeps the resource, and its identity is derived from the new name.
    outputs = HANDLERS.update(bucket, outputs, checked(clientToken="t-2", forceDestroy=True), Call())
    holders.forget()
    said = []

    HANDLERS.delete(bucket, outputs, Call(warn=said.append))

    assert said == []
    assert s3.list_buckets()["Buckets"] == []
