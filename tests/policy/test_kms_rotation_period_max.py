"""`kms-rotation-period-max`."""

import pytest
from policy_keys import aws_key, ids, native_key, own_key, plugin_key, replica_key
from policy_pack import UNKNOWN, Pack


RULE = "kms-rotation-period-max"

every_foreign_provider = pytest.mark.parametrize("key", ids(aws_key, native_key))


@every_foreign_provider
@pytest.mark.parametrize("days", [90, 365])
def test_a_period_up_to_the_longest_allowed_passes(key, days):
    assert Pack(RULE).resource(*key(rotation=True, rotation_days=days)).passed


@every_foreign_provider
def test_a_longer_period_is_a_violation(key):
    assert Pack(RULE).resource(*key(rotation=True, rotation_days=366)).messages == [
        "the key is rotated every 366 days, which is more than 365; set rotation_period_in_days to 365 or less"
    ]


@pytest.mark.parametrize("key", ids(aws_key, native_key, own_key, plugin_key))
def test_without_a_period_kms_rotates_every_365_days(key):
    assert Pack(RULE).resource(*key(rotation=True)).passed
    assert Pack(RULE, maxDays=364).resource(*key(rotation=True)).messages


def test_our_own_key_is_rotated_without_saying_so():
    assert Pack(RULE, maxDays=364).resource(*own_key()).messages


@every_foreign_provider
def test_a_key_that_is_not_rotated_is_another_rules_business(key):
    assert Pack(RULE).resource(*key(rotation=False, rotation_days=2560)).passed
    assert Pack(RULE).resource(*key(rotation_days=2560)).passed


def test_a_key_that_kms_cannot_rotate_is_not_flagged():
    assert Pack(RULE).resource(*aws_key(rotation=True, rotation_days=2560, spec="RSA_2048")).passed
    assert Pack(RULE, maxDays=90).resource(*replica_key()).passed


@every_foreign_provider
def test_the_longest_period_is_configurable(key):
    pack = Pack(RULE, maxDays=180)

    assert pack.resource(*key(rotation=True, rotation_days=180)).passed
    assert pack.resource(*key(rotation=True, rotation_days=181)).messages


@every_foreign_provider
@pytest.mark.parametrize("unknown", [{"rotation": UNKNOWN}, {"rotation": True, "rotation_days": UNKNOWN}])
def test_what_is_not_known_yet_is_neither_pass_nor_violation(key, unknown):
    answer = Pack(RULE).resource(*key(**unknown))

    assert not answer.violations
    assert "is not known before" in answer.reason
