"""`s3-versioning`."""

import pytest
from policy_buckets import AWS, AWS_V2, NAME, NATIVE, OWN, PLUGIN, bucket, own_bucket, part
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Pack


RULE = "s3-versioning"


def _status(on):
    return {True: "Enabled", False: "Suspended"}.get(on, on)


SHAPES = {
    "inline": lambda on: bucket({"versioning": {"enabled": on}}),
    "inline-v2": lambda on: bucket({"versionings": [{"enabled": on}]}, type_=AWS_V2),
    "split": lambda on: part("BucketVersioning", {"versioningConfiguration": {"status": _status(on)}}),
    "split-v2": lambda on: part("BucketVersioning", {"versioningConfiguration": {"status": _status(on)}}, version="V2"),
    "native": lambda on: bucket({"versioningConfiguration": {"status": _status(on)}}, type_=NATIVE),
}

every_shape = pytest.mark.parametrize("declare", SHAPES.values(), ids=SHAPES)

MESSAGE = f"bucket {NAME} keeps no versions, so what is overwritten or deleted is gone; switch versioning on"


def in_stack(declared):
    return Pack(RULE).stack(*([declared] if declared.name == "bucket" else [bucket(), declared]))


@every_shape
def test_versioning_passes(declare):
    assert Pack(RULE).declared(declare(True)).passed
    assert not in_stack(declare(True)).violations


@every_shape
def test_versioning_that_is_off_is_a_violation_once(declare):
    assert Pack(RULE).declared(declare(False)).messages == [MESSAGE]
    assert not in_stack(declare(False)).violations


@every_shape
def test_what_is_not_known_yet_is_neither_pass_nor_violation(declare):
    answer = Pack(RULE).declared(declare(UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason
    assert not in_stack(declare(UNKNOWN)).violations


@pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])
def test_a_bucket_that_says_nothing_is_a_violation_of_the_stack(type_):
    assert Pack(RULE).stack(bucket(type_=type_)).violations == [("s3-versioning-stack", MESSAGE)]


@pytest.mark.parametrize("type_", [OWN, PLUGIN])
def test_our_own_bucket_always_keeps_versions(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed
    assert not Pack(RULE).stack(own_bucket(type_)).violations


@pytest.mark.parametrize("status", ["Suspended", "Disabled", ""])
def test_every_other_status_is_off(status):
    declared = part("BucketVersioning", {"versioningConfiguration": {"status": status}})

    assert Pack(RULE).declared(declared).messages


def test_an_empty_block_is_off():
    assert Pack(RULE).stack(bucket({"versioning": {}})).messages
    assert Pack(RULE).declared(part("BucketVersioning", {})).messages


def test_a_whole_block_that_is_not_known_yet_is_neither_pass_nor_violation():
    declared = bucket({"versioning": UNKNOWN_OBJECT}, type_=AWS)

    assert "`versioning` is not known" in Pack(RULE).declared(declared).reason
