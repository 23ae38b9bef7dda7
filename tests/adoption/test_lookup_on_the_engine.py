"""`PublishingDestination.get`, on the embedded engine and on the real CLI: read, never managed."""

from pathlib import Path

import pytest
from findings_sink import make_sink
from world import world


PROGRAM = Path(__file__).with_name("reader")


@pytest.fixture
def sink(sandbox):
    return make_sink(sandbox)


@pytest.fixture
def stack(make_stack, sandbox):
    def make(resource_id):
        return make_stack(PROGRAM, config={"id": resource_id, "aws:region": "us-east-1"}, env=sandbox.environment)

    return make


def test_one_that_exists_is_read_and_outlives_the_stack(stack, sandbox, sink):
    made = sandbox.client("guardduty").create_publishing_destination(
        DetectorId=sink.detector_id,
        DestinationType="S3",
        DestinationProperties={"DestinationArn": sink.destination_arn, "KmsKeyArn": sink.key_arn},
    )
    held = world(sandbox)
    reader = stack(f"{sink.detector_id}:{made['DestinationId']}")

    up = reader.up()
    destroyed = reader.destroy()

    assert up.ok, up.text
    assert up.outputs == {"destination": sink.destination_arn, "status": "PUBLISHING"}
    assert destroyed.ok, destroyed.text
    assert world(sandbox) == held


def test_one_that_does_not_exist_ends_the_up_with_its_id(stack, sink):
    missing = f"{sink.detector_id}:{'0' * 32}"

    result = stack(missing).up()

    assert not result.ok
    assert missing in " ".join(result.errors)
