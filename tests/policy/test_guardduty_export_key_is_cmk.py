"""`guardduty-export-key-is-cmk`."""

import pytest
from policy_buckets import AWS, DESTINATIONS, KEY, NATIVE, OWN, PLUGIN, bucket, export_to, own_bucket
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Declared, Pack


RULE = "guardduty-export-key-is-cmk"
STACK = "guardduty-export-key-is-cmk-stack"

every_destination = pytest.mark.parametrize("kind", DESTINATIONS)

ELSEWHERE = KEY.replace("us-east-1", "eu-west-1")


@every_destination
@pytest.mark.parametrize(
    "key",
    [
        KEY,
        KEY.replace("arn:aws:", "arn:aws-cn:"),
        "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    ],
)
def test_the_arn_of_a_key_passes(kind, key):
    assert Pack(RULE).declared(export_to(kind, key=key)).passed


@every_destination
@pytest.mark.parametrize("key", [None, ""], ids=["absent", "empty"])
def test_a_destination_without_a_key_is_a_violation(kind, key):
    answer = Pack(RULE).declared(export_to(kind, key=key))

    assert answer.levels == ["mandatory"]
    assert answer.messages == ["the destination names no KMS key; give the ARN of a key of your own"]


@every_destination
@pytest.mark.parametrize("key", ["alias/aws/s3", "arn:aws:kms:us-east-1:111122223333:alias/aws/s3"])
def test_a_key_that_aws_manages_is_a_violation(kind, key):
    assert Pack(RULE).declared(export_to(kind, key=key)).messages == [
        f"{key} is a key that AWS manages, into which GuardDuty cannot be let; give the ARN of a key of your own"
    ]


@every_destination
@pytest.mark.parametrize(
    "key",
    ["alias/findings", "arn:aws:kms:us-east-1:111122223333:alias/findings", KEY.rpartition("/")[2], "key/1234"],
)
def test_anything_but_the_arn_of_a_key_is_a_violation(kind, key):
    assert Pack(RULE).declared(export_to(kind, key=key)).messages == [
        f"{key} is not the ARN of a key; GuardDuty takes arn:aws:kms:<region>:<account>:key/<id>, and no alias"
    ]


@every_destination
def test_a_key_that_is_not_known_yet_is_neither_pass_nor_violation(kind):
    answer = Pack(RULE).declared(export_to(kind, key=UNKNOWN))

    assert not answer.violations
    assert "kmsKeyArn` is not known before" in answer.reason


def test_arns_that_are_not_known_yet_as_a_whole_are_neither_pass_nor_violation():
    props = {"detectorId": "d1", "destinationProperties": UNKNOWN_OBJECT}

    assert "`destinationProperties` is not known" in Pack(RULE).resource(DESTINATIONS["native"], props).reason


@every_destination
def test_the_bucket_may_be_unknown(kind):
    assert Pack(RULE).declared(export_to(kind, arn=UNKNOWN)).passed


IN_US_EAST_1 = {
    "aws-region": bucket(outputs={"bucket": bucket().props["bucket"], "region": "us-east-1"}),
    "aws-bucket-region": bucket(outputs={"bucket": bucket().props["bucket"], "bucketRegion": "us-east-1"}),
    "aws-host-name": bucket(
        outputs={
            "bucket": bucket().props["bucket"],
            "bucketRegionalDomainName": f"{bucket().props['bucket']}.s3.us-east-1.amazonaws.com",
        }
    ),
    "native": bucket(
        type_=NATIVE,
        outputs={
            "bucketName": bucket().props["bucket"],
            "regionalDomainName": f"{bucket().props['bucket']}.s3.us-east-1.amazonaws.com",
        },
    ),
    "aws-provider": Declared(AWS, bucket().props, "bucket", provider={"region": "us-east-1"}),
    "own": own_bucket(OWN, region="us-east-1"),
    "plugin": own_bucket(PLUGIN, region="us-east-1"),
}


@every_destination
@pytest.mark.parametrize("declared", IN_US_EAST_1.values(), ids=IN_US_EAST_1)
def test_a_key_in_the_region_of_the_bucket_passes(kind, declared):
    assert Pack(RULE).stack(declared, export_to(kind)).passed


@every_destination
@pytest.mark.parametrize("declared", IN_US_EAST_1.values(), ids=IN_US_EAST_1)
def test_a_key_in_another_region_is_a_violation(kind, declared):
    answer = Pack(RULE).stack(declared, export_to(kind, key=ELSEWHERE))

    assert answer.urns == [export_to(kind).urn]
    assert answer.violations == [
        (
            STACK,
            (
                f"the key is in eu-west-1 and bucket {bucket().props['bucket']} in us-east-1; "
                "GuardDuty takes a key from the bucket's region only"
            ),
        )
    ]


def test_a_bucket_whose_resource_does_not_say_its_region_is_not_compared():
    answer = Pack(RULE).stack(bucket(), export_to("own", key=ELSEWHERE))

    assert not answer.violations
    assert "does not say" in answer.reason


def test_what_is_not_the_arn_of_a_key_has_no_region_to_compare():
    assert Pack(RULE).stack(own_bucket(region="us-east-1"), export_to("own", key="alias/x")).passed


def test_a_bucket_outside_the_stack_is_not_compared():
    answer = Pack(RULE).stack(own_bucket(region="us-east-1"), export_to("own", arn="arn:aws:s3:::elsewhere"))

    assert not answer.violations
    assert "is not part of this stack" in answer.reason


@every_destination
@pytest.mark.parametrize("unknown", [{"key": UNKNOWN}, {"arn": UNKNOWN}], ids=["key", "bucket"])
def test_what_is_not_known_yet_is_not_compared(kind, unknown):
    answer = Pack(RULE).stack(own_bucket(region="us-east-1"), export_to(kind, **unknown))

    assert not answer.violations
    assert "is not known before" in answer.reason


def test_a_region_that_is_not_known_yet_is_not_compared():
    named = {"bucket": bucket().props["bucket"], "region": UNKNOWN, "bucketRegion": UNKNOWN}

    answer = Pack(RULE).stack(Declared(AWS, {}, "bucket", outputs=named), export_to("own", key=ELSEWHERE))

    assert not answer.violations
    assert "does not say" in answer.reason
