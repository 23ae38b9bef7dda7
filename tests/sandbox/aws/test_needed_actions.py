"""Which actions each call needs of a caller's identity policies: with them it gets past, without any one it does not.

Evidence: the pages of S3, KMS, IAM and GuardDuty in the Service Authorization Reference; Amazon S3 User Guide,
"Required permissions for Amazon S3 API operations".
"""

import pytest
from identity_statements import allow


ACCOUNT = "123456789012"
DETECTOR = "arn:aws:guardduty:us-east-1:123456789012:detector"
UPLOAD = {"Key": "y", "UploadId": "upload"}


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "needed"),
    [
        ("s3", "head_bucket", {}, {"s3:ListBucket"}),
        ("s3", "list_objects_v2", {}, {"s3:ListBucket"}),
        ("s3", "list_objects", {}, {"s3:ListBucket"}),
        ("s3", "list_object_versions", {}, {"s3:ListBucketVersions"}),
        ("s3", "list_multipart_uploads", {}, {"s3:ListBucketMultipartUploads"}),
        ("s3", "get_bucket_location", {}, {"s3:GetBucketLocation"}),
        ("s3", "get_bucket_policy", {}, {"s3:GetBucketPolicy"}),
        ("s3", "get_bucket_encryption", {}, {"s3:GetEncryptionConfiguration"}),
        ("s3", "get_bucket_versioning", {}, {"s3:GetBucketVersioning"}),
        ("s3", "get_bucket_lifecycle_configuration", {}, {"s3:GetLifecycleConfiguration"}),
        ("s3", "get_bucket_cors", {}, {"s3:GetBucketCORS"}),
        ("s3", "get_bucket_replication", {}, {"s3:GetReplicationConfiguration"}),
        ("s3", "get_bucket_notification_configuration", {}, {"s3:GetBucketNotification"}),
        ("s3", "get_bucket_accelerate_configuration", {}, {"s3:GetAccelerateConfiguration"}),
        ("s3", "get_object_lock_configuration", {}, {"s3:GetBucketObjectLockConfiguration"}),
        ("s3", "get_public_access_block", {}, {"s3:GetBucketPublicAccessBlock"}),
        ("s3", "get_bucket_ownership_controls", {}, {"s3:GetBucketOwnershipControls"}),
        ("s3", "get_bucket_tagging", {}, {"s3:GetBucketTagging"}),
        ("s3", "delete_bucket_tagging", {}, {"s3:PutBucketTagging"}),
        ("s3", "delete_bucket_encryption", {}, {"s3:PutEncryptionConfiguration"}),
        ("s3", "delete_bucket_lifecycle", {}, {"s3:PutLifecycleConfiguration"}),
        ("s3", "delete_bucket_cors", {}, {"s3:PutBucketCORS"}),
        ("s3", "delete_bucket_replication", {}, {"s3:PutReplicationConfiguration"}),
        ("s3", "delete_bucket_ownership_controls", {}, {"s3:PutBucketOwnershipControls"}),
        ("s3", "delete_public_access_block", {}, {"s3:PutBucketPublicAccessBlock"}),
        ("s3", "delete_bucket_policy", {}, {"s3:DeleteBucketPolicy"}),
        (
            "s3",
            "put_bucket_versioning",
            {"VersioningConfiguration": {"Status": "Enabled"}},
            {"s3:PutBucketVersioning"},
        ),
        (
            "s3",
            "put_bucket_encryption",
            {
                "ServerSideEncryptionConfiguration": {
                    "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
                }
            },
            {"s3:PutEncryptionConfiguration"},
        ),
        (
            "s3",
            "put_public_access_block",
            {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
            {"s3:PutBucketPublicAccessBlock"},
        ),
        (
            "s3",
            "put_bucket_lifecycle_configuration",
            {
                "LifecycleConfiguration": {
                    "Rules": [{"ID": "x", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]
                }
            },
            {"s3:PutLifecycleConfiguration"},
        ),
        (
            "s3",
            "put_object_lock_configuration",
            {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
            {"s3:PutBucketObjectLockConfiguration"},
        ),
        (
            "s3",
            "put_bucket_accelerate_configuration",
            {"AccelerateConfiguration": {"Status": "Enabled"}},
            {"s3:PutAccelerateConfiguration"},
        ),
        (
            "s3",
            "put_bucket_cors",
            {"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}},
            {"s3:PutBucketCORS"},
        ),
        (
            "s3",
            "put_bucket_notification_configuration",
            {"NotificationConfiguration": {}},
            {"s3:PutBucketNotification"},
        ),
        (
            "s3",
            "put_bucket_replication",
            {
                "ReplicationConfiguration": {
                    "Role": "arn:aws:iam::123456789012:role/r",
                    "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::bucket"}}],
                }
            },
            {"s3:PutReplicationConfiguration"},
        ),
        ("s3", "delete_bucket", {}, {"s3:DeleteBucket"}),
        ("s3", "head_object", {"Key": "x"}, {"s3:GetObject"}),
        ("s3", "get_object", {"Key": "x"}, {"s3:GetObject"}),
        ("s3", "get_object", {"Key": "none"}, {"s3:GetObject", "s3:ListBucket"}),
        ("s3", "head_object", {"Key": "none"}, {"s3:GetObject", "s3:ListBucket"}),
        ("s3", "get_object", {"Key": "x", "VersionId": "null"}, {"s3:GetObjectVersion"}),
        ("s3", "get_object_tagging", {"Key": "x"}, {"s3:GetObjectTagging"}),
        ("s3", "put_object", {"Key": "y", "Body": b""}, {"s3:PutObject"}),
        ("s3", "put_object", {"Key": "y", "Tagging": "a=b"}, {"s3:PutObject", "s3:PutObjectTagging"}),
        ("s3", "put_object", {"Key": "y", "ACL": "private"}, {"s3:PutObject", "s3:PutObjectAcl"}),
        (
            "s3",
            "put_object",
            {"Key": "y", "ObjectLockLegalHoldStatus": "ON"},
            {"s3:PutObject", "s3:PutObjectLegalHold"},
        ),
        (
            "s3",
            "put_object",
            {"Key": "y", "ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": "2030-01-01T00:00:00Z"},
            {"s3:PutObject", "s3:PutObjectRetention"},
        ),
        ("s3", "copy_object", {"Key": "y", "CopySource": "bucket/x"}, {"s3:PutObject", "s3:GetObject"}),
        (
            "s3",
            "copy_object",
            {"Key": "y", "CopySource": {"Bucket": "bucket", "Key": "x", "VersionId": "null"}},
            {"s3:PutObject", "s3:GetObjectVersion"},
        ),
        (
            "s3",
            "copy_object",
            {"Key": "y", "CopySource": "bucket/x", "TaggingDirective": "REPLACE", "Tagging": "a=b"},
            {"s3:PutObject", "s3:GetObject", "s3:PutObjectTagging"},
        ),
        ("s3", "create_multipart_upload", {"Key": "y"}, {"s3:PutObject"}),
        (
            "s3",
            "create_multipart_upload",
            {"Key": "y", "Tagging": "a=b"},
            {"s3:PutObject", "s3:PutObjectTagging"},
        ),
        ("s3", "upload_part", {**UPLOAD, "PartNumber": 1, "Body": b""}, {"s3:PutObject"}),
        (
            "s3",
            "upload_part_copy",
            {**UPLOAD, "PartNumber": 1, "CopySource": "bucket/x"},
            {"s3:PutObject", "s3:GetObject"},
        ),
        ("s3", "list_parts", UPLOAD, {"s3:ListMultipartUploadParts"}),
        (
            "s3",
            "complete_multipart_upload",
            {**UPLOAD, "MultipartUpload": {"Parts": [{"ETag": "e", "PartNumber": 1}]}},
            {"s3:PutObject"},
        ),
        ("s3", "abort_multipart_upload", UPLOAD, {"s3:AbortMultipartUpload"}),
        ("s3", "get_object_tagging", {"Key": "x", "VersionId": "null"}, {"s3:GetObjectVersionTagging"}),
        (
            "s3",
            "put_object_tagging",
            {"Key": "x", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}},
            {"s3:PutObjectTagging"},
        ),
        (
            "s3",
            "put_object_tagging",
            {"Key": "x", "VersionId": "null", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}},
            {"s3:PutObjectVersionTagging"},
        ),
        ("s3", "delete_object_tagging", {"Key": "x", "VersionId": "null"}, {"s3:DeleteObjectVersionTagging"}),
        ("s3", "get_object_acl", {"Key": "x", "VersionId": "null"}, {"s3:GetObjectVersionAcl"}),
        (
            "s3",
            "put_object_acl",
            {"Key": "x", "VersionId": "null", "ACL": "private"},
            {"s3:PutObjectVersionAcl"},
        ),
        ("s3", "delete_object", {"Key": "x"}, {"s3:DeleteObject"}),
        ("s3", "delete_object", {"Key": "x", "VersionId": "null"}, {"s3:DeleteObjectVersion"}),
        (
            "s3",
            "delete_object",
            {"Key": "x", "BypassGovernanceRetention": True},
            {"s3:DeleteObject", "s3:BypassGovernanceRetention"},
        ),
        ("s3", "create_bucket", {"Bucket": "new"}, {"s3:CreateBucket"}),
        ("s3", "create_bucket", {"Bucket": "new", "ACL": "private"}, {"s3:CreateBucket", "s3:PutBucketAcl"}),
        (
            "s3",
            "create_bucket",
            {"Bucket": "new", "ObjectOwnership": "BucketOwnerEnforced"},
            {"s3:CreateBucket", "s3:PutBucketOwnershipControls"},
        ),
        (
            "s3",
            "create_bucket",
            {"Bucket": "new", "ObjectLockEnabledForBucket": True},
            {"s3:CreateBucket", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"},
        ),
        ("kms", "create_key", {}, {"kms:CreateKey"}),
        ("kms", "create_key", {"Tags": [{"TagKey": "a", "TagValue": "b"}]}, {"kms:CreateKey", "kms:TagResource"}),
        ("kms", "list_aliases", {}, {"kms:ListAliases"}),
        ("kms", "describe_key", {"KeyId": "alias/a"}, {"kms:DescribeKey"}),
        ("kms", "get_key_policy", {"KeyId": "key", "PolicyName": "default"}, {"kms:GetKeyPolicy"}),
        ("kms", "enable_key_rotation", {"KeyId": "key"}, {"kms:EnableKeyRotation"}),
        ("kms", "create_alias", {"AliasName": "alias/b", "TargetKeyId": "key"}, {"kms:CreateAlias"}),
        ("kms", "update_alias", {"AliasName": "alias/a", "TargetKeyId": "key"}, {"kms:UpdateAlias"}),
        ("kms", "delete_alias", {"AliasName": "alias/a"}, {"kms:DeleteAlias"}),
        ("kms", "schedule_key_deletion", {"KeyId": "key"}, {"kms:ScheduleKeyDeletion"}),
        ("iam", "get_user", {"UserName": "user0"}, {"iam:GetUser"}),
        ("guardduty", "list_detectors", {}, {"guardduty:ListDetectors"}),
        ("guardduty", "get_detector", {"DetectorId": "detector"}, {"guardduty:GetDetector"}),
        (
            "guardduty",
            "list_publishing_destinations",
            {"DetectorId": "detector"},
            {"guardduty:ListPublishingDestinations"},
        ),
        ("guardduty", "list_threat_intel_sets", {"DetectorId": "detector"}, {"guardduty:ListThreatIntelSets"}),
        ("guardduty", "tag_resource", {"ResourceArn": "arn", "Tags": {"a": "b"}}, {"guardduty:TagResource"}),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else None,
)
def test_a_call_needs_just_these_actions(service, operation, arguments, needed, scene, make_user):
    """With them it gets past the policies; without any one of them it does not."""
    scene.s3.create_bucket(Bucket="bucket")
    scene.s3.put_object(Bucket="bucket", Key="x", Body=b"")
    key = scene.kms.create_key()["KeyMetadata"]["KeyId"]
    scene.kms.create_alias(AliasName="alias/a", TargetKeyId=key)
    upload = scene.s3.create_multipart_upload(Bucket="bucket", Key="y")["UploadId"]
    names = {"key": key, "detector": scene.detector, "arn": f"{DETECTOR}/{scene.detector}", "upload": upload}
    chosen = {"Bucket": "bucket"} if service == "s3" else {}
    chosen |= {name: names.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()}

    def is_denied(actions):
        client = make_user(*actions).client(service)
        try:
            getattr(client, operation)(**chosen)
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException", "403")
        return False

    assert [missing for missing in needed if not is_denied(needed - {missing})] == []
    assert not is_denied(needed)


@pytest.mark.parametrize("source", ["bucket/a b", "/bucket/a b", {"Bucket": "bucket", "Key": "a b"}])
@pytest.mark.parametrize(("readable", "works"), [("a b", True), ("other", False)])
def test_a_copy_reads_its_source(source, readable, works, scene, make_user, refused):
    scene.s3.create_bucket(Bucket="bucket")
    scene.s3.put_object(Bucket="bucket", Key="a b", Body=b"")
    rights = [
        allow("s3:PutObject", resource="arn:aws:s3:::bucket/y"),
        allow("s3:GetObject", resource=f"arn:aws:s3:::bucket/{readable}"),
    ]
    copy = make_user(statements=rights).client("s3").copy_object

    if works:
        copy(Bucket="bucket", Key="y", CopySource=source)
    else:
        found = refused(copy, Bucket="bucket", Key="y", CopySource=source)
        assert "s3:GetObject on resource: arn:aws:s3:::bucket/a b because" in found.message


@pytest.mark.parametrize(
    ("operation", "arguments", "resources"),
    [
        ("create_alias", {"AliasName": "alias/b", "TargetKeyId": "second"}, ["alias/b", "second"]),
        ("update_alias", {"AliasName": "alias/a", "TargetKeyId": "second"}, ["alias/a", "first", "second"]),
        ("delete_alias", {"AliasName": "alias/a"}, ["alias/a", "first"]),
    ],
)
def test_a_call_on_an_alias_needs_it_and_every_key_it_leads_to(
    operation, arguments, resources, scene, make_user, refused
):
    """Source: AWS KMS Developer Guide, "Controlling access to aliases"."""
    keys = {name: scene.kms.create_key()["KeyMetadata"]["Arn"] for name in ("first", "second")}
    scene.kms.create_alias(AliasName="alias/a", TargetKeyId=keys["first"])
    arns = [keys.get(name, f"arn:aws:kms:us-east-1:{ACCOUNT}:{name}") for name in resources]
    chosen = {name: keys.get(value, value) for name, value in arguments.items()}

    for missing in arns:
        able = make_user(statements=[allow("kms:*", resource=[arn for arn in arns if arn != missing])])
        found = refused(getattr(able.client("kms"), operation), **chosen)
        assert f" on resource: {missing} because no identity-based policy allows the kms:" in found.message
    getattr(make_user(statements=[allow("kms:*", resource=arns)]).client("kms"), operation)(**chosen)


def test_a_call_that_makes_an_alias_needs_nothing_of_the_key_that_has_it_already(scene, make_user, refused):
    scene.make_key()
    scene.kms.create_alias(AliasName="alias/a", TargetKeyId=scene.key)
    own = scene.kms.create_key()["KeyMetadata"]["Arn"]
    user = make_user(statements=[allow("kms:*", resource=[own, f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/a"])])

    found = refused(user.client("kms").create_alias, AliasName="alias/a", TargetKeyId=own)

    assert found.code == "AlreadyExistsException"


def test_a_key_with_tags_is_tagged_whatever_key_it_will_be(make_user, refused):
    found = refused(make_user("kms:CreateKey").client("kms").create_key, Tags=[{"TagKey": "a", "TagValue": "b"}])

    assert "is not authorized to perform: kms:TagResource on resource: * because" in found.message


class TestObjectKeys:
    """Source: S3 User Guide, "Using server-side encryption with AWS KMS keys"."""

    @pytest.mark.parametrize(
        ("operation", "arguments", "needed"),
        [
            ("put_object", {"Key": "y"}, {"kms:GenerateDataKey"}),
            ("copy_object", {"Key": "y", "CopySource": "findings/plain"}, {"kms:GenerateDataKey"}),
            ("create_multipart_upload", {"Key": "y"}, {"kms:GenerateDataKey", "kms:Decrypt"}),
            ("get_object", {"Key": "x"}, {"kms:Decrypt"}),
            ("head_object", {"Key": "x"}, set()),
        ],
    )
    def test_need_these_actions(self, operation, arguments, needed, scene, make_user):
        scene.make_bucket()
        scene.make_key()
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": scene.key}
        scene.s3.put_object(Bucket="findings", Key="x", Body=b"", **encryption)
        scene.s3.put_object(Bucket="findings", Key="plain", Body=b"")
        chosen = {**arguments, **(encryption if "y" in arguments.values() else {})}

        def works(actions):
            client = make_user("s3:*", *actions).client("s3")
            try:
                getattr(client, operation)(Bucket="findings", **chosen)
            except client.exceptions.ClientError as error:
                return error.response["Error"]["Code"] != "AccessDenied"
            return True

        assert works(needed)
        assert not any(works(needed - {one}) for one in needed)

    @pytest.mark.parametrize(("through", "works"), [("s3.us-east-1.amazonaws.com", True), ("ec2.amazonaws.com", False)])
    def test_are_used_through_s3(self, through, works, scene, make_user, refused):
        scene.make_bucket()
        scene.make_key()
        condition = {"StringEquals": {"kms:ViaService": through, "kms:CallerAccount": ACCOUNT}}
        user = make_user("s3:*", statements=[allow("kms:*", Condition=condition)])
        arguments = {"Bucket": "findings", "Key": "x", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": scene.key}

        if works:
            user.client("s3").put_object(**arguments)
        else:
            assert "kms:GenerateDataKey" in refused(user.client("s3").put_object, **arguments).message
