"""Property names of this project's own resources on the wire: one line each, here and nowhere else."""

from typing import Final


class FindingsBucket:
    """Bucket that findings are exported to.

    The class always sets the four public access switches, bucket-owner-enforced
    ownership and SSE-KMS with its key and a bucket key; none of these is an input.
    """

    NAME: Final = "bucket"
    KEY: Final = "kmsKeyArn"
    POLICY: Final = "policy"
    PREFIX: Final = "prefix"
    RETENTION_DAYS: Final = "retentionDays"
    ABORT_UPLOAD_DAYS: Final = "abortIncompleteUploadDays"
    VERSIONING: Final = "versioning"
    OBJECT_LOCK: Final = "objectLock"
    LOG_BUCKET: Final = "accessLogBucket"
    REGION: Final = "region"


class FindingsKey:
    """Key that encrypts findings; symmetric, enabled and single-region by its class."""

    POLICY: Final = "policy"
    ROTATION: Final = "rotationEnabled"
    DELETION_DAYS: Final = "deletionWindowInDays"


class KeyPolicyStatements:
    """Single statements of somebody else's key policy."""

    STATEMENTS: Final = "statements"


class BucketPolicyStatements:
    """Single statements of somebody else's bucket policy."""

    BUCKET: Final = "bucket"
    STATEMENTS: Final = "statements"


class PublishingDestination:
    """An export of findings."""

    DETECTOR: Final = "detectorId"
    DESTINATION: Final = "destinationArn"
    KEY: Final = "kmsKeyArn"


class GuardDutyList:
    """Any of the four kinds of list."""

    DETECTOR: Final = "detectorId"
    NAME: Final = "name"
    LOCATION: Final = "location"
    OWNER: Final = "expectedBucketOwner"


class ListObject:
    """An uploaded list; private by its class."""

    BUCKET: Final = "bucket"
    KEY: Final = "key"
    SOURCE: Final = "sourcePath"
    SHA256: Final = "sha256"


#: Where a key's or bucket's identity stands in its outputs.
KEY_ARN: Final = "arn"
KEY_ID: Final = "keyId"
