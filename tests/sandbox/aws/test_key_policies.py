"""A client's own KMS calls are judged by the key's policy.

Evidence: AWS KMS Developer Guide, "Key policies in AWS KMS" and "Allowing users in other accounts to use a KMS key";
API Reference, "PutKeyPolicy".
"""

import json

import pytest
from botocore.exceptions import ClientError


ROOT = {"AWS": "arn:aws:iam::123456789012:root"}
OTHER = "210987654321"


def statement(effect="Allow", action="kms:*", principal=None, **more):
    return {"Effect": effect, "Principal": principal or ROOT, "Action": action, "Resource": "*", **more}


@pytest.fixture
def key(scene):
    scene.make_key()
    return scene


@pytest.fixture
def forbidden():
    """Whether a policy forbids a call; that moto cannot do it for another reason is another matter."""

    def call(operation, **arguments):
        try:
            operation(**arguments)
        except ClientError as error:
            return " is not authorized to perform: kms:" in error.response["Error"]["Message"]
        return False

    return call


def test_a_key_that_does_not_trust_its_account_is_closed_to_identities(key, make_user, refused):
    able, named = make_user("kms:*"), make_user()
    key.put_key_policy([statement(action="kms:PutKeyPolicy"), statement(principal={"AWS": named.arn})])

    found = refused(able.client("kms").describe_key, KeyId=key.key)

    assert found.message == (
        f"User: {able.arn} is not authorized to perform: kms:DescribeKey on resource: {key.key} "
        "because no resource-based policy allows the kms:DescribeKey action"
    )
    assert named.client("kms").describe_key(KeyId=key.key)["KeyMetadata"]["Arn"] == key.key


def test_a_key_that_trusts_its_account_is_open_to_those_whose_identity_allows(key, make_user, refused):
    able, unable = make_user("kms:*"), make_user()

    able.client("kms").describe_key(KeyId=key.key)

    assert "no identity-based policy" in refused(unable.client("kms").describe_key, KeyId=key.key).message


def test_a_deny_of_a_key_policy_is_judged_with_its_conditions(key, refused):
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    key.put_key_policy([statement(), statement("Deny", principal="*", Condition=condition)])
    plain = key.sandbox.client("kms", transport="http")

    assert key.kms.describe_key(KeyId=key.key)["KeyMetadata"]["Enabled"]
    assert refused(plain.describe_key, KeyId=key.key).message.endswith(
        "with an explicit deny in a resource-based policy"
    )


class TestOtherAccounts:
    def test_see_no_key_that_does_not_let_them(self, key, refused):
        other = key.sandbox.client("kms", account=OTHER)

        found = refused(other.describe_key, KeyId=key.key)

        assert (found.status, found.code) == (400, "AccessDeniedException")

    @pytest.mark.parametrize(
        ("operation", "arguments"),
        [
            ("create_grant", {"GranteePrincipal": OTHER, "Operations": ["Decrypt"]}),
            ("decrypt", {"CiphertextBlob": b"x" * 99}),
            ("describe_key", {}),
            ("encrypt", {"Plaintext": b"x"}),
            ("generate_data_key", {"NumberOfBytes": 8}),
            ("generate_data_key_pair", {"KeyPairSpec": "RSA_2048"}),
            ("generate_data_key_pair_without_plaintext", {"KeyPairSpec": "RSA_2048"}),
            ("generate_data_key_without_plaintext", {"NumberOfBytes": 8}),
            ("generate_mac", {"Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}),
            ("get_key_rotation_status", {}),
            ("get_public_key", {}),
            ("list_grants", {}),
            ("retire_grant", {"GrantId": "grant"}),
            ("revoke_grant", {"GrantId": "grant"}),
            ("sign", {"Message": b"x", "SigningAlgorithm": "RSASSA_PSS_SHA_256"}),
            ("verify", {"Message": b"x", "Signature": b"x", "SigningAlgorithm": "RSASSA_PSS_SHA_256"}),
            ("verify_mac", {"Message": b"x", "Mac": b"x", "MacAlgorithm": "HMAC_SHA_256"}),
        ],
    )
    def test_may_what_a_key_lets_them(self, operation, arguments, key, forbidden):
        call = getattr(key.sandbox.client("kms", account=OTHER), operation)
        before = forbidden(call, KeyId=key.key, **arguments)
        key.put_key_policy([statement(), statement(principal={"AWS": OTHER})])

        assert (before, forbidden(call, KeyId=key.key, **arguments)) == (True, False)

    @pytest.mark.parametrize(
        ("theirs", "own"), [("SourceKeyId", "DestinationKeyId"), ("DestinationKeyId", "SourceKeyId")]
    )
    def test_may_encrypt_anew_from_and_to_a_key_that_lets_them(self, theirs, own, key, forbidden):
        other = key.sandbox.client("kms", account=OTHER)
        keys = {theirs: key.key, own: other.create_key()["KeyMetadata"]["Arn"]}
        before = forbidden(other.re_encrypt, CiphertextBlob=b"x", **keys)
        key.put_key_policy([statement(), statement(principal={"AWS": OTHER})])

        assert (before, forbidden(other.re_encrypt, CiphertextBlob=b"x", **keys)) == (True, False)

    def test_are_shown_the_owners_key(self, key):
        key.put_key_policy([statement(), statement(principal={"AWS": OTHER})])

        found = key.sandbox.client("kms", account=OTHER).describe_key(KeyId=key.key)["KeyMetadata"]

        assert (found["Arn"], found["AWSAccountId"]) == (key.key, "123456789012")

    @pytest.mark.parametrize("operation", ["get_key_policy", "put_key_policy", "disable_key", "schedule_key_deletion"])
    def test_may_never_manage_a_key(self, operation, key, refused):
        key.put_key_policy([statement(), statement(principal={"AWS": OTHER})])
        other = key.sandbox.client("kms", account=OTHER)
        more = {"Policy": json.dumps({"Statement": [statement()]})} if operation == "put_key_policy" else {}
        more |= {"PolicyName": "default"} if "policy" in operation else {}

        found = refused(getattr(other, operation), KeyId=key.key, **more)

        action = "kms:" + "".join(part.title() for part in operation.split("_"))
        assert found.code == "AccessDeniedException"
        assert found.message == (
            f"User: arn:aws:iam::{OTHER}:root is not authorized to perform: {action} on resource: {key.key} "
            f"because no resource-based policy allows the {action} action"
        )

    def test_need_their_own_identity_too(self, key, make_user, refused):
        key.make_key(account=OTHER)
        able, unable = make_user("kms:*"), make_user()
        root = {"AWS": f"arn:aws:iam::{OTHER}:root"}
        key.put_key_policy([statement(principal=root), statement(principal={"AWS": [able.arn, unable.arn]})])

        able.client("kms").describe_key(KeyId=key.key)
        assert "no identity-based policy" in refused(unable.client("kms").describe_key, KeyId=key.key).message


@pytest.mark.parametrize("missing", ["kms:ReEncryptFrom", "kms:ReEncryptTo", None])
def test_encrypting_anew_needs_both_of_its_actions(missing, key, make_user, forbidden):
    """Source: AWS KMS API Reference, "ReEncrypt"."""
    user = make_user("kms:ReEncrypt*", denied=(missing,) if missing else ())
    call = user.client("kms").re_encrypt

    assert forbidden(call, CiphertextBlob=b"x", SourceKeyId=key.key, DestinationKeyId=key.key) == (missing is not None)


def test_encrypting_anew_asks_nothing_of_a_source_that_is_not_named(key, make_user, forbidden):
    user = make_user(statements=[{"Effect": "Allow", "Action": "kms:*", "Resource": key.key}])

    assert not forbidden(user.client("kms").re_encrypt, CiphertextBlob=b"x", DestinationKeyId=key.key)


@pytest.mark.parametrize("operation", ["disable_key", "enable_key", "schedule_key_deletion", "cancel_key_deletion"])
@pytest.mark.parametrize("form", ["arn", "id"])
def test_a_key_may_be_named_by_arn_or_id(operation, form, key):
    name = key.key if form == "arn" else key.key.rpartition("/")[2]

    getattr(key.kms, operation)(KeyId=name)

    state = key.kms.describe_key(KeyId=name)["KeyMetadata"]["KeyState"]
    assert (
        state
        == {
            "disable_key": "Disabled",
            "enable_key": "Enabled",
            "schedule_key_deletion": "PendingDeletion",
            "cancel_key_deletion": "Disabled",
        }[operation]
    )


class TestDocuments:
    def refuse(self, scene, refused, policy, **more):
        document = policy if isinstance(policy, str) else json.dumps({"Statement": policy})
        created = refused(scene.kms.create_key, Policy=document, **more)
        scene.make_key()
        put = refused(scene.kms.put_key_policy, KeyId=scene.key, PolicyName="default", Policy=document, **more)
        assert (created.status, created.code, created.message) == (put.status, put.code, put.message)
        return put

    def test_a_policy_that_locks_its_writer_out_is_refused(self, scene, refused):
        found = self.refuse(scene, refused, [statement(principal={"Service": "guardduty.amazonaws.com"})])

        assert (found.status, found.code) == (400, "MalformedPolicyDocumentException")
        assert found.message == "The new key policy will not allow you to update the key policy in the future."

    @pytest.mark.parametrize(
        ("narrowed", "locked_out"),
        [
            ({"Resource": "{key}"}, False),
            ({"Resource": "{key}0"}, True),
            ({"Condition": {"ArnEquals": {"aws:PrincipalArn": ROOT["AWS"]}}}, False),
            ({"Condition": {"ArnEquals": {"aws:PrincipalArn": f"{ROOT['AWS']}0"}}}, True),
        ],
    )
    def test_a_lock_out_is_judged_by_the_key_and_the_writer(self, narrowed, locked_out, key, refused):
        resource = narrowed.get("Resource", "*").format(key=key.key)
        policy = json.dumps({"Statement": [{**statement(), **narrowed, "Resource": resource}]})
        put = {"KeyId": key.key, "PolicyName": "default", "Policy": policy}

        if locked_out:
            assert "will not allow you to update the key policy" in refused(key.kms.put_key_policy, **put).message
        else:
            key.kms.put_key_policy(**put)

    def test_unless_the_writer_insists(self, scene):
        policy = json.dumps({"Statement": statement(principal={"Service": "guardduty.amazonaws.com"})})

        scene.kms.create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True)

    @pytest.mark.parametrize(
        ("policy", "words"),
        [
            (
                "{",
                "the policy is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (
                [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}],
                "Policy contains a statement with no principal.",
            ),
            (
                [statement(), {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}],
                "Policy contains a statement with no principal.",
            ),
            ([{**statement(), "Effect": "Permit"}], "statement 0 has Effect 'Permit'; allowed are Allow and Deny"),
        ],
    )
    def test_a_policy_that_kms_would_not_store_is_refused(self, policy, words, scene, refused):
        found = self.refuse(scene, refused, policy)

        assert (found.status, found.code) == (400, "MalformedPolicyDocumentException")
        assert found.message == words

    def test_a_policy_that_names_everybody_but_one_is_fine(self, scene):
        everybody = [statement(), {**statement("Deny"), "NotPrincipal": ROOT}]
        del everybody[1]["Principal"]

        scene.kms.create_key(Policy=json.dumps({"Statement": everybody}))
