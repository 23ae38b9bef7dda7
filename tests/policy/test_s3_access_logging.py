"""`s3-access-logging`."""

import pytest
from policy_buckets import AWS, AWS_V2, NAME, NATIVE, OWN, PLUGIN, bucket, own_bucket, part
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Declared, Pack


RULE = "s3-access-logging"

SHAPES = {
    "inline": lambda target: bucket({"logging": {"targetBucket": target}}),
    "inline-v2": lambda target: bucket({"loggings": [{"targetBucket": target}]}, type_=AWS_V2),
    "split": lambda target: part("BucketLogging", {"targetBucket": target}),
    "split-v2": lambda target: part("BucketLogging", {"targetBucket": target}, version="V2"),
    "native": lambda target: bucket({"loggingConfiguration": {"destinationBucketName": target}}, type_=NATIVE),
    "own": lambda target: own_bucket(OWN, accessLogBucket=target),
    "plugin": lambda target: own_bucket(PLUGIN, accessLogBucket=target),
}

every_shape = pytest.mark.parametrize("declare", SHAPES.values(), ids=SHAPES)

MESSAGE = f"nobody can tell later who read bucket {NAME}; send its access logs to another bucket"


def in_stack(declared):
    return Pack(RULE).stack(*([declared] if declared.name == "bucket" else [bucket(), declared]))


@every_shape
def test_a_target_passes(declare):
    assert Pack(RULE).declared(declare("logs")).passed
    assert not in_stack(declare("logs")).violations


@every_shape
def test_an_empty_target_is_a_violation_once(declare):
    assert Pack(RULE).declared(declare("")).messages == [MESSAGE]
    assert not in_stack(declare("")).violations


@pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])
def test_a_bucket_that_says_nothing_is_a_violation_of_the_stack(type_):
    assert Pack(RULE).stack(bucket(type_=type_)).violations == [("s3-access-logging-stack", MESSAGE)]


@pytest.mark.parametrize("type_", [OWN, PLUGIN])
def test_our_own_bucket_that_says_nothing_is_a_violation(type_):
    assert Pack(RULE).declared(own_bucket(type_)).messages == [MESSAGE]


@every_shape
def test_a_target_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).declared(declare(UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason
    assert not in_stack(declare(UNKNOWN)).violations


def test_a_whole_block_that_is_not_known_yet_is_neither_pass_nor_violation():
    declared = bucket({"loggingConfiguration": UNKNOWN_OBJECT}, type_=NATIVE)

    assert "`loggingConfiguration` is not known" in Pack(RULE).declared(declared).reason


def test_a_bucket_for_logs_does_not_log_itself():
    source = Declared(AWS, {"bucket": "source", "logging": {"targetBucket": NAME}}, "source")

    assert not Pack(RULE).stack(bucket(), source).violations


def test_a_native_block_without_a_bucket_is_judged_like_one_without_a_target():
    declared = bucket({"loggingConfiguration": {"logFilePrefix": "x"}}, type_=NATIVE)

    assert Pack(RULE).declared(declared).messages == [MESSAGE]
