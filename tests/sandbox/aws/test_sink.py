"""Who may write to a findings bucket: the real policies of bucket and key, piece by piece.

Evidence: the six statements were accepted by AWS (wire); each piece's meaning is the export guide's and IAM's.
"""

import json

import pytest


def without(sid):
    return lambda statements: [statement for statement in statements if statement["Sid"] != sid]


def changed(sid, **elements):
    def change(statements):
        return [{**statement, **elements} if statement["Sid"] == sid else statement for statement in statements]

    return change


def other_condition(**keys):
    return {"StringEquals": {"aws:SourceAccount": "123456789012", **keys}}


ELSEWHERE = "arn:aws:s3:::findings/elsewhere/*"
SERVICE = {"Service": "guardduty.eu-south-1.amazonaws.com"}
BROKEN_BUCKET_POLICIES = {
    "no-location": without("location"),
    "no-put": without("put"),
    "put-elsewhere": changed("put", Resource=ELSEWHERE),
    "put-bucket-itself": changed("put", Resource="arn:aws:s3:::findings"),
    "location-of-objects": changed("location", Resource="arn:aws:s3:::findings/*"),
    "put-action": changed("put", Action="s3:GetObject"),
    "location-action": changed("location", Action="s3:ListBucket"),
    "regional-principal": changed("put", Principal=SERVICE),
    "other-service": changed("location", Principal={"Service": "s3.amazonaws.com"}),
    "account-instead-of-service": changed("put", Principal={"AWS": "123456789012"}),
    "other-account": changed("put", Condition={"StringEquals": {"aws:SourceAccount": "210987654321"}}),
    "other-detector": changed("put", Condition=other_condition(**{"aws:SourceArn": "arn:aws:guardduty:x"})),
    "deny-all": lambda statements: [
        *statements,
        {
            "Sid": "no",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::findings/*",
        },
    ],
    "deny-other-key": changed(
        "wrong-key",
        Condition={"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/findings"}},
    ),
    "deny-kms": changed("unencrypted", Condition={"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}),
    "deny-https": changed("plain-http", Condition={"Bool": {"aws:SecureTransport": "true"}}),
}
BROKEN_KEY_POLICIES = {
    "no-statement": without("key"),
    "action": changed("key", Action="kms:Encrypt"),
    "resource": changed("key", Resource="arn:aws:kms:us-east-1:123456789012:key/other"),
    "principal": changed("key", Principal=SERVICE),
    "account": changed("key", Condition={"StringEquals": {"aws:SourceAccount": "210987654321"}}),
    "detector": changed("key", Condition=other_condition(**{"aws:SourceArn": "arn:aws:guardduty:x"})),
    "deny": lambda statements: [
        *statements,
        {"Sid": "no", "Effect": "Deny", "Principal": {"Service": "guardduty.amazonaws.com"}}
        | {"Action": "kms:GenerateDataKey", "Resource": "*"},
    ],
}


@pytest.mark.parametrize("name", BROKEN_BUCKET_POLICIES)
def test_a_bucket_policy_with_one_piece_broken_lets_no_destination_in(name, scene, refused):
    scene.build()
    scene.put_bucket_policy(BROKEN_BUCKET_POLICIES[name](scene.bucket_statements()))

    assert "does not have permission to the KMS key" in refused(scene.create).message


@pytest.mark.parametrize("name", BROKEN_KEY_POLICIES)
def test_a_key_policy_with_one_piece_broken_lets_no_destination_in(name, scene, refused):
    scene.build()
    scene.put_key_policy(BROKEN_KEY_POLICIES[name](scene.key_statements()))

    assert "does not have permission to the KMS key" in refused(scene.create).message


@pytest.mark.parametrize(
    ("of_bucket", "change"),
    [
        pytest.param(True, changed("put", Condition={}), id="no-condition"),
        pytest.param(True, changed("put", Condition={"StringEquals": {"aws:PrincipalIsAWSService": "true"}}), id="aws"),
        pytest.param(
            True,
            changed("put", Condition={"ArnLike": {"aws:SourceArn": "arn:aws:guardduty:*:123456789012:detector/*"}}),
            id="arn-like",
        ),
        pytest.param(
            True,
            changed("put", Condition={"StringEquals": {"aws:PrincipalServiceName": "guardduty.amazonaws.com"}}),
            id="service-name",
        ),
        pytest.param(True, changed("put", Condition={"Bool": {"aws:SecureTransport": "true"}}), id="transport"),
        pytest.param(True, changed("put", Condition={"Bool": {"aws:ViaAWSService": "false"}}), id="via"),
        pytest.param(
            True, changed("put", Condition={"StringEquals": {"aws:ResourceAccount": "123456789012"}}), id="owner"
        ),
        pytest.param(True, changed("put", Principal="*"), id="everybody"),
        pytest.param(True, without("unencrypted"), id="no-denies"),
        pytest.param(False, changed("key", Condition={}), id="no-condition-on-key"),
        pytest.param(False, changed("key", Resource="*"), id="any-key"),
        pytest.param(False, changed("key", Action="kms:GenerateDataKey*"), id="wildcard"),
    ],
)
def test_policies_that_are_wider_or_say_it_otherwise_let_it_in(of_bucket, change, scene):
    """tf: the conditions are recommended, not enforced."""
    scene.build()
    if of_bucket:
        scene.put_bucket_policy(change(scene.bucket_statements()))
    else:
        scene.put_key_policy(change(scene.key_statements()))

    assert scene.create()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("disabled", lambda scene: scene.kms.disable_key(KeyId=scene.key)),
        ("pending", lambda scene: scene.kms.schedule_key_deletion(KeyId=scene.key, PendingWindowInDays=7)),
        ("asymmetric", lambda scene: scene.make_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")),
    ],
)
def test_a_key_that_cannot_encrypt_is_refused(name, make, scene, refused):
    scene.build()
    make(scene)
    if name == "asymmetric":
        scene.put_key_policy(scene.key_statements())
        scene.put_bucket_policy(scene.bucket_statements())

    assert "does not have permission to the KMS key" in refused(scene.create).message


def test_a_key_that_is_enabled_again_is_accepted(scene):
    scene.build()
    scene.kms.disable_key(KeyId=scene.key)
    scene.kms.enable_key(KeyId=scene.key)

    assert scene.create()


def test_a_prefix_policy_lets_the_prefix_in_and_nothing_else(scene, refused):
    scene.build(prefix="logs")
    scene.put_bucket_policy(changed("put", Resource="arn:aws:s3:::findings/logs/*")(scene.bucket_statements()))

    assert "does not have permission" in refused(scene.create).message
    assert scene.create(prefix="logs")


def test_a_bucket_and_key_of_another_account_need_the_exporters_conditions(scene, refused):
    """doc: aws:SourceAccount stays the exporting account."""
    scene.make_bucket(account="210987654321")
    scene.make_key(account="210987654321")
    scene.put_bucket_policy(scene.bucket_statements())
    scene.put_key_policy(scene.key_statements())

    destination = scene.create()

    assert scene.describe(destination)["Status"] == "PUBLISHING"
    assert scene.objects() == ["AWSLogs/"]
    scene.put_bucket_policy(
        changed("put", Condition={"StringEquals": {"aws:SourceAccount": "210987654321"}})(scene.bucket_statements())
    )
    assert "does not have permission" in refused(scene.update, destination=destination, KmsKeyArn=scene.key).message


class TestJudgedWrites:
    """`Control.guardduty_write`: what any account's GuardDuty could do."""

    def write(self, scene, **changes):
        chosen = {
            "account": "123456789012",
            "region": "us-east-1",
            "detector_id": scene.detector,
            "bucket": scene.bucket,
            "kms_key_arn": scene.key,
            **changes,
        }
        return scene.sandbox.control.guardduty_write(**chosen)

    def test_the_own_detector_may_write(self, scene):
        assert self.write(scene.build()) == {"allowed": True, "why": []}

    @pytest.mark.parametrize(
        "changes", [{"account": "210987654321"}, {"detector_id": "other"}, {"region": "eu-west-1"}]
    )
    def test_another_detector_may_not(self, changes, scene):
        found = self.write(scene.build(), **changes)

        assert found == {
            "allowed": False,
            "why": [
                (
                    f"guardduty.amazonaws.com may not kms:GenerateDataKey on {scene.key}"
                    " because no resource-based policy allows the kms:GenerateDataKey action"
                ),
                (
                    "guardduty.amazonaws.com may not s3:PutObject on arn:aws:s3:::findings/AWSLogs/probe"
                    " because no resource-based policy allows the s3:PutObject action"
                ),
            ],
        }

    def test_a_dropped_condition_lets_another_accounts_detector_in(self, scene):
        scene.build()
        scene.put_bucket_policy(changed("put", Condition={})(scene.bucket_statements()))
        scene.put_key_policy(changed("key", Condition={})(scene.key_statements()))

        assert self.write(scene, account="210987654321")["allowed"]

    @pytest.mark.parametrize(
        ("sid", "changes"),
        [
            ("unencrypted", {"encryption": None}),
            ("unencrypted", {"encryption": "AES256", "kms_key_arn": None}),
            ("plain-http", {"transport": "http"}),
        ],
    )
    def test_a_deny_names_itself(self, sid, changes, scene):
        found = self.write(scene.build(), **changes)

        assert not found["allowed"]
        assert found["why"][-1].endswith(f"with an explicit deny in a resource-based policy ({sid})")

    def test_a_write_without_encryption_names_no_key(self, scene):
        scene.build()
        scene.put_bucket_policy(without("unencrypted")(scene.bucket_statements()))

        found = self.write(scene, encryption=None)

        assert found["why"][-1].endswith("with an explicit deny in a resource-based policy (wrong-key)")

    def test_a_write_with_another_key_is_denied(self, scene):
        scene.build()
        ours = scene.key
        scene.make_key()
        scene.put_key_policy(scene.key_statements())

        found = self.write(scene)

        assert ours != scene.key
        assert found["why"][-1].endswith("with an explicit deny in a resource-based policy (wrong-key)")

    def test_another_service_may_not(self, scene):
        found = self.write(scene.build(), service="cloudtrail.amazonaws.com")

        assert found["why"][0].startswith("cloudtrail.amazonaws.com may not kms:GenerateDataKey")

    def test_what_is_not_there_is_said(self, scene):
        scene.build()
        missing = "arn:aws:kms:us-east-1:123456789012:key/none"

        found = self.write(scene, bucket="nowhere", kms_key_arn=missing)

        assert found["why"][:2] == ["there is no bucket nowhere", f"there is no key {missing}"]

    def test_an_unusable_key_is_said(self, scene):
        scene.build()
        scene.kms.disable_key(KeyId=scene.key)
        disabled = self.write(scene)
        scene.make_key(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")
        asymmetric = self.write(scene)

        assert disabled["why"] == ["the key is Disabled"]
        assert asymmetric["why"][0] == "the key is a RSA_2048 key, not a symmetric one"

    def test_nothing_is_written(self, scene):
        self.write(scene.build())

        assert scene.objects() == []


class TestReasonsOfATick:
    """`Control.export_tick` says why an export failed."""

    def test_a_missing_bucket(self, scene):
        scene.build().create()
        scene.s3.delete_object(Bucket=scene.bucket, Key="AWSLogs/")
        scene.s3.delete_bucket(Bucket=scene.bucket)

        (result,) = scene.sandbox.control.export_tick()

        assert result["why"] == ["there is no bucket findings"]
        assert result["key"] is None

    def test_a_missing_statement(self, scene):
        destination = scene.build().create()
        scene.put_bucket_policy(without("location")(scene.bucket_statements()))

        (result,) = scene.sandbox.control.export_tick()

        assert result == {
            "destination": destination,
            "account": "123456789012",
            "region": "us-east-1",
            "status": "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY",
            "key": None,
            "why": [
                (
                    "guardduty.amazonaws.com may not s3:GetBucketLocation on arn:aws:s3:::findings"
                    " because no resource-based policy allows the s3:GetBucketLocation action"
                )
            ],
        }


def test_policies_may_be_one_statement_without_list(scene):
    scene.build()
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}
    anybody["Resource"] = ["arn:aws:s3:::findings", "arn:aws:s3:::findings/*"]
    scene.s3.put_bucket_policy(Bucket="findings", Policy=json.dumps({"Statement": anybody}))

    assert scene.create()
