"""`s3-public-access-block`."""

import pytest
from policy_buckets import AWS, AWS_V2, NAME, NATIVE, OWN, PLUGIN, SWITCHES, blocked, bucket, own_bucket, part
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Pack, secret


RULE = "s3-public-access-block"

SHAPES = {
    "split": lambda switches: part("BucketPublicAccessBlock", switches),
    "native": lambda switches: bucket({"publicAccessBlockConfiguration": switches}, type_=NATIVE),
}

every_shape = pytest.mark.parametrize("declare", SHAPES.values(), ids=SHAPES)
every_switch = pytest.mark.parametrize("switch", SWITCHES)


def in_stack(declared):
    return Pack(RULE).stack(*([declared] if declared.name == "bucket" else [bucket(), declared]))


@every_shape
def test_all_four_switches_pass(declare):
    assert Pack(RULE).declared(declare(blocked())).passed
    assert not in_stack(declare(blocked())).violations


@every_shape
@every_switch
def test_any_switch_that_is_off_is_a_violation(declare, switch):
    answer = Pack(RULE).declared(declare(blocked(**{switch: False})))

    assert answer.levels == ["mandatory"]
    assert answer.messages == [f"the public access block of bucket {NAME} leaves {switch} off; set all four to True"]


@every_shape
@every_switch
def test_any_switch_that_is_absent_is_a_violation(declare, switch):
    switches = {name: value for name, value in blocked().items() if name != switch}

    assert switch in Pack(RULE).declared(declare(switches)).messages[0]


@every_shape
@every_switch
def test_a_switch_that_is_not_known_yet_is_neither_pass_nor_violation(declare, switch):
    answer = Pack(RULE).declared(declare(blocked() | {switch: UNKNOWN}))

    assert not answer.violations
    assert f"{switch}` is not known before" in answer.reason


@pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])
def test_a_bucket_without_a_block_is_a_violation_of_the_stack(type_):
    declared = bucket(type_=type_)

    answer = Pack(RULE).stack(declared)

    assert Pack(RULE).declared(declared).reason == "nothing here that the rule is about"
    assert answer.violations == [
        (
            "s3-public-access-block-stack",
            f"bucket {NAME} has no public access block; declare one with all four switches on",
        )
    ]
    assert answer.urns == [declared.urn]


def test_a_block_of_aws_counts_for_a_bucket_of_aws_native():
    assert not Pack(RULE).stack(bucket(type_=NATIVE), SHAPES["split"](blocked())).violations


def test_a_block_that_is_wrong_is_reported_once_and_not_again_by_the_stack():
    assert not in_stack(SHAPES["split"](blocked(blockPublicAcls=False))).violations


def test_a_block_that_is_not_known_yet_is_no_missing_block():
    declared = bucket({"publicAccessBlockConfiguration": UNKNOWN_OBJECT}, type_=NATIVE)

    assert not Pack(RULE).stack(declared).violations
    assert "`publicAccessBlockConfiguration` is not known" in Pack(RULE).declared(declared).reason


@pytest.mark.parametrize("type_", [OWN, PLUGIN])
def test_our_own_bucket_always_blocks_public_access(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed
    assert not Pack(RULE).stack(own_bucket(type_)).violations


def remediated(declared):
    pack = Pack(RULE)
    pack.configure({RULE: {"enforcementLevel": "remediate"}})
    return pack.remediate(declared.type, declared.props)


def test_remediation_switches_on_what_the_program_is_silent_about():
    assert remediated(part("BucketPublicAccessBlock", {"blockPublicAcls": True, "bucket": secret(NAME)})) == {
        **blocked(),
        "bucket": secret(NAME),
    }


def test_remediation_leaves_declared_switches_to_a_person():
    assert remediated(part("BucketPublicAccessBlock", blocked(blockPublicAcls=False))) is None


def test_remediation_leaves_unknown_switches_unknown():
    changed = remediated(part("BucketPublicAccessBlock", {"blockPublicAcls": UNKNOWN}))

    assert changed["blockPublicAcls"] == UNKNOWN


def test_remediation_touches_no_other_resource():
    assert remediated(bucket({"publicAccessBlockConfiguration": {}}, type_=NATIVE)) is None
