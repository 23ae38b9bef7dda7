"""Our own bucket for lists, whose class sets nearly everything by itself."""

import pytest
from policy_buckets import KEY, NAME, list_bucket
from policy_pack import UNKNOWN, Declared, Pack


every_door = pytest.mark.parametrize("door", ["pulumi-python:dynamic/guardduty:", "guardduty:index:"])


@every_door
@pytest.mark.parametrize("props", [{}, {"kmsKeyArn": KEY}], ids=["s3-keys", "own-key"])
def test_it_keeps_every_rule(door, props):
    declared = list_bucket(door, **props)

    assert not Pack().declared(declared).violations
    assert not Pack().stack(declared).violations


@every_door
@pytest.mark.parametrize(
    "rule", ["s3-lifecycle", "s3-public-access-block", "s3-tls-only", "s3-versioning", "s3-sse-kms-cmk"]
)
def test_it_is_judged_and_not_passed_over(door, rule):
    assert Pack(rule).declared(list_bucket(door)).passed


@every_door
def test_the_key_it_names_is_judged(door):
    declared = list_bucket(door, kmsKeyArn="alias/aws/s3")

    assert Pack("s3-kms-key-not-aws-managed").declared(declared).messages


@every_door
def test_a_key_that_is_not_known_yet_is_left_open(door):
    answer = Pack("s3-kms-key-not-aws-managed").declared(list_bucket(door, kmsKeyArn=UNKNOWN))

    assert "`kmsKeyArn` is not known before" in answer.reason


@every_door
def test_a_list_that_is_read_from_it_is_private(door):
    one = Declared(f"{door}ThreatIntelSet", {"name": "a", "location": f"s3://{NAME}/a.txt"}, "list")

    assert Pack("guardduty-list-object-private").stack(list_bucket(door), one).passed


@every_door
def test_findings_that_are_exported_to_it_are_held_to_a_key_of_ones_own(door):
    export = Declared(
        f"{door}PublishingDestination", {"destinationArn": f"arn:aws:s3:::{NAME}", "kmsKeyArn": KEY}, "export"
    )

    (message,) = Pack("guardduty-export-bucket-hardened").stack(list_bucket(door), export).messages

    assert message.startswith("findings are encrypted with another key")
