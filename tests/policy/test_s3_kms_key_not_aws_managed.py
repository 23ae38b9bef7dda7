"""`s3-kms-key-not-aws-managed`."""

import pytest
from policy_buckets import ENCRYPTED, KEY, NAME, OWN, PLUGIN, bucket, export_to, own_bucket
from policy_pack import UNKNOWN, Pack


RULE = "s3-kms-key-not-aws-managed"

every_shape = pytest.mark.parametrize("encrypted", ENCRYPTED.values(), ids=ENCRYPTED)
every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])

MANAGED = "arn:aws:kms:us-east-1:111122223333:alias/aws/s3"


@every_shape
@pytest.mark.parametrize("key", [KEY, "alias/findings", "alias/awsome", None])
def test_a_key_that_aws_does_not_manage_passes(encrypted, key):
    assert Pack(RULE).declared(encrypted(key=key)).passed


@every_shape
@pytest.mark.parametrize("key", ["alias/aws/s3", MANAGED])
@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse"])
def test_the_key_that_aws_manages_is_a_violation(encrypted, key, algorithm):
    assert Pack(RULE).declared(encrypted(key=key, algorithm=algorithm)).messages == [
        (
            f"bucket {NAME} uses {key}, whose policy nobody can edit: GuardDuty cannot be let in, nor another account; "
            "use a key of your own"
        )
    ]


@every_shape
def test_a_key_is_of_no_account_without_kms(encrypted):
    assert Pack(RULE).declared(encrypted(algorithm="AES256", key="alias/aws/s3")).passed


def test_a_bucket_that_declares_no_encryption_is_another_rules_business():
    assert Pack(RULE).declared(bucket()).reason == "nothing here that the rule is about"


@every_shape
@pytest.mark.parametrize("unknown", [{"key": UNKNOWN}, {"algorithm": UNKNOWN}], ids=["key", "algorithm"])
def test_what_is_not_known_yet_is_neither_pass_nor_violation(encrypted, unknown):
    answer = Pack(RULE).declared(encrypted(**unknown))

    assert not answer.violations
    assert "is not known before" in answer.reason


@every_own
def test_our_own_bucket_is_judged_by_the_key_it_names(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed
    assert Pack(RULE).declared(own_bucket(type_, kmsKeyArn="alias/aws/s3")).messages
    assert "is not known before" in Pack(RULE).declared(own_bucket(type_, kmsKeyArn=UNKNOWN)).reason


def test_a_bucket_without_encryption_is_left_to_another_rule_by_whoever_exports_to_it():
    messages = Pack("guardduty-export-bucket-hardened", hold=[RULE]).stack(bucket(), export_to("own")).messages

    assert [message for message in messages if RULE in message] == []
