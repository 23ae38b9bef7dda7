"""`s3-bucket-key-enabled`."""

import pytest
from policy_buckets import ENCRYPTED, NAME, OWN, PLUGIN, bucket, export_to, own_bucket
from policy_pack import UNKNOWN, Pack


RULE = "s3-bucket-key-enabled"

every_shape = pytest.mark.parametrize("encrypted", ENCRYPTED.values(), ids=ENCRYPTED)


@every_shape
def test_a_bucket_key_passes(encrypted):
    assert Pack(RULE).declared(encrypted(bucket_key=True)).passed


@every_shape
@pytest.mark.parametrize("bucket_key", [False, None], ids=["off", "absent"])
def test_kms_without_a_bucket_key_is_a_violation(encrypted, bucket_key):
    assert Pack(RULE).declared(encrypted(bucket_key=bucket_key)).messages == [
        f"bucket {NAME} calls KMS for every object; set bucket_key_enabled=True"
    ]


@every_shape
def test_dsse_has_no_bucket_key(encrypted):
    assert Pack(RULE).declared(encrypted(algorithm="aws:kms:dsse", bucket_key=False)).passed


@every_shape
def test_aes256_has_no_bucket_key(encrypted):
    assert Pack(RULE).declared(encrypted(algorithm="AES256", key=None)).passed


def test_a_bucket_that_declares_no_encryption_is_another_rules_business():
    assert Pack(RULE).declared(bucket()).reason == "nothing here that the rule is about"


@every_shape
@pytest.mark.parametrize("unknown", [{"bucket_key": UNKNOWN}, {"algorithm": UNKNOWN}], ids=["bucket-key", "algorithm"])
def test_what_is_not_known_yet_is_neither_pass_nor_violation(encrypted, unknown):
    answer = Pack(RULE).declared(encrypted(**unknown))

    assert not answer.violations
    assert "is not known before" in answer.reason


@every_shape
def test_the_key_itself_may_be_unknown(encrypted):
    assert Pack(RULE).declared(encrypted(bucket_key=True, key=UNKNOWN)).passed


@pytest.mark.parametrize("type_", [OWN, PLUGIN])
def test_our_own_bucket_always_has_one(type_):
    assert Pack(RULE).declared(own_bucket(type_, kmsKeyArn=UNKNOWN)).passed


def test_a_bucket_without_encryption_is_left_to_another_rule_by_whoever_exports_to_it():
    messages = Pack("guardduty-export-bucket-hardened", hold=[RULE]).stack(bucket(), export_to("own")).messages

    assert [message for message in messages if RULE in message] == []
