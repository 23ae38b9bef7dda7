"""`kms-key-enabled`."""

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


RULE = "kms-key-enabled"

FOREIGN = (aws_key, native_key, external_key, replica_key, replica_external_key, native_replica_key)

every_foreign_provider = pytest.mark.parametrize("key", ids(*FOREIGN))


@every_foreign_provider
def test_an_enabled_key_passes(key):
    assert Pack(RULE).resource(*key(enabled=True)).passed


@every_foreign_provider
def test_a_disabled_key_is_a_violation(key):
    (message,) = Pack(RULE).resource(*key(enabled=False)).messages

    assert message.startswith("the key is declared disabled")


@pytest.mark.parametrize("key", ids(*FOREIGN, own_key, plugin_key))
def test_a_key_is_enabled_where_nothing_is_said(key):
    assert Pack(RULE).resource(*key()).passed


@every_foreign_provider
def test_what_is_not_known_yet_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(enabled=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason
