import boto3
import pytest
from pulumi_guardduty.policy_documents import DEFAULT_REGIONS, is_opt_in, service_principal_of


#: The regions of AWS's list that have to be enabled by hand and have GuardDuty, written out.
OPT_IN = {
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
}


def test_guarddutys_regions_split_into_default_and_opt_in():
    regions = set(boto3.Session().get_available_regions("guardduty"))

    assert {region for region in regions if is_opt_in(region)} == OPT_IN
    assert regions >= DEFAULT_REGIONS


@pytest.mark.parametrize(
    ("region", "principal"),
    [
        ("eu-central-1", "guardduty.amazonaws.com"),
        ("me-south-1", "guardduty.me-south-1.amazonaws.com"),
        ("us-gov-west-1", "guardduty.amazonaws.com"),
        ("cn-north-1", "guardduty.amazonaws.com"),
        ("us-iso-east-1", "guardduty.amazonaws.com"),
    ],
)
def test_the_principal_is_regional_in_opt_in_regions_only(region, principal):
    assert service_principal_of(region) == principal


def test_a_region_newer_than_the_list_is_taken_for_an_opt_in_region():
    assert is_opt_in("eu-north-9")


def test_the_opt_in_regions_can_be_overridden():
    assert service_principal_of("eu-central-1", {"eu-central-1"}) == "guardduty.eu-central-1.amazonaws.com"
    assert service_principal_of("me-south-1", set()) == "guardduty.amazonaws.com"
