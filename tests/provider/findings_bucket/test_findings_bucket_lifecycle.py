"""What happens in AWS to a findings bucket, on the sandbox over HTTP."""

import json

import pytest
from findings_bucket import create, declared, make_key, names, refreshed
from findings_sink import ACCOUNT, REGION, make_detector
from pulumi_guardduty import errors
from pulumi_guardduty._core import aws_access
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.findings_bucket.lifecycle import HANDLERS
from pulumi_guardduty.policy_documents import guardduty_bucket_policy, same_meaning
from pulumi_guardduty.sink_upkeep.resource_tags import IDENTITY_TAG
from struck_calls import at_each_call


BUCKET = "audit-findings"
TAGS = {"team": "security"}


def expected_policy(key_arn, detector, bucket=BUCKET, prefix="findings"):
    exporter = {"account_id": ACCOUNT, "region": REGION, "detector_id": detector}
    return guardduty_bucket_policy(
        bucket_arn=f"arn:aws:s3:::{bucket}", kms_key_arn=key_arn, exporters=[exporter], prefix=prefix
    )


def make_log_bucket(s3):
    s3.create_bucket(Bucket="audit-log")
    delivery = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    policy = {"Version": "2012-10-17", "Statement": [{**delivery, "Resource": "arn:aws:s3:::audit-log/*"}]}
    s3.put_bucket_policy(Bucket="audit-log", Policy=json.dumps(policy))


def test_a_bucket_is_made_closed_versioned_encrypted_owned_and_marked(s3, key_arn, detector):
    bucket, outputs = create(key_arn, tags=TAGS)

    blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    tags = {row["Key"]: row["Value"] for row in s3.get_bucket_tagging(Bucket=bucket)["TagSet"]}
    marker = s3.head_object(Bucket=bucket, Key="findings/")
    policy = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    assert bucket == BUCKET
    assert list(blocked.values()) == [True] * 4
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}
    assert rule["BucketKeyEnabled"] is True
    assert tags == {**TAGS, IDENTITY_TAG: "t-1"}
    assert (marker["ContentLength"], marker["ServerSideEncryption"], marker["SSEKMSKeyId"]) == (0, "aws:kms", key_arn)
    assert same_meaning(policy, expected_policy(key_arn, detector))
    assert (outputs["arn"], outputs["markerKey"]) == (f"arn:aws:s3:::{BUCKET}", "findings/")


def test_an_untouched_bucket_shows_no_difference(key_arn):
    changes = {"tags": TAGS, "retentionDays": 365.0, "objectLock": {"mode": "GOVERNANCE", "days": 3.0}}
    bucket, outputs = create(key_arn, **changes)

    seen, inputs = refreshed(bucket, outputs)

    assert seen == outputs
    assert inputs == declared(key_arn, **changes)
    assert HANDLERS.diff(seen, inputs, Call()).changed == frozenset()


def test_a_fresh_create_takes_few_calls(sandbox, key_arn):
    sandbox.control.clear_calls()

    create(key_arn, retentionDays=30.0)

    assert len(sandbox.control.calls()) <= 22


def test_at_the_root_there_is_no_folder_object(s3, key_arn):
    bucket, outputs = create(key_arn, prefix=None)

    assert "markerKey" not in outputs
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_without_a_name_one_is_made_that_no_other_account_or_region_makes(sandbox, key_arn):
    bucket, outputs = create(key_arn, bucket=None)
    make_detector(sandbox, "eu-west-1")
    other, _ = create(make_key(sandbox, "eu-west-1"), bucket=None, region="eu-west-1")
    seen, inputs = refreshed(bucket, outputs)

    assert bucket.startswith("guardduty-findings-")
    assert other != bucket
    assert "bucket" not in inputs
    assert HANDLERS.diff(seen, declared(key_arn, bucket=None), Call()).changed == frozenset()


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_the_bucket_lies_in_its_region(sandbox, region):
    make_detector(sandbox, "eu-west-1")
    bucket, outputs = create(make_key(sandbox, region), region=region)

    found = sandbox.client("s3").get_bucket_location(Bucket=bucket)["LocationConstraint"]

    assert (found or "us-east-1", outputs["region"]) == (region, region)


def test_each_declared_property_is_changed_in_place(sandbox, s3, key_arn, detector):
    bucket, outputs = create(key_arn, tags=TAGS)
    make_log_bucket(s3)
    other = make_key(sandbox)
    edited = declared(
        other,
        policy=json.dumps(expected_policy(other, detector, prefix="elsewhere")),
        prefix="elsewhere",
        retentionDays=30.0,
        noncurrentRetentionDays=5.0,
        abortIncompleteUploadDays=2.0,
        objectLock={"mode": "GOVERNANCE", "days": 3.0},
        accessLogBucket="audit-log",
        accessLogPrefix="s3/",
        tags={"env": "prod"},
        forceDestroy=True,
    )

    found = HANDLERS.diff(outputs, edited, Call())
    after = HANDLERS.update(bucket, outputs, edited, Call())
    seen, inputs = refreshed(bucket, after)

    assert found.replaces == frozenset()
    assert found.changed == edited.keys() - {"bucket", "clientToken", "region"}
    assert inputs == edited
    assert HANDLERS.diff(seen, edited, Call()).changed == frozenset()
    assert s3.head_object(Bucket=bucket, Key="elsewhere/")["SSEKMSKeyId"] == other


def test_what_is_no_longer_declared_is_taken_back(s3, key_arn):
    make_log_bucket(s3)
    options = {
        "retentionDays": 30.0,
        "accessLogBucket": "audit-log",
        "tags": TAGS,
        "objectLock": {"mode": "GOVERNANCE", "days": 3.0},
    }
    bucket, outputs = create(key_arn, **options)

    after = HANDLERS.update(bucket, outputs, declared(key_arn), Call())
    seen, inputs = refreshed(bucket, after)

    assert options.keys().isdisjoint(seen)
    assert inputs == declared(key_arn)


def test_the_access_log_goes_below_the_buckets_name_unless_told_otherwise(s3, key_arn):
    make_log_bucket(s3)

    bucket, outputs = create(key_arn, accessLogBucket="audit-log")

    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetPrefix"] == f"{BUCKET}/"
    assert "accessLogPrefix" not in outputs


def test_a_log_bucket_that_lets_no_log_in_is_named_with_what_it_lacks(s3, key_arn):
    s3.create_bucket(Bucket="audit-log")

    with pytest.raises(errors.NotReadyError) as caught:
        create(key_arn, accessLogBucket="audit-log")

    assert (
        "the policy of access_log_bucket 'audit-log' has to allow s3:PutObject to logging.s3.amazonaws.com; "
        "PutBucketLogging failed with InvalidTargetBucketForLogging"
    ) in str(caught.value)


def test_force_destroy_alone_makes_no_call(sandbox, key_arn):
    bucket, outputs = create(key_arn)
    sandbox.control.clear_calls()

    after = HANDLERS.update(bucket, outputs, declared(key_arn, forceDestroy=True), Call())

    assert after == {**outputs, "forceDestroy": True}
    assert sandbox.control.calls() == []


def test_a_new_key_also_encrypts_the_folder_object_and_enters_the_policy(sandbox, s3, key_arn, detector):
    bucket, outputs = create(key_arn)
    other = make_key(sandbox)

    after = HANDLERS.update(bucket, outputs, declared(other), Call())

    assert s3.head_object(Bucket=bucket, Key="findings/")["SSEKMSKeyId"] == other
    assert same_meaning(after["policy"], expected_policy(other, detector))


@pytest.mark.parametrize(
    ("before", "after", "left"), [("findings", "new", "findings/AWSLogs/"), (None, "new", "AWSLogs/")]
)
def test_another_prefix_says_that_older_findings_stay_and_no_longer_expire(key_arn, before, after, left):
    bucket, outputs = create(key_arn, prefix=before, retentionDays=7.0)
    said = []

    HANDLERS.update(bucket, outputs, declared(key_arn, prefix=after, retentionDays=7.0), Call(warn=said.append))

    (sentence,) = said
    assert sentence == (
        f"prefix: findings that lie below {left} of bucket {bucket} stay there, and retention applies to the new "
        "folder only: move them, or delete them when they are no longer needed"
    )


def test_another_name_makes_the_new_bucket_before_the_old_one_goes(key_arn):
    _, outputs = create(key_arn)

    found = HANDLERS.diff(outputs, declared(key_arn, bucket="audit-findings-2"), Call())

    assert found.replaces == {"bucket"}
    assert found.delete_first is False


def test_a_bucket_of_this_account_that_we_did_not_make_is_refused(s3, key_arn):
    s3.create_bucket(Bucket=BUCKET)

    with pytest.raises(errors.ConflictError) as caught:
        create(key_arn)

    assert str(caught.value) == (
        f"bucket {BUCKET} exists in this account already, and this resource did not make it; choose another bucket "
        "name, set adopt=True to take it over once nothing else manages it, or give the renamed resource an alias"
    )
    assert s3.get_bucket_versioning(Bucket=BUCKET).get("Status") is None


def test_adopt_takes_a_bucket_of_this_account_over_and_converges_it(s3, key_arn, detector):
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "old", "Value": "1"}]})
    s3.put_object(Bucket=BUCKET, Key="theirs", Body=b"x")

    _, outputs = create(key_arn, adopt=True, tags=TAGS)

    assert (outputs["versioning"], outputs["tags"]) == ("Enabled", TAGS)
    assert same_meaning(outputs["policy"], expected_policy(key_arn, detector))
    assert s3.get_object(Bucket=BUCKET, Key="theirs")["Body"].read() == b"x"


@pytest.mark.parametrize("adopt", [None, True])
def test_a_bucket_of_another_account_is_refused_even_to_adopt(sandbox, key_arn, adopt):
    sandbox.client("s3", account="222233334444").create_bucket(Bucket=BUCKET)

    with pytest.raises(errors.ConflictError) as caught:
        create(key_arn, adopt=adopt)

    assert str(caught.value) == (
        f"bucket {BUCKET} exists already and these credentials (account {ACCOUNT}) may not reach it: it belongs to "
        "another account, or its policy keeps them out, or they lack s3:ListBucket; choose another bucket name, or "
        "grant them that action"
    )


def test_a_bucket_that_is_ours_in_another_region_does_not_move(sandbox, key_arn):
    create(key_arn)
    make_detector(sandbox, "eu-west-1")

    with pytest.raises(errors.ConflictError, match=f"bucket {BUCKET} exists in us-east-1, not in eu-west-1"):
        create(make_key(sandbox, "eu-west-1"), region="eu-west-1")


def test_a_region_without_a_detector_is_said_before_anything_is_made(sandbox):
    with pytest.raises(errors.InvalidInputError, match="has no GuardDuty detector in eu-west-1"):
        create(make_key(sandbox), exporters=[{"region": "eu-west-1"}])

    assert names(sandbox) == []


@pytest.fixture
def one_attempt(monkeypatch):
    """AWS is asked once: what botocore's own repetition would hide is seen."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    aws_access.forget()
    yield
    aws_access.forget()


@pytest.mark.slow
@pytest.mark.usefixtures("one_attempt")
@pytest.mark.parametrize(
    ("bucket", "kind"),
    [
        pytest.param(BUCKET, "cut_after", id="named-cut-after"),
        pytest.param(None, "cut_after", id="generated-cut-after"),
        pytest.param(BUCKET, "cut_before", id="named-cut-before"),
    ],
)
def test_a_create_cut_off_at_any_call_and_run_again_leaves_one_whole_bucket(sandbox, bucket, kind):
    def prepare():
        make_detector(sandbox)
        return make_key(sandbox)

    failed = 0
    for outcome in at_each_call(sandbox, kind, prepare, lambda key: (key, create(key, bucket=bucket))[0]):
        failed += outcome.failed
        key_arn = sandbox.client("kms").list_keys()["Keys"][0]["KeyArn"]

        made, outputs = create(key_arn, bucket=bucket)

        assert names(sandbox) == [made]
        assert HANDLERS.diff(outputs, declared(key_arn, bucket=bucket), Call()).changed == frozenset()
    assert failed >= 18


@pytest.mark.slow
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_an_answer_lost_at_any_call_still_makes_one_bucket(sandbox, region):
    def prepare():
        make_detector(sandbox)
        return make_key(sandbox, region)

    for outcome in at_each_call(
        sandbox, "cut_after", prepare, lambda key: create(key, region=region, exporters=EXPORTER)
    ):
        made, outputs = outcome.answer

        assert names(sandbox) == [made]
        assert outputs["markerPresent"] is True


EXPORTER = [{"accountId": ACCOUNT, "region": REGION, "detectorId": "d" * 32}]


@pytest.mark.usefixtures("one_attempt")
def test_what_was_made_is_kept_when_a_later_call_is_refused(sandbox, key_arn):
    sandbox.control.fault("error_500", operation="PutBucketVersioning", times=None)

    with pytest.raises(errors.NotReadyError) as caught:
        create(key_arn)

    assert caught.value.resource_id == BUCKET
    assert str(caught.value).startswith(f"bucket {BUCKET} was made, and then: ")
    assert "PutBucketVersioning failed with" in str(caught.value)
    sandbox.control.clear_faults()
    after = HANDLERS.update(BUCKET, *_next_up(caught.value.outputs, key_arn), Call())
    assert after["versioning"] == "Enabled"


def _next_up(outputs, key_arn):
    seen, _ = refreshed(BUCKET, outputs)
    return seen, declared(key_arn)


def test_read_of_a_bucket_that_was_deleted_by_hand_is_none(s3, key_arn):
    bucket, outputs = create(key_arn, prefix=None)
    s3.delete_bucket(Bucket=bucket)

    assert HANDLERS.read(bucket, outputs, Call()) is None
