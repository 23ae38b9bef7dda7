"""Identity policies of users, groups, roles and sessions, judged for every call once `caller_policies` is on.

Evidence: IAM User Guide, "Policy evaluation logic"; the pages of S3, KMS and GuardDuty in the Service Authorization
Reference.
"""

import json

import pytest
from identity_statements import allow, deny
from policy_keys import document
from pulumi_guardduty_sandbox.aws import Sandbox


ACCOUNT = "123456789012"


def test_identity_policies_count_for_nothing_while_the_switch_is_off(scene, make_user):
    client = make_user().client("guardduty")
    scene.sandbox.control.switch(caller_policies=False)

    assert client.list_detectors()["DetectorIds"] == [scene.detector]


class TestDenials:
    """Each service has its own status and code for a caller who may not."""

    @pytest.mark.parametrize(
        ("service", "operation", "arguments", "status", "code", "action", "resource"),
        [
            ("guardduty", "list_detectors", {}, 403, "AccessDeniedException", "guardduty:ListDetectors", "detector/*"),
            ("s3", "list_buckets", {}, 403, "AccessDenied", "s3:ListAllMyBuckets", "*"),
            ("s3", "create_bucket", {"Bucket": "mine"}, 403, "AccessDenied", "s3:CreateBucket", "arn:aws:s3:::mine"),
            (
                "s3",
                "get_bucket_cors",
                {"Bucket": "mine"},
                403,
                "AccessDenied",
                "s3:GetBucketCORS",
                "arn:aws:s3:::mine",
            ),
            (
                "s3",
                "put_bucket_cors",
                {"Bucket": "mine", "CORSConfiguration": {"CORSRules": [{"AllowedMethods": [], "AllowedOrigins": []}]}},
                403,
                "AccessDenied",
                "s3:PutBucketCORS",
                "arn:aws:s3:::mine",
            ),
            ("kms", "list_keys", {}, 400, "AccessDeniedException", "kms:ListKeys", "*"),
            ("kms", "list_aliases", {}, 400, "AccessDeniedException", "kms:ListAliases", "*"),
            ("kms", "create_key", {}, 400, "AccessDeniedException", "kms:CreateKey", "*"),
            ("kms", "generate_random", {"NumberOfBytes": 1}, 400, "AccessDeniedException", "kms:GenerateRandom", "*"),
            ("iam", "list_roles", {}, 403, "AccessDenied", "iam:ListRoles", "*"),
            ("sns", "list_topics", {}, 403, "AccessDenied", "sns:ListTopics", "*"),
            ("sts", "get_access_key_info", {"AccessKeyId": "A" * 20}, 403, "AccessDenied", "sts:GetAccessKeyInfo", "*"),
            (
                "sts",
                "assume_role",
                {"RoleArn": "arn:aws:iam::210987654321:role/r", "RoleSessionName": "session"},
                403,
                "AccessDenied",
                "sts:AssumeRole",
                "arn:aws:iam::210987654321:role/r",
            ),
        ],
    )
    def test_name_caller_action_and_resource(
        self, service, operation, arguments, status, code, action, resource, make_user, refused
    ):
        user = make_user()

        found = refused(getattr(user.client(service), operation), **arguments)

        if service == "guardduty":
            resource = "arn:aws:guardduty:us-east-1:123456789012:detector/*"
        assert (found.status, found.code) == (status, code)
        assert found.message == (
            f"User: {user.arn} is not authorized to perform: {action} on resource: {resource} "
            f"because no identity-based policy allows the {action} action"
        )

    def test_an_explicit_deny_says_so(self, make_user, refused):
        user = make_user("guardduty:*", denied=("guardduty:List*",))

        found = refused(user.client("guardduty").list_detectors)

        assert found.message.endswith("with an explicit deny in an identity-based policy")

    def test_guardduty_s_own_has_a_capital_message_and_its_code_in_the_header(self, scene, make_user, refused):
        client = make_user().client("guardduty")
        seen = {}
        client.meta.events.register(
            "before-parse.guardduty.*", lambda response_dict, **_: seen.update(response_dict), unique_id="seen"
        )

        refused(client.list_detectors)

        assert seen["headers"]["x-amzn-ErrorType"] == "AccessDeniedException"
        assert seen["headers"]["Content-Type"] == "application/json"
        assert list(json.loads(seen["body"])) == ["Message"]


class TestWhosePoliciesCount:
    def statement(self):
        return document(allow("guardduty:ListDetectors"))

    @pytest.fixture
    def iam(self, sandbox):
        sandbox.control.switch(caller_policies=True)
        return sandbox.client("iam")

    def client(self, sandbox, keys):
        return sandbox.client("guardduty", credentials=keys)

    def user(self, iam, name="me"):
        iam.create_user(UserName=name)
        return iam.create_access_key(UserName=name)["AccessKey"]

    def managed(self, iam):
        return iam.create_policy(PolicyName="managed", PolicyDocument=self.statement())["Policy"]["Arn"]

    def test_a_users_attached_policy(self, sandbox: Sandbox, iam):
        keys = self.user(iam)
        iam.attach_user_policy(UserName="me", PolicyArn=self.managed(iam))

        self.client(sandbox, keys).list_detectors()

    @pytest.mark.parametrize("order", ["ab", "ba"])
    def test_any_of_a_users_policies(self, order, sandbox, iam, refused):
        keys = self.user(iam)
        rights = (document(allow("s3:*")), self.statement())
        for name, rights_of in zip(order, rights, strict=True):
            iam.put_user_policy(UserName="me", PolicyName=name, PolicyDocument=rights_of)

        self.client(sandbox, keys).list_detectors()
        iam.put_user_policy(UserName="me", PolicyName=order[0], PolicyDocument=document(deny("guardduty:*")))
        assert "explicit deny" in refused(self.client(sandbox, keys).list_detectors).message

    def test_only_the_default_version_of_an_attached_policy(self, sandbox, iam, refused):
        keys = self.user(iam)
        arn = self.managed(iam)
        iam.attach_user_policy(UserName="me", PolicyArn=arn)

        iam.create_policy_version(PolicyArn=arn, PolicyDocument=document(allow("s3:*")), SetAsDefault=True)

        assert refused(self.client(sandbox, keys).list_detectors).code == "AccessDeniedException"

    @pytest.mark.parametrize("attached", [True, False])
    def test_a_groups_policies(self, attached, sandbox, iam, refused):
        keys, others = self.user(iam), self.user(iam, "other")
        iam.create_group(GroupName="g")
        iam.create_user(UserName="third")
        for name in ("me", "third"):
            iam.add_user_to_group(GroupName="g", UserName=name)
        if attached:
            iam.attach_group_policy(GroupName="g", PolicyArn=self.managed(iam))
        else:
            iam.put_group_policy(GroupName="g", PolicyName="p", PolicyDocument=self.statement())

        self.client(sandbox, keys).list_detectors()
        refused(self.client(sandbox, others).list_detectors)

    def role(self, iam, **more):
        trust = document({"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"})
        return iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, **more)["Role"]["Arn"]

    def session(self, sandbox, arn, **more):
        found = sandbox.client("sts").assume_role(RoleArn=arn, RoleSessionName="session", **more)
        return found["Credentials"]

    @pytest.mark.parametrize("attached", [True, False])
    def test_a_roles_policies(self, attached, sandbox, iam, refused):
        arn = self.role(iam, Path="/ci/")
        before = self.client(sandbox, self.session(sandbox, arn))
        found = refused(before.list_detectors)
        if attached:
            iam.attach_role_policy(RoleName="r", PolicyArn=self.managed(iam))
        else:
            iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=self.statement())

        before.list_detectors()

        assert "User: arn:aws:sts::123456789012:assumed-role/r/session is not authorized" in found.message

    def test_no_other_roles_policies(self, sandbox, iam, refused):
        self.role(iam)
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=self.statement())
        trust = document({"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"})
        other = iam.create_role(RoleName="a", AssumeRolePolicyDocument=trust)["Role"]["Arn"]

        assert refused(self.client(sandbox, self.session(sandbox, other)).list_detectors).status == 403

    def test_a_session_policy_narrows(self, sandbox, iam, refused):
        arn = self.role(iam)
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document(allow("guardduty:*", "s3:*")))
        narrow = document(allow("guardduty:List*", "kms:*"))
        keys = self.session(sandbox, arn, Policy=narrow)

        self.client(sandbox, keys).list_detectors()
        assert refused(self.client(sandbox, keys).create_detector, Enable=True).code == "AccessDeniedException"
        assert refused(sandbox.client("s3", credentials=keys).list_buckets).code == "AccessDenied"
        assert refused(sandbox.client("kms", credentials=keys).list_keys).code == "AccessDeniedException"

    def test_a_session_policy_can_deny(self, sandbox, iam, refused):
        arn = self.role(iam)
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document(allow("*")))
        narrow = document(allow("*"), deny("guardduty:List*"))
        keys = self.session(sandbox, arn, Policy=narrow)

        found = refused(self.client(sandbox, keys).list_detectors)

        assert found.message.endswith("with an explicit deny in an identity-based policy")

    def test_a_role_that_iam_does_not_know_may_everything_in_its_account(self, sandbox, iam):
        keys = self.session(sandbox, "arn:aws:iam::210987654321:role/anything")

        self.client(sandbox, keys).create_detector(Enable=True)

        assert sandbox.client("sts", credentials=keys).get_caller_identity()["Account"] == "210987654321"

    def test_a_key_that_nobody_gave_out_is_the_default_accounts_root(self, sandbox, iam):
        keys = {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "x"}

        self.client(sandbox, keys).list_detectors()

        assert sandbox.control.calls()[-1]["principal"] == "arn:aws:iam::123456789012:root"

    def test_the_callers_identity_is_everybodys_to_ask(self, make_user):
        user = make_user()

        assert user.client("sts").get_caller_identity()["Arn"] == user.arn

    def test_a_session_of_ones_own_is_everybodys_to_get(self, make_user):
        """Source: STS API Reference, "GetSessionToken": no permissions are required."""
        assert make_user().client("sts").get_session_token()["Credentials"]["AccessKeyId"]


class TestBucketsAndIdentities:
    """Source: S3 and IAM, "Cross-account policy evaluation logic"."""

    def test_in_one_account_the_bucket_policy_is_enough(self, scene, make_user):
        user = make_user()
        scene.make_bucket()
        scene.put_bucket_policy(
            [
                {"Effect": "Allow", "Principal": {"AWS": user.arn}, "Action": "s3:ListBucket"}
                | {"Resource": "arn:aws:s3:::findings"}
            ]
        )

        user.client("s3").list_objects_v2(Bucket="findings")

    def test_trust_in_the_account_leaves_it_to_the_identity(self, scene, make_user, refused):
        user = make_user()
        scene.make_bucket()
        scene.put_bucket_policy(
            [
                {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "s3:ListBucket"}
                | {"Resource": "arn:aws:s3:::findings"}
            ]
        )

        assert "no identity-based policy" in refused(user.client("s3").list_objects_v2, Bucket="findings").message

    def test_across_accounts_both_have_to_allow(self, scene, make_user, refused):
        able, unable = make_user("s3:*"), make_user()
        scene.make_bucket(account="210987654321")
        scene.put_bucket_policy(
            [
                {"Effect": "Allow", "Principal": {"AWS": [able.arn, unable.arn]}, "Action": "s3:ListBucket"}
                | {"Resource": "arn:aws:s3:::findings"}
            ]
        )

        able.client("s3").list_objects_v2(Bucket="findings")
        assert "no identity-based policy" in refused(unable.client("s3").list_objects_v2, Bucket="findings").message

    def test_a_bucket_policys_deny_wins_over_the_identity(self, scene, make_user, refused):
        user = make_user("s3:*")
        scene.make_bucket()
        scene.put_bucket_policy(
            [
                {"Effect": "Deny", "Principal": {"AWS": user.arn}, "Action": "s3:ListBucket"}
                | {"Resource": "arn:aws:s3:::findings"}
            ]
        )

        found = refused(user.client("s3").list_objects_v2, Bucket="findings")

        assert found.message.endswith("with an explicit deny in a resource-based policy")
