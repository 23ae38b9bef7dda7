"""`guardduty-list-owner-pinned`."""

import pytest
from policy_pack import UNKNOWN, Pack


RULE = "guardduty-list-owner-pinned"

WITH_ARGUMENT = [
    "aws-native:guardduty:IpSet",
    "aws-native:guardduty:ThreatIntelSet",
    "aws-native:guardduty:ThreatEntitySet",
    "aws-native:guardduty:TrustedEntitySet",
    *(
        f"{door}{name}"
        for door in ("pulumi-python:dynamic/guardduty:", "guardduty:index:")
        for name in ("IPSet", "ThreatIntelSet", "ThreatEntitySet", "TrustedEntitySet")
    ),
]
WITHOUT_ARGUMENT = ["aws:guardduty/iPSet:IPSet", "aws:guardduty/threatIntelSet:ThreatIntelSet"]

BREACH = "whoever comes to own the bucket of this list decides what is on it; "


@pytest.mark.parametrize("type_", WITH_ARGUMENT)
def test_a_pinned_owner_passes(type_):
    assert Pack(RULE).resource(type_, {"expectedBucketOwner": "111122223333"}).passed


@pytest.mark.parametrize("type_", WITH_ARGUMENT)
@pytest.mark.parametrize("props", [{}, {"expectedBucketOwner": ""}], ids=["absent", "empty"])
def test_an_owner_that_is_not_pinned_is_a_violation(type_, props):
    assert Pack(RULE).resource(type_, props).messages == [
        f"{BREACH}set expected_bucket_owner to the account that owns it"
    ]


@pytest.mark.parametrize("type_", WITHOUT_ARGUMENT)
def test_a_provider_that_cannot_pin_is_a_violation_that_names_the_way_out(type_):
    assert Pack(RULE).resource(type_, {}).messages == [
        f"{BREACH}the aws provider has no argument for it, so declare the list with aws-native or pulumi_guardduty"
    ]


@pytest.mark.parametrize("type_", WITH_ARGUMENT)
def test_an_owner_that_is_not_known_yet_is_neither_pass_nor_violation(type_):
    answer = Pack(RULE).resource(type_, {"expectedBucketOwner": UNKNOWN})

    assert not answer.violations
    assert "`expectedBucketOwner` is not known before" in answer.reason
