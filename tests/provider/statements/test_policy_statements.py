"""Single statements in a policy that is somebody else's, on the sandbox over HTTP."""

import json
import threading

import pytest
from findings_sink import ACCOUNT, REGION, make_detector
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.bucket_policy_statements.lifecycle import HANDLERS as BUCKET
from pulumi_guardduty.key_policy_statements.lifecycle import HANDLERS as KEY


pytestmark = pytest.mark.usefixtures("aws_environment")

#: Spelled in a way no serializer would choose, so that "to the byte" means something.
FOREIGN = (
    '{ "Version":"2012-10-17",\n  "Id" : "theirs", "Statement": [ {"Sid":"Theirs","Effect":"Allow",'
    '"Principal":{"AWS":"arn:aws:iam::123456789012:root"},  "Action":["s3:GetObject"],'
    '"Resource":"arn:aws:s3:::shared/*"}'
    " ] }"
)


def call():
    return Call()


@pytest.fixture
def bucket(sandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="shared")
    s3.put_bucket_policy(Bucket="shared", Policy=FOREIGN)
    return "shared"


@pytest.fixture
def key_arn(sandbox):
    return sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def detector(sandbox):
    return make_detector(sandbox)


def policy(sandbox, bucket):
    return sandbox.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]


def sids(text):
    return [row.get("Sid") for row in json.loads(text)["Statement"]]


def declared(handlers, **bag):
    inputs, failures = handlers.check({}, {"clientToken": "t", "region": REGION, **bag}, call())
    assert failures == []
    return inputs


def exporting(bucket, key_arn, detector, **bag):
    exporters = [{"accountId": ACCOUNT, "region": REGION, "detectorId": detector}]
    return declared(BUCKET, bucket=bucket, kmsKeyArn=key_arn, exporters=exporters, **bag)


def test_generated_statements_join_and_delete_restores_the_policy_to_the_byte(sandbox, bucket, key_arn, detector):
    resource_id, outputs = BUCKET.create(exporting(bucket, key_arn, detector), call())
    joined = policy(sandbox, bucket)

    BUCKET.delete(resource_id, outputs, call())

    assert joined.startswith(FOREIGN[: FOREIGN.index(" ] }")])
    assert len(sids(joined)) == 6
    assert policy(sandbox, bucket) == FOREIGN


def test_without_exporters_the_detector_of_the_region_is_looked_up(bucket, key_arn, detector):
    _, outputs = BUCKET.create(declared(BUCKET, bucket=bucket, kmsKeyArn=key_arn), call())

    assert f"detector/{detector}" in outputs["writtenStatements"]


def test_a_create_run_again_changes_nothing(sandbox, bucket, key_arn, detector):
    first, _ = BUCKET.create(exporting(bucket, key_arn, detector), call())
    before = policy(sandbox, bucket)
    sandbox.control.clear_calls()

    second, _ = BUCKET.create(exporting(bucket, key_arn, detector), call())

    assert (second, policy(sandbox, bucket)) == (first, before)
    assert "PutBucketPolicy" not in {row["operation"] for row in sandbox.control.calls()}


def test_a_create_run_again_after_an_edit_takes_its_own_old_statements_out(sandbox, bucket, key_arn, detector):
    BUCKET.create(exporting(bucket, key_arn, detector), call())

    BUCKET.create(exporting(bucket, key_arn, detector, prefix="findings"), call())

    text = policy(sandbox, bucket)
    assert len(sids(text)) == len(set(sids(text))) == 6
    assert "shared/findings/*" in text


def test_three_writers_at_once_all_find_their_statements_there_and_leave_none_behind(
    sandbox, bucket, key_arn, detector
):
    made = {}

    def create(token):
        made[token] = BUCKET.create(exporting(bucket, key_arn, detector, clientToken=token), call())

    threads = [threading.Thread(target=create, args=(f"t{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = sids(policy(sandbox, bucket))
    for resource_id, outputs in made.values():
        BUCKET.delete(resource_id, outputs, call())

    assert len(together) == len(set(together)) == 1 + 3 * 5
    assert policy(sandbox, bucket) == FOREIGN


def test_a_bucket_without_a_policy_gets_one_and_is_left_without(sandbox, key_arn, detector):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="bare")

    resource_id, outputs = BUCKET.create(exporting("bare", key_arn, detector), call())
    BUCKET.delete(resource_id, outputs, call())

    with pytest.raises(s3.exceptions.ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="bare")


def test_a_statement_taken_out_by_hand_is_drift_that_is_named_and_put_back(sandbox, bucket, key_arn, detector):
    resource_id, outputs = BUCKET.create(exporting(bucket, key_arn, detector), call())
    complete = policy(sandbox, bucket)
    document = json.loads(complete)
    (lost,) = [row["Sid"] for row in document["Statement"] if row["Sid"].startswith("GuardDutyExportDenyWrongKey")]
    document["Statement"] = [row for row in document["Statement"] if row["Sid"] != lost]
    sandbox.client("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps(document))
    said = []

    seen, inputs = BUCKET.read(resource_id, outputs, Call(warn=said.append))
    found = BUCKET.diff(seen, inputs, call())
    BUCKET.update(resource_id, seen, inputs, call())

    assert found.changed == {"actualStatements"}
    assert said == [
        f"the policy of bucket shared was changed outside of Pulumi: {lost} missing or changed; `pulumi up` restores it"
    ]
    assert sorted(sids(policy(sandbox, bucket))) == sorted(sids(complete))


def test_an_untouched_policy_shows_no_difference(bucket, key_arn, detector):
    resource_id, outputs = BUCKET.create(exporting(bucket, key_arn, detector), call())

    seen, inputs = BUCKET.read(resource_id, outputs, call())

    assert seen == outputs
    assert inputs == exporting(bucket, key_arn, detector)
    assert BUCKET.diff(seen, inputs, call()).changed == frozenset()


def test_a_foreign_statement_of_the_same_sid_is_refused_and_adopt_takes_it(sandbox, bucket):
    mine = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::shared/x"}

    with pytest.raises(errors.InvalidInputError, match="'Theirs' already that says something else and is not ours"):
        BUCKET.create(declared(BUCKET, bucket=bucket, statements=[mine]), call())
    assert policy(sandbox, bucket) == FOREIGN

    BUCKET.create(declared(BUCKET, bucket=bucket, statements=[mine], adopt=True), call())
    assert json.loads(policy(sandbox, bucket))["Statement"] == [mine]


def test_a_bucket_that_is_gone_is_gone_for_read_and_delete(sandbox, bucket, key_arn, detector):
    resource_id, outputs = BUCKET.create(exporting(bucket, key_arn, detector), call())
    sandbox.client("s3").delete_bucket(Bucket=bucket)

    assert BUCKET.read(resource_id, outputs, call()) is None
    BUCKET.delete(resource_id, outputs, call())


def test_key_statements_join_update_in_place_and_leave(sandbox, key_arn, detector):
    kms = sandbox.client("kms")
    before = kms.get_key_policy(KeyId=key_arn, PolicyName="default")["Policy"]
    exporters = [{"accountId": ACCOUNT, "region": REGION, "detectorId": detector}]
    resource_id, outputs = KEY.create(declared(KEY, kmsKeyArn=key_arn, exporters=exporters), call())
    more = [*exporters, {"accountId": ACCOUNT, "region": "eu-west-1", "detectorId": "b" * 32}]
    news = declared(KEY, kmsKeyArn=key_arn, exporters=more)

    found = KEY.diff(outputs, news, call())
    after = KEY.update(resource_id, outputs, news, call())
    joined = kms.get_key_policy(KeyId=key_arn, PolicyName="default")["Policy"]
    KEY.delete(resource_id, after, call())

    assert (found.changed, found.replaces) == ({"exporters"}, frozenset())
    assert "b" * 32 in joined
    assert kms.get_key_policy(KeyId=key_arn, PolicyName="default")["Policy"] == before


@pytest.mark.parametrize(
    ("bag", "path", "words"),
    [
        pytest.param({"statements": []}, "statements", "at least 1 item", id="none"),
        pytest.param({"statements": [{"Effect": "Allow"}]}, "statements", "statement 1 has no Sid", id="no-sid"),
        pytest.param({"statements": [{"Sid": "A", "Effect": "x"}]}, "statements", "Effect Allow or Deny", id="effect"),
        pytest.param({"statements": [{"Sid": "A", "Effect": "Deny"}] * 2}, "statements", "two statements", id="twice"),
        pytest.param({"exporters": [{"accountId": "1"}]}, "exporters", "12 digits", id="account"),
        pytest.param({}, "", "kms_key_arn is needed", id="no-key"),
        pytest.param(
            {"statements": [{"Sid": "A", "Effect": "Deny"}], "prefix": "x"}, "", "no effect beside", id="both"
        ),
    ],
)
def test_check_names_what_is_wrong(bag, path, words):
    _, failures = BUCKET.check({}, {"bucket": "shared", **bag}, call())

    assert [failure.property for failure in failures] == [path]
    assert words in failures[0].reason
