"""`kms-no-unneeded-multi-region`."""

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


RULE = "kms-no-unneeded-multi-region"

every_primary = pytest.mark.parametrize("key", ids(aws_key, native_key, external_key))


@every_primary
def test_a_key_of_one_region_passes(key):
    assert Pack(RULE).resource(*key(multi_region=False)).passed


@pytest.mark.parametrize("key", ids(aws_key, native_key, external_key, own_key, plugin_key))
def test_a_key_is_of_one_region_where_nothing_is_said(key):
    assert Pack(RULE).resource(*key()).passed


@every_primary
def test_a_multi_region_key_is_a_violation(key):
    (message,) = Pack(RULE).resource(*key(multi_region=True)).messages

    assert message.startswith("the key is a multi-Region key")


@pytest.mark.parametrize("key", ids(replica_key, replica_external_key, native_replica_key))
def test_a_replica_is_a_violation_by_being_one(key):
    assert Pack(RULE).resource(*key()).messages


@pytest.mark.parametrize("key", ids(aws_key, native_key, external_key))
def test_they_may_be_allowed(key):
    assert Pack(RULE, allowed=True).resource(*key(multi_region=True)).passed


def test_replicas_may_be_allowed():
    assert Pack(RULE, allowed=True).resource(*replica_key()).passed


@every_primary
def test_what_is_not_known_yet_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(multi_region=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason
