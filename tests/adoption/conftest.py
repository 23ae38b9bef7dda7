"""What `program` declares its resources on."""

import pytest
from findings_sink import make_sink, put_list


@pytest.fixture
def ground(sandbox):
    """A detector, and a bucket, a key and a list that it can use; as configuration of `program`."""
    sink = make_sink(sandbox)
    return {
        "detector": sink.detector_id,
        "destination": sink.destination_arn,
        "key": sink.key_arn,
        "location": put_list(sandbox),
    }
