import pytest
from pulumi_guardduty.policy_documents import Exporter, guardduty_key_policy


DETECTOR = "12abc34d567e8fa901bc2d34e56789f0"


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso")],
)
def test_the_source_arn_lies_in_the_regions_partition(region, partition):
    exporter = Exporter("111122223333", region, DETECTOR)

    assert exporter.source_arn == f"arn:{partition}:guardduty:{region}:111122223333:detector/{DETECTOR}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (("1", "eu-central-1", DETECTOR), "'1' is not an account id; expected a string of 12 digits"),
        (("111122223333", "*", DETECTOR), "'*' is not a region name; expected one like 'eu-central-1'"),
        (
            ("111122223333", "eu-central-1", "*"),
            "'*' is not a detector id; expected 1 to 300 letters and digits",
        ),
        (
            ("111122223333", "eu-central-1", "${aws:username}"),
            "'${aws:username}' is not a detector id; expected 1 to 300 letters and digits",
        ),
        (("111122223333", "eu-central-1", None), "None is not a detector id; expected 1 to 300 letters and digits"),
    ],
)
def test_an_exporter_takes_nothing_that_could_widen_a_policy(fields, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        Exporter(*fields)

    assert str(refusal.value) == message


def test_an_exporter_may_be_a_mapping():
    mapping = {"account_id": "111122223333", "region": "eu-central-1", "detector_id": DETECTOR}

    assert Exporter.of(mapping) == Exporter("111122223333", "eu-central-1", DETECTOR)


@pytest.mark.parametrize(
    "value", [{"account_id": "111122223333"}, {"region": "x", "account": 1, "detector_id": 2}, "x", None, 7]
)
def test_what_has_not_the_three_fields_is_no_exporter(value):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        Exporter.of(value)

    assert str(refusal.value) == f"exporter {value!r} must have exactly the fields account_id, region, detector_id"


def test_a_policy_for_nobody_is_refused():
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        guardduty_key_policy(exporters=[], account_id="111122223333")

    assert str(refusal.value) == "exporters is empty; name at least one detector that exports"


def test_exporters_of_two_partitions_are_refused():
    two = [Exporter("111122223333", region, DETECTOR) for region in ("eu-central-1", "cn-north-1")]

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        guardduty_key_policy(exporters=two, account_id="111122223333")

    assert str(refusal.value) == ("exporters lie in the partitions aws, aws-cn; no bucket or key can be used from two")
