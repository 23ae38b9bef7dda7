"""Ids, ARNs and aliases of keys, taken apart."""

import pytest
from pulumi_guardduty_policy.views.keys import KeyName


ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws:kms:eu-west-1:111122223333:key/{ID}"


@pytest.mark.parametrize("one", [ID, ARN])
@pytest.mark.parametrize("other", [ID, ARN])
def test_a_key_is_the_same_by_id_and_by_arn(one, other):
    assert KeyName(one).is_same(KeyName(other))


def test_keys_of_one_id_in_two_regions_are_two():
    assert not KeyName(ARN).is_same(KeyName(ARN.replace("eu-west-1", "us-east-1")))


@pytest.mark.parametrize("one", [ID, ARN])
def test_keys_of_two_ids_are_two(one):
    assert not KeyName(one).is_same(KeyName(f"{one}c"))
    assert not KeyName(f"{one}c").is_same(KeyName(ID))


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("alias/findings", "alias/findings"),
        ("arn:aws-cn:kms:cn-north-1:111122223333:alias/findings", "alias/findings"),
        (ARN, ""),
        (ID, ""),
        ("", ""),
    ],
)
def test_an_alias_is_told_from_a_key(text, alias):
    assert KeyName(text).alias == alias


@pytest.mark.parametrize("text", ["alias/aws/s3", "arn:aws:kms:us-east-1:111122223333:alias/aws/s3"])
def test_an_alias_of_aws_is_told_from_ones_own(text):
    assert KeyName(text).is_aws_managed
    assert not KeyName(text.replace("aws/s3", "awesome")).is_aws_managed


def test_only_the_arn_of_a_key_has_a_region():
    assert KeyName(ARN).region == "eu-west-1"
    assert KeyName(ID).region == ""
    assert KeyName("arn:aws:kms:eu-west-1:111122223333:alias/x").region == ""
