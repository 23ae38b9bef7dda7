"""A detector and a key for every bucket."""

import pytest
from findings_bucket import make_key
from findings_sink import make_detector


@pytest.fixture(autouse=True)
def detector(request, sandbox):
    request.getfixturevalue("aws_environment")
    return make_detector(sandbox)


@pytest.fixture
def key_arn(sandbox):
    return make_key(sandbox)


@pytest.fixture
def s3(sandbox):
    return sandbox.client("s3")
