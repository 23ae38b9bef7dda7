"""Who reads a list's object, and with whose rights.

Evidence: GuardDuty User Guide, "Prerequisites" of lists: IP lists are read by the service-linked role, to which
GuardDuty adds an inline policy with the caller's rights; entity lists with the caller's own. That SSE-S3 worked without
any bucket policy: wire. What each refusal says is L6's row (wire); which missing right leads to it is inferred from the
guide.
"""

import json

import pytest


ROLE = "arn:aws:iam::123456789012:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
IP_KINDS = ["threatintelset", "ipset"]
ENTITY_KINDS = ["threatentityset", "trustedentityset"]


@pytest.fixture
def activate():
    """Activates a list at a location: None where that works, or why the sandbox says it does not."""

    def act(lists, location="s3://lists/list.txt"):
        found = lists.create(location=location)
        try:
            lists.update(found, Activate=True)
        except lists.scene.guardduty.exceptions.ClientError as error:
            parsed = error.response["Error"]
            assert (parsed["Code"], parsed["Message"]) == (
                "InternalServerErrorException",
                "The request is rejected because the caller is not authorized to call this API.",
            )
            return next(one for one in lists.scene.sandbox.control.state()["lists"] if one["id"] == found)[
                "errorDetails"
            ]
        assert lists.get(found)["Status"] == "ACTIVE"
        return None

    return act


def key_statement(principal, **more):
    return {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "kms:*", "Resource": "*", **more}


ROOT = key_statement("arn:aws:iam::123456789012:root")


@pytest.mark.parametrize("encryption", [{}, {"ServerSideEncryption": "AES256"}])
def test_an_object_with_sse_s3_needs_no_policy(encryption, lists, activate):
    lists.scene.put_list(**encryption)

    assert activate(lists) is None


def test_an_object_under_a_customers_own_key_cannot_be_read(lists, activate):
    """doc: SSE-C is not supported."""
    lists.scene.put_list(SSECustomerAlgorithm="AES256", SSECustomerKey="0" * 32)

    assert activate(lists) == "the object is encrypted with a key of the customer's own (SSE-C)"


def test_an_object_that_replaced_one_under_a_customers_own_key_can_be_read(lists, activate):
    lists.scene.put_list(SSECustomerAlgorithm="AES256", SSECustomerKey="0" * 32)
    lists.scene.put_list()

    assert activate(lists) is None


@pytest.mark.parametrize("kind", IP_KINDS)
class TestIpLists:
    @pytest.fixture
    def encrypted(self, scene):
        scene.make_key()
        scene.put_list(ServerSideEncryption="aws:kms", SSEKMSKeyId=scene.key)
        return scene

    def test_of_a_customer_key_need_it_opened_to_the_role(self, kind, encrypted, make_lists, activate):
        """doc 2022: the key policy must let the role kms:Decrypt; trust in the account does not help."""
        lists = make_lists(kind)

        why = activate(lists)
        for found in lists.listed()[lists.ids_name]:
            lists.delete(found)
        encrypted.put_key_policy([ROOT, key_statement(ROLE, Action="kms:Decrypt")])

        assert why == (
            f"the service-linked role may not kms:Decrypt on {encrypted.key} "
            "because no identity-based policy allows the kms:Decrypt action"
        )
        assert activate(lists) is None

    def test_of_a_key_that_trusts_nobody_are_not_read(self, kind, encrypted, make_lists, activate):
        encrypted.put_key_policy([{**ROOT, "Action": ["kms:Put*", "kms:GenerateDataKey"]}])

        assert activate(make_lists(kind)).endswith("because no resource-based policy allows the kms:Decrypt action")

    @pytest.mark.parametrize("managed", [{}, {"SSEKMSKeyId": "alias/aws/s3"}])
    def test_under_the_managed_key_are_not_read(self, kind, managed, scene, make_lists, activate):
        """inferred: the key aws/s3 cannot be opened to the role."""
        scene.put_list(ServerSideEncryption="aws:kms", **managed)

        assert activate(make_lists(kind)) == "the AWS managed key cannot be opened to the service-linked role"

    def test_under_a_disabled_key_are_not_read(self, kind, encrypted, make_lists, activate):
        encrypted.put_key_policy([ROOT, key_statement(ROLE, Action="kms:Decrypt")])
        encrypted.kms.disable_key(KeyId=encrypted.key)

        assert activate(make_lists(kind)) == "the key is Disabled"

    def test_need_the_caller_to_put_the_roles_policy(self, kind, scene, make_lists, make_user, activate):
        """doc: without iam:PutRolePolicy a caller can only rename and deactivate."""
        scene.put_list()
        lists = make_lists(kind)
        scene.guardduty = make_user("guardduty:*").client("guardduty")

        assert activate(lists) == f"the caller may not iam:PutRolePolicy on {ROLE}"

    def test_are_read_for_a_caller_who_may(self, kind, scene, make_lists, make_user, activate):
        scene.put_list()
        put = {"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": ROLE}
        scene.guardduty = make_user("guardduty:*", statements=[put]).client("guardduty")

        assert activate(make_lists(kind)) is None

    def test_can_be_renamed_and_deactivated_without_that_right(self, kind, scene, make_lists, make_user):
        lists = make_lists(kind)
        found = lists.create(location=scene.put_list(), activate=True)
        scene.guardduty = make_user("guardduty:*").client("guardduty")

        lists.update(found, Name="renamed", Activate=False)

        assert (lists.get(found)["Name"], lists.get(found)["Status"]) == ("renamed", "INACTIVE")

    def test_need_the_caller_to_delete_the_roles_policy(self, kind, scene, make_lists, make_user, refused):
        """doc"""
        lists = make_lists(kind)
        found = lists.create()
        scene.guardduty = make_user("guardduty:*").client("guardduty")

        refusal = refused(lists.delete, list_id=found)
        why = scene.sandbox.control.calls()[-1]["why"]
        status = lists.get(found)["Status"]
        delete = {"Effect": "Allow", "Action": "iam:DeleteRolePolicy", "Resource": ROLE}
        scene.guardduty = make_user("guardduty:*", statements=[delete]).client("guardduty")
        lists.delete(found)

        assert (refusal.code, status) == ("InternalServerErrorException", "INACTIVE")
        assert why == "the caller may not iam:DeleteRolePolicy on the service-linked role"

    def test_are_not_read_past_a_deny_of_the_bucket(self, kind, scene, make_lists, activate):
        scene.put_list()
        deny = {"Effect": "Deny", "Principal": {"AWS": ROLE}, "Action": "s3:GetObject"}
        policy = {"Statement": {**deny, "Resource": "arn:aws:s3:::lists/*"}}
        scene.sandbox.client("s3").put_bucket_policy(Bucket="lists", Policy=json.dumps(policy))

        assert activate(make_lists(kind)) == (
            "the service-linked role may not s3:GetObject on arn:aws:s3:::lists/list.txt "
            "with an explicit deny in a resource-based policy"
        )

    @pytest.mark.parametrize(
        ("operator", "key", "value", "works"),
        [
            ("Bool", "aws:SecureTransport", "false", True),
            ("Bool", "aws:SecureTransport", "true", False),
            ("ArnNotEquals", "aws:PrincipalArn", ROLE, True),
            ("StringNotEquals", "aws:PrincipalAccount", "123456789012", True),
        ],
    )
    def test_are_read_over_https_by_the_role(self, kind, operator, key, value, works, scene, make_lists, activate):
        scene.put_list()
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lists/*"}
        policy = {"Statement": {**deny, "Condition": {operator: {key: value}}}}
        scene.sandbox.client("s3").put_bucket_policy(Bucket="lists", Policy=json.dumps(policy))

        assert (activate(make_lists(kind)) is None) is works

    @pytest.mark.parametrize("principal", [ROLE, "123456789012"])
    def test_of_another_accounts_bucket_need_its_policy(self, kind, principal, scene, make_lists, activate):
        other = scene.sandbox.client("s3", account="210987654321")
        other.create_bucket(Bucket="lists")
        other.put_object(Bucket="lists", Key="list.txt", Body=b"198.51.100.1\n")
        lists = make_lists(kind)

        why = activate(lists)
        for found in lists.listed()[lists.ids_name]:
            lists.delete(found)
        allow = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:GetObject"}
        policy = {"Statement": {**allow, "Resource": "arn:aws:s3:::lists/*"}}
        other.put_bucket_policy(Bucket="lists", Policy=json.dumps(policy))

        assert why.endswith("because no resource-based policy allows the s3:GetObject action")
        assert activate(lists) is None


@pytest.mark.parametrize("kind", ENTITY_KINDS)
class TestEntityLists:
    def test_need_the_caller_to_read_the_object(self, kind, scene, make_lists, make_user, activate):
        """doc"""
        scene.put_list()
        lists = make_lists(kind)
        scene.guardduty = make_user("guardduty:*", "iam:*").client("guardduty")

        why = activate(lists)
        for found in lists.listed()[lists.ids_name]:
            lists.delete(found)
        read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lists/list.txt"}
        scene.guardduty = make_user("guardduty:*", statements=[read]).client("guardduty")

        assert why == "the caller may not s3:GetObject on arn:aws:s3:::lists/list.txt"
        assert activate(lists) is None

    def test_need_no_right_on_the_role(self, kind, scene, make_lists, make_user):
        lists = make_lists(kind)
        found = lists.create()
        scene.guardduty = make_user("guardduty:*", denied=("iam:*",)).client("guardduty")

        lists.delete(found)

        assert lists.get(found)["Status"] == "DELETED"

    def test_of_a_customer_key_need_the_caller_to_decrypt(self, kind, scene, make_lists, make_user, activate):
        scene.make_key()
        scene.put_list(ServerSideEncryption="aws:kms", SSEKMSKeyId=scene.key)
        lists = make_lists(kind)
        scene.guardduty = make_user("guardduty:*", "s3:*").client("guardduty")

        why = activate(lists)
        for found in lists.listed()[lists.ids_name]:
            lists.delete(found)
        scene.guardduty = make_user("guardduty:*", "s3:*", "kms:Decrypt").client("guardduty")

        assert why == f"the caller may not kms:Decrypt on {scene.key}"
        assert activate(lists) is None

    def test_under_the_managed_key_are_read(self, kind, scene, make_lists, activate):
        scene.put_list(ServerSideEncryption="aws:kms")

        assert activate(make_lists(kind)) is None

    def test_under_a_disabled_key_are_not_read(self, kind, scene, make_lists, activate):
        scene.make_key()
        scene.put_list(ServerSideEncryption="aws:kms", SSEKMSKeyId=scene.key)
        scene.kms.disable_key(KeyId=scene.key)

        assert activate(make_lists(kind)) == "the key is Disabled"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("s3://nowhere/list.txt", "there is no bucket nowhere"),
        ("s3://lists/none.txt", "there is no object none.txt in bucket lists"),
    ],
)
def test_what_is_not_there_is_said(location, why, lists, activate):
    lists.scene.put_list()

    assert activate(lists, location) == why


def test_whose_bucket_it_is_is_said(intel):
    intel.scene.put_list()
    found = intel.create(ExpectedBucketOwner="210987654321")

    with pytest.raises(intel.scene.guardduty.exceptions.BadRequestException):
        intel.update(found, Activate=True)

    assert intel.scene.sandbox.control.calls(operation="UpdateThreatIntelSet")[-1]["why"] == (
        "bucket lists belongs to 123456789012, not to 210987654321"
    )


def test_how_much_too_much_it_is_is_said(scene, make_lists, activate):
    scene.put_list("198.51.100.1\n" * 2001)
    scene.put_list(" " * (35 * 1024 * 1024 + 1), key="large.txt")
    lists = make_lists("ipset")

    too_many = activate(lists)
    lists.delete(lists.listed()["IpSetIds"][0])

    assert too_many == "the list has 2001 entries, at most 2000 are allowed"
    assert activate(lists, "s3://lists/large.txt") == "the file has 36700161 bytes, at most 36700160 are allowed"


def test_bytes_that_are_no_utf_8_are_read_all_the_same(intel, activate):
    intel.scene.put_list()
    intel.scene.sandbox.client("s3").put_object(Bucket="lists", Key="list.txt", Body=b"198.51.100.1\n\xff\n")

    assert activate(intel) is None
    assert intel.scene.sandbox.control.state()["lists"][0]["entries"] == 2


def test_a_bucket_of_another_partition_is_not_there(intel, make_scene, activate):
    make_scene("cn-north-1").put_list()

    assert activate(intel) == "there is no bucket lists"


def test_dsse_is_read_as_sse_kms_is(scene, intel, activate):
    scene.make_key()
    scene.put_list(ServerSideEncryption="aws:kms:dsse", SSEKMSKeyId=scene.key)

    assert activate(intel).startswith("the service-linked role may not kms:Decrypt")
