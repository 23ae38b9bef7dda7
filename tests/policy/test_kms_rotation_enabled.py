"""`kms-rotation-enabled`."""

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
from policy_pack import UNKNOWN, Pack, secret


RULE = "kms-rotation-enabled"

every_provider = pytest.mark.parametrize("key", ids(aws_key, native_key, own_key, plugin_key))
every_foreign_provider = pytest.mark.parametrize("key", ids(aws_key, native_key))


@every_provider
def test_a_rotated_key_passes(key):
    assert Pack(RULE).resource(*key(rotation=True)).passed


@every_provider
def test_a_key_whose_rotation_is_off_is_a_violation(key):
    assert Pack(RULE).resource(*key(rotation=False)).violations == [
        (RULE, "the key is not rotated; set enable_key_rotation=True")
    ]


@every_foreign_provider
def test_a_key_that_says_nothing_is_a_violation_since_aws_does_not_rotate_by_default(key):
    assert Pack(RULE).resource(*key()).messages


@pytest.mark.parametrize("key", ids(own_key, plugin_key))
def test_our_own_key_is_rotated_unless_it_says_otherwise(key):
    assert Pack(RULE).resource(*key()).passed


@every_provider
def test_rotation_that_is_not_known_yet_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(rotation=UNKNOWN))

    assert not answer.violations
    assert "is not known before `pulumi up`, which judges it" in answer.reason


@every_foreign_provider
@pytest.mark.parametrize(
    "unrotatable",
    [
        pytest.param({"spec": "RSA_2048", "usage": "SIGN_VERIFY"}, id="asymmetric"),
        pytest.param({"spec": "RSA_4096"}, id="asymmetric-for-encryption"),
        pytest.param({"spec": "HMAC_256", "usage": "GENERATE_VERIFY_MAC"}, id="hmac"),
        pytest.param({"usage": "SIGN_VERIFY"}, id="not-for-encryption"),
    ],
)
def test_keys_that_kms_cannot_rotate_are_not_flagged(key, unrotatable):
    assert Pack(RULE).resource(*key(**unrotatable)).passed


@every_foreign_provider
def test_the_defaults_written_out_are_judged_like_the_defaults(key):
    assert Pack(RULE).resource(*key(spec="SYMMETRIC_DEFAULT", usage="ENCRYPT_DECRYPT")).messages


def test_a_key_in_a_custom_store_is_not_flagged():
    assert Pack(RULE).resource(*aws_key(store="cks-1234567890abcdef0")).passed


def test_an_empty_store_is_no_store():
    assert Pack(RULE).resource(*aws_key(store="")).messages


def test_imported_material_of_aws_native_is_not_flagged():
    assert Pack(RULE).resource(*native_key(origin="EXTERNAL")).passed


def test_material_made_by_kms_in_aws_native_is_judged():
    assert Pack(RULE).resource(*native_key(origin="AWS_KMS")).messages


@pytest.mark.parametrize("key", ids(external_key, replica_key, replica_external_key, native_replica_key))
def test_imported_keys_and_replicas_have_no_rotation_of_their_own(key):
    assert Pack(RULE).resource(*key()).passed


@every_foreign_provider
def test_an_unknown_spec_is_neither_pass_nor_violation(key):
    answer = Pack(RULE).resource(*key(spec=UNKNOWN))

    assert not answer.violations
    assert "is not known before" in answer.reason


@every_foreign_provider
def test_a_rotated_key_passes_whatever_its_spec_turns_out_to_be(key):
    assert Pack(RULE).resource(*key(rotation=True, spec=UNKNOWN)).passed


def test_other_resources_are_none_of_the_rules_business():
    answer = Pack(RULE).resource("aws:s3/bucket:Bucket", {"bucket": "b"})

    assert answer.reason == "nothing here that the rule is about"


def test_only_the_properties_that_are_needed_are_read():
    type_, props = aws_key(rotation=True)

    assert Pack(RULE).resource(type_, props | {"policy": UNKNOWN, "description": UNKNOWN, "tags": UNKNOWN}).passed


def remediated(type_, props):
    pack = Pack(RULE)
    pack.configure({RULE: {"enforcementLevel": "remediate"}})
    return pack.remediate(type_, props)


@every_foreign_provider
def test_remediation_switches_rotation_on_where_the_program_is_silent(key):
    type_, props = key(deletion_days=30)

    assert remediated(type_, props) == props | {"enableKeyRotation": True}


@every_foreign_provider
def test_remediation_leaves_a_declared_no_to_a_person(key):
    assert remediated(*key(rotation=False)) is None


@every_foreign_provider
def test_remediation_leaves_keys_alone_that_kms_cannot_rotate(key):
    assert remediated(*key(spec="RSA_2048")) is None


@every_foreign_provider
def test_remediation_waits_for_a_spec_that_is_not_known_yet(key):
    assert remediated(*key(spec=UNKNOWN)) is None


def test_remediation_keeps_secrets_secret_and_unknowns_unknown():
    changed = remediated(
        "aws:kms/key:Key", {"policy": secret("{}"), "tags": {"a": secret("b")}, "description": UNKNOWN}
    )

    assert changed == {
        "policy": secret("{}"),
        "tags": {"a": secret("b")},
        "description": UNKNOWN,
        "enableKeyRotation": True,
    }


@pytest.mark.parametrize("key", ids(own_key, external_key, replica_key))
def test_remediation_touches_no_other_kind_of_key(key):
    assert remediated(*key()) is None
