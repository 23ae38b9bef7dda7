"""Which resource and which condition keys a call has to the identity policies of its caller.

Evidence: IAM User Guide, "AWS global condition context keys"; the pages of S3, KMS, IAM and GuardDuty in the Service
Authorization Reference.
"""

import pytest
from identity_statements import allow
from policy_keys import document


ACCOUNT = "123456789012"
DETECTOR = "arn:aws:guardduty:us-east-1:123456789012:detector"


@pytest.mark.parametrize(
    ("resource", "allowed"),
    [
        ("{detector}/publishingDestination/{destination}", True),
        ("{detector}/*", True),
        ("{detector}", False),
        ("{detector}/publishingDestination/other", False),
    ],
)
def test_a_destinations_arn_can_be_the_resource(resource, allowed, scene, make_user, refused):
    destination = scene.build().create()
    arn = resource.format(detector=f"{DETECTOR}/{scene.detector}", destination=destination)
    scene.guardduty = make_user(statements=[allow("guardduty:*", resource=arn)]).client("guardduty")

    if allowed:
        scene.describe(destination)
    else:
        assert refused(scene.describe, destination=destination).status == 403


@pytest.mark.parametrize(
    ("folder", "bucket", "allowed"),
    [
        ("arn:aws:s3:::findings/logs/", "arn:aws:s3:::findings", True),
        ("arn:aws:s3:::findings/other/", "arn:aws:s3:::findings", False),
        ("arn:aws:s3:::findings/logs/", "arn:aws:s3:::other", False),
    ],
)
def test_the_folder_of_an_export_is_looked_at_with_the_callers_rights(
    folder, bucket, allowed, scene, make_user, refused
):
    """Evidence: iss for E8 itself; that the rights are those on the folder and its bucket is inferred."""
    scene.build(prefix="logs")
    rights = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": folder},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": bucket},
    ]
    scene.guardduty = make_user("guardduty:*", statements=rights).client("guardduty")

    if allowed:
        assert scene.create("logs")
    else:
        assert "s3:GetObject or s3:ListBucket" in refused(scene.create, prefix="logs").message


def test_a_lists_arn_can_be_the_resource(scene, lists, make_user, refused):
    one = lists.create("one")
    arn = f"{DETECTOR}/{scene.detector}/{lists.kind}/{one}"
    scene.guardduty = make_user(statements=[allow("guardduty:*", resource=arn)]).client("guardduty")

    assert lists.get(one)["Name"] == "one"
    assert refused(lists.get, list_id="0" * 32).status == 403
    assert refused(lists.create, name="two").status == 403


@pytest.mark.parametrize(
    ("call", "resource"),
    [
        (
            lambda c, s: c("guardduty").tag_resource(ResourceArn=f"{DETECTOR}/{s.detector}", Tags={"a": "b"}),
            "guardduty",
        ),
        (lambda c, s: c("guardduty").get_detector(DetectorId=s.detector), "guardduty"),
        (lambda c, s: c("guardduty").get_filter(DetectorId=s.detector, FilterName="f"), "filter"),
        (lambda c, _: c("iam").list_role_policies(RoleName="r"), "role"),
        (lambda c, _: c("iam").attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/p"), "role"),
        (lambda c, _: c("iam").attach_group_policy(GroupName="g", PolicyArn="arn:aws:iam::aws:policy/p"), "group"),
        (lambda c, _: c("iam").get_policy(PolicyArn="arn:aws:iam::123456789012:policy/p"), "policy"),
        (lambda c, _: c("iam").list_user_policies(UserName="unknown"), "unknown-user"),
        (lambda c, _: c("iam").create_user(UserName="new", Path="/ci/"), "new-user"),
        (lambda c, _: c("iam").get_group(GroupName="g"), "group"),
        (lambda c, s: c("kms").describe_key(KeyId=s.key.rpartition("/")[2]), "key"),
        (lambda c, _: c("kms").describe_key(KeyId="alias/a"), "key"),
        (lambda c, _: c("kms").describe_key(KeyId="alias/unknown"), "unknown-alias"),
        (lambda c, _: c("kms").describe_key(KeyId=f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/a"), "key"),
        (lambda c, _: c("s3").put_object(Bucket="findings", Key="a b", Body=b""), "object"),
    ],
)
def test_a_resource_is_known_by_its_arn(call, resource, scene, make_user):
    iam = scene.sandbox.client("iam")
    scene.make_bucket()
    scene.make_key()
    scene.kms.create_alias(AliasName="alias/a", TargetKeyId=scene.key)
    trust = document({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"})
    iam.create_role(RoleName="r", Path="/path/", AssumeRolePolicyDocument=trust)
    iam.create_group(GroupName="g")
    arn = {
        "guardduty": f"{DETECTOR}/{scene.detector}",
        "filter": f"{DETECTOR}/{scene.detector}/filter/f",
        "role": f"arn:aws:iam::{ACCOUNT}:role/path/r",
        "policy": f"arn:aws:iam::{ACCOUNT}:policy/p",
        "unknown-user": f"arn:aws:iam::{ACCOUNT}:user/unknown",
        "new-user": f"arn:aws:iam::{ACCOUNT}:user/ci/new",
        "group": f"arn:aws:iam::{ACCOUNT}:group/g",
        "key": scene.key,
        "unknown-alias": f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/unknown",
        "object": "arn:aws:s3:::findings/a b",
    }[resource]

    def denied(wanted):
        user = make_user(statements=[allow("*", resource=wanted)])
        try:
            call(user.client, scene)
        except scene.s3.exceptions.ClientError as error:
            return "AccessDenied" in error.response["Error"]["Code"]
        return False

    assert not denied(arn)
    assert denied(f"{arn}x")


@pytest.mark.parametrize("key", ["team", "other"])
def test_tags_of_a_request_can_be_conditions(key, scene, make_user, refused, intel):
    condition = {
        "StringEquals": {"aws:RequestTag/team": "security"},
        "ForAllValues:StringEquals": {"aws:TagKeys": "team"},
    }
    scene.guardduty = make_user(statements=[allow("guardduty:*", Condition=condition)]).client("guardduty")

    if key == "team":
        intel.create(Tags={"team": "security"})
    else:
        assert refused(intel.create, Tags={"team": "security", "other": "x"}).status == 403
        assert refused(intel.create).status == 403


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"StringEquals": {"aws:username": "user0"}}, True),
        ({"StringEquals": {"aws:PrincipalType": "User"}}, True),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:user/*"}}, True),
        ({"StringEquals": {"aws:username": "other"}}, False),
    ],
)
def test_conditions_on_the_caller_are_judged(condition, allowed, make_user, refused):
    client = make_user(statements=[allow("guardduty:*", Condition=condition)]).client("guardduty")

    if allowed:
        client.list_detectors()
    else:
        refused(client.list_detectors)


def test_a_session_is_its_role_to_conditions(sandbox):
    sandbox.control.switch(caller_policies=True)
    iam = sandbox.client("iam")
    trust = document({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"})
    arn = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    wanted = {"ArnEquals": {"aws:PrincipalArn": arn}, "StringEquals": {"aws:PrincipalType": "AssumedRole"}}
    iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document(allow("*", Condition=wanted)))
    keys = sandbox.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]

    assert sandbox.client("guardduty", credentials=keys).list_detectors()["DetectorIds"] == []
