"""With a folder, another account's export finds its way into a central bucket by the generated policies alone."""

import pytest
from findings_sink import ACCOUNT, REGION
from pulumi_guardduty import loader
from pulumi_guardduty._core.call import Call


pytestmark = pytest.mark.usefixtures("aws_environment")

OTHER = "222233334444"


def create(kind, **bag):
    handlers = loader.handlers(kind)
    inputs, failures = handlers.check({}, {"clientToken": kind, "region": REGION, **bag}, Call())
    assert failures == []
    return handlers.create(inputs, Call())[1]


def test_a_detector_of_another_account_exports_below_the_prefix(sandbox):
    theirs = sandbox.client("guardduty", account=OTHER)
    detector = theirs.create_detector(Enable=True)["DetectorId"]
    exporters = [{"accountId": OTHER, "region": REGION, "detectorId": detector}, {}]
    key = create("FindingsKey", exporters=exporters)
    bucket = create("FindingsBucket", exporters=exporters, kmsKeyArn=key["arn"], prefix="central")

    made = theirs.create_publishing_destination(
        DetectorId=detector,
        DestinationType="S3",
        DestinationProperties={"DestinationArn": f"{bucket['arn']}/central", "KmsKeyArn": key["arn"]},
    )

    seen = theirs.describe_publishing_destination(DetectorId=detector, DestinationId=made["DestinationId"])
    assert seen["Status"] == "PUBLISHING"
    assert f"arn:aws:iam::{OTHER}:root" in bucket["policy"]


def test_without_a_prefix_or_another_account_nobody_gets_to_read(sandbox):
    (detector,) = sandbox.client("guardduty").list_detectors()["DetectorIds"]
    exporters = [{"accountId": ACCOUNT, "region": REGION, "detectorId": detector}]
    key = create("FindingsKey", exporters=exporters)

    bucket = create("FindingsBucket", exporters=exporters, kmsKeyArn=key["arn"], prefix="own")

    assert "s3:ListBucket" not in bucket["policy"]
    assert "s3:GetObject" not in bucket["policy"]
