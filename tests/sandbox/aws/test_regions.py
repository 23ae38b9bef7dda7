"""Regions and partitions. Evidence: export guide (doc); the regional principal in opt-in regions was seen in the field
(landing-zone-accelerator, ca-west-1)."""

import pytest


def build(scene, *, bucket_region=None, key_region=None, principal=None):
    scene.make_bucket(region=bucket_region or scene.region)
    scene.make_key(region=key_region or bucket_region or scene.region)
    scene.principal = principal or scene.principal
    scene.put_bucket_policy(scene.bucket_statements())
    scene.put_key_policy(scene.key_statements())
    return scene


@pytest.mark.parametrize(
    ("detector", "bucket", "principal"),
    [
        ("us-east-1", "us-east-1", "guardduty.amazonaws.com"),
        ("us-east-1", "eu-west-1", "guardduty.amazonaws.com"),
        ("eu-south-1", "eu-south-1", "guardduty.eu-south-1.amazonaws.com"),
        ("eu-south-1", "us-east-1", "guardduty.eu-south-1.amazonaws.com"),
        ("ca-west-1", "ca-west-1", "guardduty.ca-west-1.amazonaws.com"),
        ("us-gov-west-1", "us-gov-west-1", "guardduty.amazonaws.com"),
        ("us-gov-west-1", "us-gov-east-1", "guardduty.amazonaws.com"),
        ("cn-north-1", "cn-northwest-1", "guardduty.amazonaws.com"),
    ],
)
def test_a_destination_is_accepted(detector, bucket, principal, make_scene):
    scene = build(make_scene(detector), bucket_region=bucket, principal=principal)

    assert scene.describe(scene.create())["Status"] == "PUBLISHING"


@pytest.mark.parametrize(
    ("detector", "bucket", "principal"),
    [
        pytest.param("us-east-1", "eu-south-1", "guardduty.amazonaws.com", id="default-to-opt-in"),
        pytest.param("eu-south-1", "me-south-1", "guardduty.eu-south-1.amazonaws.com", id="opt-in-to-another"),
        pytest.param("eu-south-1", "eu-south-1", "guardduty.amazonaws.com", id="global-principal-in-opt-in"),
        pytest.param("eu-south-1", "eu-south-1", "guardduty.me-south-1.amazonaws.com", id="other-regions-principal"),
        pytest.param("us-east-1", "us-east-1", "guardduty.us-east-1.amazonaws.com", id="regional-in-default"),
    ],
)
def test_a_destination_is_refused(detector, bucket, principal, make_scene, refused):
    scene = build(make_scene(detector), bucket_region=bucket, principal=principal)

    assert "does not have permission to the KMS key" in refused(scene.create).message


def test_a_key_of_another_region_than_the_buckets_is_refused(scene, refused):
    build(scene, key_region="eu-west-1")

    assert "does not have permission to the KMS key" in refused(scene.create).message


@pytest.mark.parametrize(
    ("switch", "position", "words"),
    [
        ("region_rule", "E9", "destinationArn parameter is not valid"),
        ("region_rule", "E5", "does not have permission to the KMS key"),
    ],
)
def test_how_the_opt_in_rule_is_told_is_a_switch(switch, position, words, scene, refused):
    build(scene, bucket_region="eu-south-1")
    scene.sandbox.control.switch(**{switch: position})

    assert words in refused(scene.create).message


def test_how_a_key_of_another_region_is_told_is_a_switch(scene, refused):
    build(scene, key_region="eu-west-1")
    scene.sandbox.control.switch(key_region_mismatch="E10")

    assert "kmsKeyArn parameter is not valid" in refused(scene.create).message


def test_the_opt_in_regions_are_a_switch(scene, refused):
    scene.sandbox.control.switch(opt_in_regions=["us-east-1"])
    build(scene)
    first = refused(scene.create).message
    scene.principal = "guardduty.us-east-1.amazonaws.com"
    scene.put_bucket_policy(scene.bucket_statements())
    scene.put_key_policy(scene.key_statements())

    assert "does not have permission" in first
    assert scene.create()


def test_the_principal_in_china_is_a_switch(make_scene, refused):
    scene = build(make_scene("cn-north-1"), principal="guardduty.amazonaws.com.cn")
    first = refused(scene.create).message
    scene.sandbox.control.switch(china_principal="guardduty.amazonaws.com.cn")

    assert "does not have permission" in first
    assert scene.create()


@pytest.mark.parametrize("arn", ["arn:aws-cn:s3:::findings", "arn:aws-us-gov:s3:::findings"])
def test_a_bucket_of_another_partition_is_not_there(arn, scene, refused):
    scene.build()

    found = refused(scene.create, properties=scene.properties(DestinationArn=arn))

    assert "resource specified in the destinationArn parameter does not exist" in found.message


def test_a_bucket_that_is_in_another_partition_is_not_there(scene, make_scene, refused):
    scene.build()
    make_scene("cn-north-1").build("over-there")

    found = refused(scene.create, properties=scene.properties(DestinationArn="arn:aws:s3:::over-there"))

    assert "resource specified in the destinationArn parameter does not exist" in found.message


@pytest.mark.parametrize(
    "change",
    [lambda arn: arn.replace("arn:aws:", "arn:aws-cn:"), lambda arn: arn.replace("123456789012", "210987654321")],
)
def test_a_key_arn_of_another_partition_or_account_is_no_key(change, scene, refused):
    scene.build()

    found = refused(scene.create, properties=scene.properties(KmsKeyArn=change(scene.key)))

    assert "does not have permission to the KMS key" in found.message


def test_accounts_and_regions_do_not_see_each_others_resources(scene, make_scene, refused):
    destination = scene.build().create()
    for other in (make_scene("eu-west-1"), make_scene(account="210987654321")):
        found = other.guardduty.list_publishing_destinations(DetectorId=other.detector)

        assert found["Destinations"] == []
        other.detector = scene.detector
        assert "detectorId is not owned" in refused(other.describe, destination=destination).message
