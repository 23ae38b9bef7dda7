"""`kms-no-lockout-bypass`."""

import pytest
from policy_keys import (
    aws_key,
    external_key,
    ids,
    key_policy,
    native_key,
    native_replica_key,
    own_key,
    plugin_key,
    replica_external_key,
    replica_key,
)
from policy_pack import UNKNOWN, Pack


RULE = "kms-no-lockout-bypass"

with_the_switch = pytest.mark.parametrize(
    "key", ids(aws_key, native_key, external_key, replica_key, replica_external_key, key_policy)
)


@with_the_switch
def test_the_check_left_on_passes(key):
    assert Pack(RULE).resource(*key(bypass=False)).passed


@pytest.mark.parametrize(
    "key",
    ids(
        aws_key,
        native_key,
        external_key,
        replica_key,
        replica_external_key,
        native_replica_key,
        key_policy,
        own_key,
        plugin_key,
    ),
)
def test_the_check_is_on_where_nothing_is_said(key):
    assert Pack(RULE).resource(*key()).passed


@with_the_switch
def test_switching_the_check_off_is_a_violation(key):
    answer = Pack(RULE).resource(*key(bypass=True))

    assert answer.levels == ["mandatory"]
    assert answer.messages[0].startswith("bypass_policy_lockout_safety_check is on")


@with_the_switch
def test_what_is_not_known_yet_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(bypass=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason


def test_other_resources_are_none_of_the_rules_business():
    assert Pack(RULE).resource("aws:s3/bucket:Bucket", {}).reason == "nothing here that the rule is about"
