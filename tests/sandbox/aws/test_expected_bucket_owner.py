"""A call that says whose bucket it expects is refused on anybody else's.

Source: Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition".
"""

import pytest
from botocore.exceptions import ClientError


OWNER, OTHER = "123456789012", "222233334444"


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("head_bucket", {}),
        ("get_bucket_versioning", {}),
        ("put_object", {"Key": "a", "Body": b""}),
        ("delete_objects", {"Delete": {"Objects": [{"Key": "a"}]}}),
        ("delete_bucket", {}),
    ],
)
def test_another_owner_than_expected_is_an_access_denied(sandbox, operation, arguments):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="audit")

    with pytest.raises(ClientError) as caught:
        getattr(s3, operation)(Bucket="audit", ExpectedBucketOwner=OTHER, **arguments)

    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert s3.list_buckets()["Buckets"][0]["Name"] == "audit"


def test_the_denial_is_s3s_own_two_words(sandbox, raw):
    sandbox.client("s3").create_bucket(Bucket="audit")

    status, _, body = raw("GET", "/audit?versioning", service="s3", headers={"x-amz-expected-bucket-owner": OTHER})

    assert status == 403
    assert b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message>" in body


def test_the_expected_owner_passes(sandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="audit")

    s3.put_object(Bucket="audit", Key="a", Body=b"a", ExpectedBucketOwner=OWNER)

    assert s3.head_object(Bucket="audit", Key="a", ExpectedBucketOwner=OWNER)["ContentLength"] == 1
