"""The zero-byte object `prefix/`, which GuardDuty's API wants to find and does not make.

Source: seen on AWS on 2026-09-29; hashicorp/terraform-provider-aws#16750 and #24037.
"""

from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors


def marker_key(prefix: str | None) -> str | None:
    """Key of the folder object; None at the bucket's root, which needs none."""
    return f"{prefix}/" if prefix else None


def is_marker(key: str, size: int) -> bool:
    """Whether an object is a folder object, ours or GuardDuty's: it holds nothing."""
    return size == 0 and key.endswith("/")


def there_is(bucket: str, key: str, owner: str, aws: AwsAccess) -> bool:
    """Whether the folder object exists. Of all keys below it, S3 lists the folder object first."""
    with aws_errors():
        found = aws.s3.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1, ExpectedBucketOwner=owner)
    return [row["Key"] for row in found.get("Contents", [])] == [key]


def put(bucket: str, key: str, kms_key_arn: str, owner: str, aws: AwsAccess) -> None:
    """Write the folder object, with the headers that the bucket's own denies ask for."""
    with aws_errors():
        aws.s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=b"",
            ServerSideEncryption="aws:kms",
            SSEKMSKeyId=kms_key_arn,
            ExpectedBucketOwner=owner,
        )
