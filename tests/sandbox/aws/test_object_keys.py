"""What S3 says when the key that encrypts an object cannot be used.

Evidence: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; S3 passes KMS's errors on under their
own names with the prefix `KMS.`.
"""

import pytest


def put(scene, **headers):
    scene.s3.put_object(Bucket=scene.bucket, Key="x", Body=b"x", **headers)


def encrypted(scene):
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": scene.key}


class TestKeysOfObjects:
    @pytest.mark.parametrize(
        ("make", "code", "words"),
        [
            (lambda scene: scene.kms.disable_key(KeyId=scene.key), "KMS.DisabledException", "{key} is disabled."),
            (
                lambda scene: scene.kms.schedule_key_deletion(KeyId=scene.key, PendingWindowInDays=7),
                "KMS.KMSInvalidStateException",
                "{key} is PendingDeletion.",
            ),
            (
                lambda scene: setattr(scene, "key", scene.key[:-4] + "0000"),
                "KMS.NotFoundException",
                "Key '{key}' does not exist",
            ),
        ],
    )
    def test_an_unusable_key_is_told_by_kms_own_name(self, make, code, words, scene, refused):
        scene.make_bucket()
        scene.make_key()
        make(scene)
        bodies = []
        scene.s3 = scene.sandbox.client("s3")
        scene.s3.meta.events.register(
            "before-parse.s3.*", lambda response_dict, **_: bodies.append(response_dict["body"])
        )

        found = refused(lambda: put(scene, **encrypted(scene)))

        assert (found.status, found.code, found.message) == (400, code, words.format(key=scene.key))
        assert f"<Error><Code>{code}</Code>".encode() in bodies[0]

    @pytest.mark.parametrize(
        "arn",
        [
            "arn:aws:kms:mars-north-1:123456789012:key/{id}",
            "arn:aws:kms:eu-west-1:123456789012:key/{id}",
            "arn:aws:kms:us-east-1:210987654321:key/{id}",
            "arn:aws-cn:kms:us-east-1:123456789012:key/{id}",
            "arn:aws:kms:us-east-1:123456789012:alias/{id}",
        ],
    )
    def test_a_key_is_not_found_anywhere_but_where_it_is(self, arn, scene, refused):
        scene.make_bucket()
        scene.make_key()
        named = arn.format(id=scene.key.rpartition("/")[2])

        found = refused(lambda: put(scene, ServerSideEncryption="aws:kms", SSEKMSKeyId=named))

        assert (found.code, found.message) == ("KMS.NotFoundException", f"Key '{named}' does not exist")

    @pytest.mark.parametrize("encryption", ["aws:kms", "aws:kms:dsse"])
    def test_a_write_needs_the_key_however_often_it_encrypts(self, encryption, scene, refused):
        """dsse: dual-layer encryption, twice with the same key."""
        scene.make_bucket()
        scene.make_key()
        scene.kms.disable_key(KeyId=scene.key)

        found = refused(lambda: put(scene, ServerSideEncryption=encryption, SSEKMSKeyId=scene.key))

        assert found.code == "KMS.DisabledException"

    def test_a_read_needs_the_key_too(self, scene, refused):
        scene.make_bucket()
        scene.make_key()
        put(scene, **encrypted(scene))
        scene.kms.disable_key(KeyId=scene.key)

        assert refused(scene.s3.get_object, Bucket="findings", Key="x").code == "KMS.DisabledException"

    def test_the_buckets_default_key_counts_where_a_write_names_none(self, scene, refused):
        scene.make_bucket()
        scene.make_key()
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": scene.key}
        scene.s3.put_bucket_encryption(
            Bucket="findings",
            ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
        )
        scene.kms.disable_key(KeyId=scene.key)

        assert refused(lambda: put(scene)).code == "KMS.DisabledException"
        put(scene, ServerSideEncryption="AES256")

    @pytest.mark.parametrize("form", ["id", "alias", "arn"])
    def test_a_key_may_be_named_in_any_way(self, form, scene, refused):
        scene.make_bucket()
        scene.make_key()
        scene.kms.create_alias(AliasName="alias/mine", TargetKeyId=scene.key)
        scene.kms.disable_key(KeyId=scene.key)
        name = {"id": scene.key.rpartition("/")[2], "alias": "alias/mine", "arn": scene.key}[form]

        found = refused(lambda: put(scene, ServerSideEncryption="aws:kms", SSEKMSKeyId=name))

        assert found.message == f"{scene.key} is disabled."

    @pytest.mark.parametrize("headers", [{}, {"SSEKMSKeyId": "alias/aws/s3"}])
    def test_the_managed_key_needs_nothing(self, headers, scene, make_user):
        """Its policy lets everybody of the account use it through S3."""
        scene.make_bucket()
        scene.s3 = make_user("s3:*").client("s3")

        put(scene, ServerSideEncryption="aws:kms", **headers)

        assert scene.s3.get_object(Bucket="findings", Key="x")["Body"].read() == b"x"
