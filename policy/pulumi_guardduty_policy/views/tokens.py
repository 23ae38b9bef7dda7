"""Type tokens of every resource that a rule looks at, by what they are.

The pack spells them itself, since it imports nothing of the provider; a test
holds them to the classes.
"""


def own(*classes: str) -> frozenset[str]:
    """Tokens of this project's resources, through both doors."""
    return frozenset(
        token for name in classes for token in (f"pulumi-python:dynamic/guardduty:{name}", f"guardduty:index:{name}")
    )


OWN_DESTINATION = own("PublishingDestination")
OWN_TRUSTED_LIST = own("IPSet", "TrustedEntitySet")
OWN_THREAT_LIST = own("ThreatIntelSet", "ThreatEntitySet")
OWN_KEY = own("FindingsKey")
OWN_KEY_STATEMENTS = own("KeyPolicyStatements")
OWN_FINDINGS_BUCKET = own("FindingsBucket")
OWN_LIST_BUCKET = own("ListBucket")
OWN_BUCKET_STATEMENTS = own("BucketPolicyStatements")
OWN_LIST_OBJECT = own("ListObject")

AWS_BUCKET = frozenset({"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"})
AWS_ENCRYPTION = frozenset(
    {
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    }
)
AWS_BUCKET_POLICY = frozenset({"aws:s3/bucketPolicy:BucketPolicy"})
AWS_PUBLIC_ACCESS = frozenset({"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"})
AWS_VERSIONING = frozenset({"aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"})
AWS_LIFECYCLE = frozenset(
    {
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    }
)
AWS_LOGGING = frozenset({"aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"})
AWS_OBJECT_LOCK = frozenset(
    {
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
    }
)
AWS_OWNERSHIP = frozenset({"aws:s3/bucketOwnershipControls:BucketOwnershipControls"})
AWS_BUCKET_ACL = frozenset({"aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"})
AWS_OBJECT = frozenset(
    {
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:s3/objectCopy:ObjectCopy",
    }
)
AWS_KEY = frozenset({"aws:kms/key:Key"})
AWS_EXTERNAL_KEY = frozenset({"aws:kms/externalKey:ExternalKey"})
AWS_REPLICA_KEY = frozenset({"aws:kms/replicaKey:ReplicaKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"})
AWS_KEY_POLICY = frozenset({"aws:kms/keyPolicy:KeyPolicy"})
AWS_ALIAS = frozenset({"aws:kms/alias:Alias"})
AWS_GRANT = frozenset({"aws:kms/grant:Grant"})
AWS_DETECTOR = frozenset({"aws:guardduty/detector:Detector"})
AWS_DESTINATION = frozenset({"aws:guardduty/publishingDestination:PublishingDestination"})
AWS_TRUSTED_LIST = frozenset({"aws:guardduty/iPSet:IPSet"})
AWS_THREAT_LIST = frozenset({"aws:guardduty/threatIntelSet:ThreatIntelSet"})

NATIVE_BUCKET = frozenset({"aws-native:s3:Bucket"})
NATIVE_BUCKET_POLICY = frozenset({"aws-native:s3:BucketPolicy"})
NATIVE_KEY = frozenset({"aws-native:kms:Key"})
NATIVE_REPLICA_KEY = frozenset({"aws-native:kms:ReplicaKey"})
NATIVE_ALIAS = frozenset({"aws-native:kms:Alias"})
NATIVE_DETECTOR = frozenset({"aws-native:guardduty:Detector"})
NATIVE_DESTINATION = frozenset({"aws-native:guardduty:PublishingDestination"})
NATIVE_TRUSTED_LIST = frozenset({"aws-native:guardduty:IpSet", "aws-native:guardduty:TrustedEntitySet"})
NATIVE_THREAT_LIST = frozenset({"aws-native:guardduty:ThreatIntelSet", "aws-native:guardduty:ThreatEntitySet"})

#: What stack rules relate, and so want the declared inputs of.
RELATED = frozenset().union(
    *(tokens for name, tokens in list(globals().items()) if name.startswith(("OWN_", "AWS_", "NATIVE_")))
)
