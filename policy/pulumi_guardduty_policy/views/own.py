"""Property names of this project's own resources on the wire: one line each, here and nowhere else."""

from typing import Final


class FindingsBucket:
    """Bucket that findings are exported to.

    Its class always blocks public access, switches ACLs off, keeps versions, aborts incomplete uploads and encrypts
    with SSE-KMS and a bucket key, and writes a policy where none is declared.
    """

    NAME: Final = "bucket"
    KEY: Final = "kmsKeyArn"
    POLICY: Final = "policy"
    PREFIX: Final = "prefix"
    RETENTION_DAYS: Final = "retentionDays"
    OBJECT_LOCK: Final = "objectLock"
    LOG_BUCKET: Final = "accessLogBucket"


class ListBucket:
    """Bucket that lists are uploaded to.

    As the one for findings, its class blocks public access, switches ACLs off, keeps versions, aborts incomplete
    uploads and lets nobody in without TLS; it encrypts with S3's own keys where no key is named.
    """

    KEY: Final = "kmsKeyArn"


class FindingsKey:
    """Key that encrypts findings: symmetric, enabled and of one region.

    Its class rotates it where nothing is said, and writes a policy where none is declared.
    """

    POLICY: Final = "policy"
    ROTATION: Final = "rotationEnabled"
    DELETION_DAYS: Final = "deletionWindowInDays"


class PolicyStatements:
    """Single statements of somebody else's key or bucket policy; generated for an export where none are declared."""

    STATEMENTS: Final = "statements"
    BUCKET: Final = "bucket"


class PublishingDestination:
    """An export of findings; `aws` and `aws-native` use the same names."""

    DETECTOR: Final = "detectorId"
    DESTINATION: Final = "destinationArn"
    KEY: Final = "kmsKeyArn"


class GuardDutyList:
    """Any of the four kinds of list; `aws` and `aws-native` use the same names."""

    NAME: Final = "name"
    LOCATION: Final = "location"
    OWNER: Final = "expectedBucketOwner"


class ListObject:
    """An uploaded list; private by its class. `aws` uses the same names for bucket and key."""

    BUCKET: Final = "bucket"
    KEY: Final = "key"
    FILE: Final = "path"
    SHA256: Final = "sha256"


class Outputs:
    """What a resource becomes; `aws` and `aws-native` use the same names."""

    ARN: Final = "arn"
    KEY_ID: Final = "keyId"
