"""What a person reads when a bucket, a key or their policies do not let GuardDuty export: the whole message."""

import json

import pytest
from findings_sink import ACCOUNT, REGION, bucket_policy, key_policy, make_sink
from pulumi_guardduty import errors
from pulumi_guardduty._core import aws_access
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.publishing_destination import preflight
from pulumi_guardduty.publishing_destination.lifecycle import HANDLERS
from pulumi_guardduty.publishing_destination.model import PublishingDestinationInputs
from pulumi_guardduty.publishing_destination.sink_facts import Sink


pytestmark = pytest.mark.usefixtures("aws_environment")

GUARDDUTY = "'guardduty.amazonaws.com'"
REFUSED = (
    "; CreatePublishingDestination failed with BadRequestException: The request failed because the GuardDuty service "
    "principal does not have permission to the KMS key or the resource specified by the destinationArn parameter. "
    "Refer to https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html [request "
)


@pytest.fixture
def sink(sandbox):
    return make_sink(sandbox, prefix="findings")


@pytest.fixture
def kms(sandbox):
    return sandbox.client("kms")


@pytest.fixture
def s3(sandbox):
    return sandbox.client("s3")


def bag(sink, **changes):
    return {
        "detectorId": sink.detector_id,
        "destinationArn": sink.destination_arn,
        "kmsKeyArn": sink.key_arn,
        "clientToken": "t-1",
        "region": REGION,
        **changes,
    }


def refusal(sink, call=None, **changes):
    """The text of the error that a create ends with, without AWS's own words."""
    with pytest.raises(errors.GuardDutyProviderError) as caught:
        HANDLERS.create(bag(sink, **changes), call or Call(timeout_seconds=0.2))
    text, _, request = str(caught.value).partition(REFUSED)
    assert request.endswith("]") or isinstance(caught.value, errors.InvalidInputError)
    return text


def made(sandbox):
    return [call["operation"] for call in sandbox.control.calls(service="guardduty")]


def source(sink):
    return f"arn:aws:guardduty:{REGION}:{ACCOUNT}:detector/{sink.detector_id}"


# --- before AWS is asked ------------------------------------------------------------------------------------------


def test_a_bucket_that_does_not_exist(sandbox, sink):
    text = refusal(sink, destinationArn="arn:aws:s3:::nowhere")

    assert text == "GuardDuty cannot export: bucket 'nowhere' does not exist; create it, or correct destination_arn"
    assert "CreatePublishingDestination" not in made(sandbox)


def test_a_bucket_in_another_partition(sandbox, sink):
    text = refusal(sink, destinationArn="arn:aws-cn:s3:::audit")

    assert text == (
        f"GuardDuty cannot export: bucket 'audit' is in partition 'aws-cn' and detector {sink.detector_id!r} in 'aws'; "
        "GuardDuty exports within one partition only, so name a bucket in 'aws'"
    )
    assert "CreatePublishingDestination" not in made(sandbox)


def test_a_key_in_another_partition(sink):
    key = sink.key_arn.replace("arn:aws:", "arn:aws-cn:").replace(REGION, "cn-north-1")

    assert refusal(sink, kmsKeyArn=key) == (
        f"GuardDuty cannot export: key {key!r} is in partition 'aws-cn' and detector {sink.detector_id!r} in 'aws'; "
        "GuardDuty exports within one partition only, so name a key in 'aws'"
    )


def test_a_key_in_another_region_than_the_bucket(sandbox, sink):
    key = sandbox.client("kms", region="eu-west-1").create_key()["KeyMetadata"]["Arn"]

    assert refusal(sink, kmsKeyArn=key) == (
        f"GuardDuty cannot export: key {key!r} is in eu-west-1 and the bucket in us-east-1; GuardDuty wants both in "
        "one region, so name a key in us-east-1"
    )


def test_a_key_that_does_not_exist(sink):
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"

    assert refusal(sink, kmsKeyArn=key) == (
        f"GuardDuty cannot export: key {key!r} does not exist; create it, or correct kms_key_arn"
    )


def test_an_alias_for_a_key_is_refused_by_check(sink):
    alias = f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/findings"

    _, (failure,) = HANDLERS.check({}, bag(sink, kmsKeyArn=alias), Call())

    assert failure.property == "kms_key_arn"
    assert failure.reason == (f"{alias!r} is the ARN of an alias; give the ARN of the key that the alias stands for")


def test_a_key_that_is_disabled(kms, sink):
    kms.disable_key(KeyId=sink.key_arn)

    assert refusal(sink) == (
        f"GuardDuty cannot export: key {sink.key_arn!r} is disabled; enable it, or name another key"
    )


def test_a_key_that_is_pending_deletion(kms, sink):
    date = kms.schedule_key_deletion(KeyId=sink.key_arn, PendingWindowInDays=7)["DeletionDate"]

    assert refusal(sink) == (
        f"GuardDuty cannot export: key {sink.key_arn!r} is pending deletion and will be deleted on {date}; cancel the "
        "deletion and enable the key, or name another key"
    )


def test_a_key_that_is_asymmetric(kms, sink):
    key = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]

    assert refusal(sink, kmsKeyArn=key) == (
        f"GuardDuty cannot export: key {key!r} has spec 'RSA_2048' and usage 'SIGN_VERIFY'; S3 encrypts with symmetric "
        "keys only, so name a key of spec 'SYMMETRIC_DEFAULT' and usage 'ENCRYPT_DECRYPT'"
    )


def test_a_folder_object_that_is_missing(sink):
    assert refusal(sink, destinationArn="arn:aws:s3:::audit/other") == (
        "GuardDuty cannot export: bucket 'audit' holds no folder object 'other/'; put an empty object of that key "
        "there, encrypted with SSE-KMS and the key of the destination, and keep lifecycle rules from expiring it"
    )


def test_a_bucket_in_an_opt_in_region_that_is_not_the_detectors(sandbox, sink):
    region = "me-south-1"
    sandbox.client("s3", region=region).create_bucket(
        Bucket="far", CreateBucketConfiguration={"LocationConstraint": region}
    )
    key = sandbox.client("kms", region=region).create_key()["KeyMetadata"]["Arn"]

    assert refusal(sink, destinationArn="arn:aws:s3:::far", kmsKeyArn=key) == (
        "GuardDuty cannot export: bucket 'far' is in the opt-in region me-south-1, and a detector in the "
        "default-enabled region us-east-1 exports to default-enabled regions only; use a bucket and key in one of those"
    )


def test_two_mistakes_are_both_said(kms, sink):
    kms.disable_key(KeyId=sink.key_arn)

    assert refusal(sink, destinationArn="arn:aws:s3:::nowhere") == (
        "GuardDuty cannot export: (1) bucket 'nowhere' does not exist; create it, or correct destination_arn; (2) key "
        f"{sink.key_arn!r} is disabled; enable it, or name another key"
    )


def test_a_bucket_of_another_owner_than_expected_is_warned_of_and_left_to_aws(sink):
    warned = []

    HANDLERS.create(bag(sink, expectedBucketOwner="222233334444"), Call(warn=warned.append))

    (warning,) = warned
    assert warning == (
        "bucket 'audit' does not belong to account '222233334444'; correct expected_bucket_owner, or find out who took "
        "the bucket's name"
    )


def test_an_update_to_a_bucket_that_does_not_exist_changes_nothing(sandbox, sink):
    resource_id, outputs = HANDLERS.create(bag(sink), Call())
    sandbox.control.clear_calls()

    with pytest.raises(errors.InvalidInputError, match="bucket 'nowhere' does not exist"):
        HANDLERS.update(
            resource_id, outputs, bag(sink, destinationArn="arn:aws:s3:::nowhere"), Call(timeout_seconds=0.2)
        )

    assert "UpdatePublishingDestination" not in made(sandbox)


def test_what_a_caller_may_not_read_stands_in_the_way_of_nothing(sandbox):
    sink = make_sink(sandbox)
    with sandbox.control.switched(caller_policies=True):
        credentials = caller_of_guardduty_only(sandbox)
        outputs = create_as(credentials, sink)

    assert outputs["status"] == "PUBLISHING"


# --- when AWS refuses ---------------------------------------------------------------------------------------------


def test_a_bucket_without_a_policy(s3, sink):
    s3.delete_bucket_policy(Bucket="audit")

    assert refusal(sink) == (
        f"GuardDuty may not export: bucket 'audit' has no policy, so nothing lets {GUARDDUTY} call "
        f"s3:GetBucketLocation and s3:PutObject for {source(sink)}; add what pulumi_guardduty.guardduty_bucket_policy "
        "writes"
    )


def test_a_bucket_policy_that_lacks_a_statement_names_the_call(s3, sink):
    policy = bucket_policy(sink.detector_id, "audit")
    policy["Statement"] = policy["Statement"][:1]
    s3.put_bucket_policy(Bucket="audit", Policy=json.dumps(policy))

    assert refusal(sink) == (
        f"GuardDuty may not export: the policy of bucket 'audit' has no statement that lets {GUARDDUTY} call "
        f"s3:PutObject on arn:aws:s3:::audit/findings/AWSLogs/ for {source(sink)}; statement 'Location' comes nearest, "
        "but its Action is 's3:GetBucketLocation', not 's3:PutObject' and its Resource is 'arn:aws:s3:::audit', not "
        "'arn:aws:s3:::audit/findings/AWSLogs/'; correct it, or add what pulumi_guardduty.guardduty_bucket_policy "
        "writes"
    )


def test_a_key_policy_for_another_detector_names_the_condition(kms, sink):
    policy = key_policy("f" * 32)
    kms.put_key_policy(KeyId=sink.key_arn, PolicyName="default", Policy=json.dumps(policy))

    assert refusal(sink) == (
        f"GuardDuty may not export: the policy of key {sink.key_arn!r} has no statement that lets {GUARDDUTY} call "
        f"kms:GenerateDataKey for {source(sink)}; statement 'GuardDuty' comes nearest, but its condition StringEquals "
        f"aws:SourceArn lists {source(sink).replace(sink.detector_id, 'f' * 32)!r} and GuardDuty sends "
        f"{source(sink)!r}; correct it, or add what pulumi_guardduty.guardduty_key_policy writes"
    )


def test_a_deny_that_catches_the_write_is_named(s3, sink):
    policy = bucket_policy(sink.detector_id, "audit")
    deny = {"Sid": "NoServices", "Effect": "Deny", "Principal": {"Service": "guardduty.amazonaws.com"}}
    policy["Statement"].append({**deny, "Action": "s3:Put*", "Resource": "arn:aws:s3:::audit/*"})
    s3.put_bucket_policy(Bucket="audit", Policy=json.dumps(policy))

    assert refusal(sink) == (
        "GuardDuty may not export: statement 'NoServices' of the policy of bucket 'audit' denies GuardDuty "
        "s3:PutObject on arn:aws:s3:::audit/findings/AWSLogs/ without any condition; spare GuardDuty in it, e.g. by "
        "the condition BoolIfExists aws:PrincipalIsAWSService 'false'"
    )


def test_policies_that_are_in_order_leave_aws_time_and_say_so_in_the_end(sandbox, sink):
    sandbox.control.fault("not_propagated", times=None)

    assert refusal(sink) == (
        "GuardDuty may not export: no cause was found in the bucket, the key and their policies; if they are only just "
        "made or changed, AWS may still be spreading them, else look for a resource control policy of the organization "
        "that denies GuardDuty"
    )


def test_a_foreign_key_that_cannot_be_read_is_named_as_unknown_and_not_guessed_at(sandbox, sink):
    foreign = sandbox.client("kms", account="222233334444")
    key = foreign.create_key()["KeyMetadata"]["Arn"]

    assert refusal(sink, kmsKeyArn=key) == (
        "GuardDuty may not export: no cause was found in what could be read, and not all could: (1) whether key "
        f"{key!r}, which belongs to account '222233334444', exists and is enabled could not be read (DescribeKey "
        f"failed with AccessDeniedException); (2) the policy of key {key!r}, which belongs to account '222233334444', "
        f"could not be read (GetKeyPolicy failed with AccessDeniedException); make sure that it lets {GUARDDUTY} call "
        f"kms:GenerateDataKey for {source(sink)}"
    )


# --- how long is waited -------------------------------------------------------------------------------------------


class Clock:
    """Time that passes by sleeping only."""

    def __init__(self):
        self.now = 0.0
        self.deadline = Deadline(300.0, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds):
        self.now += seconds


def attempt_of(sandbox, sink):
    inputs = PublishingDestinationInputs.model_validate(
        {"destinationArn": sink.destination_arn, "kmsKeyArn": sink.key_arn}
    )
    properties = {"DestinationArn": sink.destination_arn, "KmsKeyArn": sink.key_arn}
    client = sandbox.client("guardduty")

    def attempt():
        return client.create_publishing_destination(
            DetectorId=sink.detector_id, DestinationType="S3", DestinationProperties=properties
        )

    return Sink(inputs, sink.detector_id, AwsAccess(REGION, None, {})), attempt


def test_right_policies_are_given_a_minute_to_take_effect(sandbox, sink):
    sandbox.control.fault("not_propagated", times=None)
    clock = Clock()

    with pytest.raises(errors.SinkPermissionError):
        preflight.carried_out(*attempt_of(sandbox, sink), clock.deadline)

    assert clock.now == pytest.approx(preflight.PROPAGATION_SECONDS)


def test_policies_that_plainly_lack_the_statement_are_not_waited_for_that_long(sandbox, s3, sink):
    s3.delete_bucket_policy(Bucket="audit")
    clock = Clock()

    with pytest.raises(errors.SinkPermissionError):
        preflight.carried_out(*attempt_of(sandbox, sink), clock.deadline)

    assert clock.now == pytest.approx(preflight.FORLORN_SECONDS)


def test_a_policy_that_is_written_meanwhile_is_not_missed(sandbox, s3, sink):
    policy = s3.get_bucket_policy(Bucket="audit")["Policy"]
    s3.delete_bucket_policy(Bucket="audit")
    clock = Clock()
    clock.deadline.sleep = lambda seconds: (clock.sleep(seconds), s3.put_bucket_policy(Bucket="audit", Policy=policy))

    answer = preflight.carried_out(*attempt_of(sandbox, sink), clock.deadline)

    assert len(answer["DestinationId"]) == 32


def test_another_refusal_is_not_waited_for(sandbox, sink):
    sandbox.control.fault("error_500", operation="CreatePublishingDestination", times=None)
    clock = Clock()

    with pytest.raises(errors.AwsCallError):
        preflight.carried_out(*attempt_of(sandbox, sink), clock.deadline)

    assert clock.now == 0.0


def test_a_healthy_create_asks_for_no_policy(sandbox, sink):
    sandbox.control.clear_calls()

    HANDLERS.create(bag(sink), Call())

    asked = [call["operation"] for call in sandbox.control.calls() if call["service"] != "guardduty"]
    assert sorted(set(asked) - {"GetCallerIdentity"}) == ["DescribeKey", "HeadBucket", "HeadObject"]
    assert len(asked) <= 4


def caller_of_guardduty_only(sandbox):
    """Keys of an IAM user who may use GuardDuty and nothing else."""
    iam = sandbox.client("iam")
    iam.create_user(UserName="deployer")
    statement = {"Effect": "Allow", "Action": "guardduty:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="deployer", PolicyName="guardduty", PolicyDocument=policy)
    return iam.create_access_key(UserName="deployer")["AccessKey"]


def create_as(credentials, sink):

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
        aws_access.forget()
        try:
            _, outputs = HANDLERS.create(bag(sink), Call())
        finally:
            aws_access.forget()
    return outputs
