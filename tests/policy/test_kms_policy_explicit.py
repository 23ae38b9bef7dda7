"""`kms-policy-explicit`."""

import pytest
from policy_keys import (
    ADMINISTRATION,
    aws_key,
    document,
    external_key,
    ids,
    native_key,
    native_replica_key,
    own_key,
    plugin_key,
    replica_external_key,
    replica_key,
)
from policy_pack import UNKNOWN, Declared, Pack


RULE = "kms-policy-explicit"

POLICY = document(ADMINISTRATION)
ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws:kms:us-east-1:111122223333:key/{ID}"
#: What AWS fills in, and the provider reports, where no policy is declared.
MADE = {"keyId": ID, "arn": ARN, "policy": POLICY}

FOREIGN = (aws_key, native_key, external_key, replica_key, replica_external_key, native_replica_key)

every_type = pytest.mark.parametrize("key", ids(*FOREIGN, own_key, plugin_key))
every_foreign_type = pytest.mark.parametrize("key", ids(*FOREIGN))
every_own_type = pytest.mark.parametrize("key", ids(own_key, plugin_key))


def declare(shape, *, outputs=None, name="key", **said):
    type_, props = shape(**said)
    return Declared(type_, props, name, outputs=outputs)


def split(key_id, *, comes_from=(), name="policy"):
    origins = {"keyId": comes_from} if comes_from else {}
    return Declared("aws:kms/keyPolicy:KeyPolicy", {"keyId": key_id, "policy": POLICY}, name, comes_from=origins)


def judged(*resources, shown=True):
    return Pack(RULE).stack(*resources, shown=shown)


@every_type
def test_a_policy_on_the_key_passes(key):
    assert judged(declare(key, policy=POLICY, outputs=MADE)).passed


@every_type
def test_an_object_for_a_policy_passes(key):
    assert judged(declare(key, policy={"Statement": [ADMINISTRATION]})).passed


@every_type
def test_a_policy_that_is_not_known_yet_is_declared_all_the_same(key):
    assert judged(declare(key, policy=UNKNOWN)).passed


@every_foreign_type
@pytest.mark.parametrize("said", [{}, {"policy": ""}], ids=["absent", "empty"])
def test_a_key_without_a_policy_is_a_violation_though_aws_fills_one_in(key, said):
    (message,) = judged(declare(key, outputs=MADE, **said)).messages

    assert message.startswith("the key has no policy, so AWS gives it one")


@every_foreign_type
@pytest.mark.parametrize("reference", [ID, ARN])
def test_a_policy_of_its_own_passes_by_id_and_by_arn(key, reference):
    assert judged(declare(key, outputs=MADE), split(reference)).passed


@every_foreign_type
def test_a_policy_of_its_own_passes_by_what_its_key_is_computed_from(key):
    made = dict.fromkeys(MADE, UNKNOWN)

    assert judged(declare(key, outputs=made), split(UNKNOWN, comes_from=["key"])).passed


@every_type
def test_both_are_a_violation(key):
    answer = judged(declare(key, policy=POLICY, outputs=MADE), split(ID))

    assert answer.messages == [
        "the key has a policy of its own and another one in policy; each update undoes the other, so keep one of them"
    ]
    assert answer.urns == [declare(key).urn]


@every_own_type
def test_our_own_key_writes_a_policy_where_none_is_declared(key):
    assert judged(declare(key, outputs=MADE)).passed
    assert "has a policy of its own and another one" in judged(declare(key, outputs=MADE), split(ID)).messages[0]


def test_the_policy_of_another_key_does_not_count():
    other = split(ARN.replace("1234abcd", "99999999"))

    assert judged(declare(aws_key, outputs=MADE), other).messages


def test_a_key_of_the_same_id_in_another_region_is_another_key():
    other = split(ARN.replace("us-east-1", "eu-west-1"))

    assert judged(declare(aws_key, outputs=MADE), other).messages


def test_a_key_is_known_by_its_id_alone():
    assert judged(declare(aws_key, outputs={"keyId": ID, "arn": UNKNOWN}), split(ID)).passed


def test_a_known_key_is_not_one_of_which_nothing_is_known():
    assert judged(declare(aws_key, outputs=dict.fromkeys(MADE, UNKNOWN)), split(ID)).messages


def test_each_key_is_judged_apart():
    second = MADE | {"keyId": "other", "arn": ARN.replace(ID, "other")}

    answer = judged(declare(aws_key, outputs=MADE), declare(aws_key, outputs=second, name="second"), split("other"))

    assert len(answer.messages) == 1
    assert answer.urns == [declare(aws_key).urn]


def test_a_policy_whose_key_cannot_be_told_leaves_keys_without_one_open():
    answer = judged(declare(aws_key, outputs=dict.fromkeys(MADE, UNKNOWN)), split(UNKNOWN))

    assert not answer.violations
    assert answer.reason == "`keyId` of policy is not known before `pulumi up`, which judges it"


def test_a_policy_whose_key_cannot_be_told_changes_nothing_for_keys_that_have_one():
    assert judged(declare(aws_key, policy=POLICY, outputs=MADE), split(UNKNOWN)).passed


def test_what_was_declared_has_to_be_seen():
    answer = judged(declare(aws_key, outputs=MADE), shown=False)

    assert not answer.violations
    assert answer.reason.startswith("what the program declares was not shown to the pack")


def test_a_stack_without_keys_is_none_of_its_business():
    assert judged(Declared("aws:s3/bucket:Bucket", {})).reason == "nothing here that the rule is about"


def test_an_alias_of_the_stack_leads_to_its_key():
    alias = Declared("aws:kms/alias:Alias", {"name": "alias/findings", "targetKeyId": ID}, "alias")

    assert judged(declare(aws_key, outputs=MADE), alias, split("alias/findings")).passed
