"""Which actions an S3 call needs, on which bucket or object.

Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API
operations", and "Bucket policy condition keys".
"""

import urllib.parse
from collections.abc import Iterator

import defusedxml.ElementTree
from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.authorization.decision import Need
from pulumi_guardduty_sandbox.aws.call import AwsCall


#: Operations whose action has another name.
_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListParts": "ListMultipartUploadParts",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketCors": "PutBucketCORS",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
}
#: Actions that have a twin for a named version, and its name.
_VERSIONED = {
    "DeleteObject": "DeleteObjectVersion",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
    "GetObject": "GetObjectVersion",
    "GetObjectAcl": "GetObjectVersionAcl",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectAcl": "PutObjectVersionAcl",
    "PutObjectTagging": "PutObjectVersionTagging",
}
#: Headers of a write that need a further action on the object.
_WRITE_HEADERS = {
    "x-amz-tagging": "PutObjectTagging",
    "x-amz-acl": "PutObjectAcl",
    "x-amz-object-lock-mode": "PutObjectRetention",
    "x-amz-object-lock-legal-hold": "PutObjectLegalHold",
}
#: Headers of CreateBucket that need further actions on the bucket.
_CREATE_HEADERS = {
    "x-amz-acl": ("PutBucketAcl",),
    "x-amz-bucket-object-lock-enabled": ("PutBucketObjectLockConfiguration", "PutBucketVersioning"),
    "x-amz-object-ownership": ("PutBucketOwnershipControls",),
}
_WRITES = ("PutObject", "CopyObject", "CreateMultipartUpload")
_QUERY_KEYS = {"prefix": "s3:prefix", "delimiter": "s3:delimiter", "max-keys": "s3:max-keys"}


def bucket_arn(bucket: str, region: str) -> str:
    """ARN of a bucket, or of `bucket/key`, as seen from a region's partition."""
    return f"arn:{get_partition(region)}:s3:::{bucket}"


def s3_needs(call: AwsCall) -> list[Need]:
    """What `call` needs of S3 itself; keys are judged apart, and so is each key of a mass delete."""
    bucket, key = call.params.get("Bucket"), call.params.get("Key")
    if not bucket:
        return [Need(f"s3:{action}", "*") for action in _actions(call)]
    arn = bucket_arn(bucket, call.region)
    resource = f"{arn}/{key}" if key else arn
    needs = [Need(f"s3:{action}", resource) for action in _actions(call)]
    if call.operation == "CreateBucket":
        names = (name for header, more in _CREATE_HEADERS.items() if header in call.headers for name in more)
        needs += [Need(f"s3:{name}", arn) for name in names]
    source = call.headers.get("x-amz-copy-source")
    if source:
        path, version, _ = urllib.parse.unquote(source).removeprefix("/").partition("?versionId=")
        read = "s3:GetObjectVersion" if version else "s3:GetObject"
        needs.append(Need(read, bucket_arn(path, call.region)))
    return needs


def _actions(call: AwsCall) -> Iterator[str]:
    action = _ACTIONS.get(call.operation, call.operation)
    yield _VERSIONED.get(action, action) if "versionId" in call.params else action
    if call.operation in _WRITES:
        yield from (name for header, name in _WRITE_HEADERS.items() if header in call.headers)
    if str(call.headers.get("x-amz-bypass-governance-retention")).lower() == "true":
        yield "BypassGovernanceRetention"


def delete_needs(call: AwsCall, body: bytes) -> Iterator[Need]:
    """What DeleteObjects needs for each of its keys."""
    arn = bucket_arn(call.text("Bucket"), call.region)
    for row in defusedxml.ElementTree.fromstring(body).iterfind("{*}Object"):
        action = "DeleteObject" if row.find("{*}VersionId") is None else "DeleteObjectVersion"
        yield Need(f"s3:{action}", f"{arn}/{row.findtext('{*}Key')}")


def s3_context(call: AwsCall) -> dict[str, str]:
    """Condition keys that S3 derives from a request: each `x-amz-…` header, and some of the query."""
    context = {f"s3:{header}": value for header, value in call.headers.items()}
    context |= {key: str(call.params[name]) for name, key in _QUERY_KEYS.items() if name in call.params}
    if "versionId" in call.params:
        context["s3:versionid"] = str(call.params["versionId"])
    return context
