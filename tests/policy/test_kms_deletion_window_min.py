"""`kms-deletion-window-min`."""

import pytest
from policy_keys import (
    aws_key,
    external_key,
    ids,
    native_key,
    native_replica_key,
    own_key,
    plugin_key,
    replica_external_key,
    replica_key,
)
from policy_pack import UNKNOWN, Pack


RULE = "kms-deletion-window-min"

every_provider = pytest.mark.parametrize(
    "key",
    ids(
        aws_key,
        native_key,
        own_key,
        plugin_key,
        external_key,
        replica_key,
        replica_external_key,
        native_replica_key,
    ),
)


@every_provider
@pytest.mark.parametrize("days", [14, 30])
def test_a_window_of_the_fewest_days_or_more_passes(key, days):
    assert Pack(RULE).resource(*key(deletion_days=days)).passed


@every_provider
def test_a_shorter_window_is_a_violation(key):
    assert Pack(RULE).resource(*key(deletion_days=13)).messages == [
        (
            "a deleted key can be taken back for 13 days only, and all that it encrypts is lost with it; "
            "wait 14 days or more"
        )
    ]


@every_provider
def test_without_a_window_kms_waits_30_days(key):
    assert Pack(RULE, minDays=30).resource(*key()).passed


@every_provider
def test_the_fewest_days_are_configurable(key):
    assert Pack(RULE, minDays=30).resource(*key(deletion_days=29)).messages
    assert Pack(RULE, minDays=7).resource(*key(deletion_days=7)).passed


@every_provider
def test_a_window_that_is_not_known_yet_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(deletion_days=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason
