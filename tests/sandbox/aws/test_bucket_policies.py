"""A client's own S3 calls are judged by the bucket's policy, conditions and all.

Evidence: Amazon S3 User Guide, "Bucket policy condition keys" and "Required permissions for Amazon S3 API operations".
"""

import json
import urllib.error
import urllib.request

import pytest


HEADER = "s3:x-amz-server-side-encryption"


def denies(scene):
    """The three documented denies, for everybody."""
    arn = f"arn:aws:s3:::{scene.bucket}"
    put = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"{arn}/*"}
    return [
        {"Sid": "unencrypted", **put, "Condition": {"StringNotEquals": {HEADER: "aws:kms"}}},
        {"Sid": "wrong-key", **put, "Condition": {"StringNotEquals": {f"{HEADER}-aws-kms-key-id": scene.key}}},
        {"Sid": "plain-http", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, f"{arn}/*"]}
        | {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ]


@pytest.fixture
def guarded(scene):
    scene.make_bucket()
    scene.make_key()
    scene.put_bucket_policy(denies(scene))
    return scene


def put(scene, client=None, **headers):
    (client or scene.s3).put_object(Bucket=scene.bucket, Key="x", Body=b"x", **headers)


def encrypted(scene):
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": scene.key}


def test_a_write_with_header_and_key_over_https_gets_through(guarded):
    put(guarded, **encrypted(guarded))

    assert guarded.objects() == ["x"]


WRITES = {
    "no-header": ({"unencrypted", "wrong-key"}, put),
    "aes256": ({"unencrypted", "wrong-key"}, lambda scene: put(scene, ServerSideEncryption="AES256")),
    "no-key": ({"wrong-key"}, lambda scene: put(scene, ServerSideEncryption="aws:kms")),
    "other-key": (
        {"wrong-key"},
        lambda scene: put(
            scene,
            ServerSideEncryption="aws:kms",
            SSEKMSKeyId=scene.kms.create_key()["KeyMetadata"]["Arn"],
        ),
    ),
    "http": (
        {"plain-http"},
        lambda scene: put(scene, scene.sandbox.client("s3", transport="http"), **encrypted(scene)),
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_each_other_write_is_denied_until_its_denies_are_removed(name, guarded, refused):
    caught_by, write = WRITES[name]

    found = refused(lambda: write(guarded))
    guarded.put_bucket_policy([one for one in denies(guarded) if one["Sid"] not in caught_by] or denies(guarded)[2:])
    write(guarded)

    assert (found.status, found.code) == (403, "AccessDenied")
    assert found.message == (
        "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:PutObject on resource: "
        "arn:aws:s3:::findings/x with an explicit deny in a resource-based policy"
    )


@pytest.mark.parametrize("kept", ["unencrypted", "wrong-key"])
def test_each_of_two_denies_that_catch_a_write_is_enough(kept, guarded, refused):
    guarded.put_bucket_policy([one for one in denies(guarded) if one["Sid"] == kept])

    assert refused(lambda: put(guarded)).code == "AccessDenied"


def test_the_transport_is_a_switch_too(guarded, refused):
    guarded.sandbox.control.switch(transport="http")

    refused(lambda: put(guarded, **encrypted(guarded)))
    put(guarded, guarded.sandbox.client("s3", transport="https"), **encrypted(guarded))


def test_a_read_over_http_is_denied_on_bucket_and_object(guarded, refused):
    put(guarded, **encrypted(guarded))
    plain = guarded.sandbox.client("s3", transport="http")

    assert refused(plain.get_object, Bucket="findings", Key="x").code == "AccessDenied"
    assert refused(plain.list_objects_v2, Bucket="findings").code == "AccessDenied"
    assert refused(plain.head_object, Bucket="findings", Key="x").status == 403
    assert guarded.s3.get_object(Bucket="findings", Key="x")["Body"].read() == b"x"


def test_each_key_of_a_mass_delete_has_an_answer_of_its_own(scene):
    scene.make_bucket()
    for key in ("free", "kept/a", "kept/b&<c>"):
        scene.s3.put_object(Bucket="findings", Key=key, Body=b"")
    scene.put_bucket_policy(
        [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject"}
            | {"Resource": "arn:aws:s3:::findings/kept/*"}
        ]
    )

    found = scene.s3.delete_objects(
        Bucket="findings", Delete={"Objects": [{"Key": "free"}, {"Key": "kept/a"}, {"Key": "kept/b&<c>"}]}
    )

    assert [row["Key"] for row in found["Deleted"]] == ["free"]
    assert [(row["Key"], row["Code"]) for row in found["Errors"]] == [
        ("kept/a", "AccessDenied"),
        ("kept/b&<c>", "AccessDenied"),
    ]
    assert scene.objects() == ["kept/a", "kept/b&<c>"]


@pytest.mark.parametrize("body", [b"<Delete>", b""])
def test_a_mass_delete_that_is_no_xml_is_refused(body, scene, raw):
    """Source: Amazon S3 API Reference, "Error responses", MalformedXML."""
    scene.make_bucket()

    status, _, answer = raw("POST", "/findings?delete", body, service="s3", headers={"Content-Type": "text/xml"})

    assert status == 400
    assert (
        b"<Error><Code>MalformedXML</Code><Message>The XML you provided was not well-formed or did not validate "
        b"against our published schema</Message>" in answer
    )


def test_a_versions_delete_is_another_action_in_a_mass_delete(scene):
    scene.make_bucket()
    scene.s3.put_bucket_versioning(Bucket="findings", VersioningConfiguration={"Status": "Enabled"})
    version = scene.s3.put_object(Bucket="findings", Key="x", Body=b"")["VersionId"]
    scene.put_bucket_policy(
        [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObjectVersion"}
            | {"Resource": "arn:aws:s3:::findings/*"}
        ]
    )

    plain = scene.s3.delete_objects(Bucket="findings", Delete={"Objects": [{"Key": "x"}]})
    exact = scene.s3.delete_objects(Bucket="findings", Delete={"Objects": [{"Key": "x", "VersionId": version}]})

    assert "Errors" not in plain
    assert [row["Code"] for row in exact["Errors"]] == ["AccessDenied"]


def test_the_owners_root_can_always_repair_a_policy(scene, refused):
    scene.make_bucket()
    scene.put_bucket_policy(
        [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::findings"]}]
    )
    other = scene.sandbox.client("s3", account="210987654321")

    assert refused(scene.s3.list_objects_v2, Bucket="findings").code == "AccessDenied"
    assert refused(other.get_bucket_policy, Bucket="findings").code == "AccessDenied"
    assert "Deny" in scene.s3.get_bucket_policy(Bucket="findings")["Policy"]
    scene.put_bucket_policy(
        [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::findings"}]
    )
    scene.s3.delete_bucket_policy(Bucket="findings")


class TestOtherAccounts:
    def test_see_nothing_without_being_allowed(self, scene, refused):
        scene.make_bucket()
        other = scene.sandbox.client("s3", account="210987654321")

        found = refused(other.list_objects_v2, Bucket="findings")

        assert (found.status, found.code) == (403, "AccessDenied")
        assert found.message.endswith("because no resource-based policy allows the s3:ListBucket action")

    @pytest.mark.parametrize("principal", ["210987654321", "arn:aws:iam::210987654321:root", "*"])
    def test_may_what_the_policy_allows(self, principal, scene, refused):
        scene.make_bucket()
        scene.put_bucket_policy(
            [
                {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:PutObject"}
                | {"Resource": "arn:aws:s3:::findings/*"}
            ]
        )
        other = scene.sandbox.client("s3", account="210987654321")

        other.put_object(Bucket="findings", Key="x", Body=b"")

        assert refused(other.get_object, Bucket="findings", Key="x").code == "AccessDenied"

    def test_conditions_on_the_callers_account_are_judged(self, scene, refused):
        scene.make_bucket()
        scene.put_bucket_policy(
            [
                {"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::findings/*"}
                | {"Condition": {"StringEquals": {"aws:PrincipalAccount": "210987654321"}}}
            ]
        )
        put_as = {
            account: scene.sandbox.client("s3", account=account).put_object
            for account in ("210987654321", "310987654321")
        }

        put_as["210987654321"](Bucket="findings", Key="x", Body=b"")
        assert refused(put_as["310987654321"], Bucket="findings", Key="x", Body=b"").code == "AccessDenied"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"StringEquals": {"s3:prefix": "a/"}}, True),
        ({"StringEquals": {"s3:delimiter": "/"}}, True),
        ({"NumericLessThanEquals": {"s3:max-keys": "10"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
        ({"StringEquals": {"aws:PrincipalType": "Account"}}, True),
        ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::123456789012:root"}}, True),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
        ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, True),
        ({"Bool": {"aws:ViaAWSService": "false"}}, True),
        ({"StringEquals": {"s3:ResourceAccount": "123456789012"}}, True),
        ({"StringEquals": {"aws:ResourceAccount": "123456789012"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
        ({"NumericGreaterThan": {"aws:EpochTime": "1577836800"}}, True),
        ({"Null": {"aws:SourceAccount": "true"}}, True),
        ({"Null": {"aws:username": "true"}}, True),
        ({"Null": {"s3:versionid": "true"}}, True),
        ({"StringEquals": {"s3:prefix": "b/"}}, False),
        ({"NumericGreaterThan": {"s3:max-keys": "10"}}, False),
    ],
)
def test_a_request_has_its_condition_keys(condition, holds, scene, refused):
    scene.make_bucket()
    scene.put_bucket_policy(
        [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::findings"}
            | {"Condition": condition}
        ]
    )
    arguments = {"Bucket": "findings", "Prefix": "a/", "Delimiter": "/", "MaxKeys": 10}

    if holds:
        assert refused(scene.s3.list_objects_v2, **arguments).code == "AccessDenied"
    else:
        scene.s3.list_objects_v2(**arguments)


@pytest.mark.parametrize(("version", "denied"), [("null", True), ("other", False)])
def test_the_version_that_is_asked_for_is_a_condition_key(version, denied, scene, refused):
    scene.make_bucket()
    put(scene)
    scene.put_bucket_policy(
        [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObjectVersion", "Resource": "arn:aws:s3:::findings/*"}
            | {"Condition": {"StringEquals": {"s3:VersionId": version}}}
        ]
    )

    if denied:
        assert refused(scene.s3.get_object, Bucket="findings", Key="x", VersionId="null").code == "AccessDenied"
    else:
        assert scene.s3.get_object(Bucket="findings", Key="x", VersionId="null")["Body"].read() == b"x"


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ({"Statement": []}, "Statement is missing or empty"),
        (
            {"Statement": {"Sid": "x", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::findings"}},
            "Missing required field Principal in x",
        ),
        (
            {"Statement": {"Effect": "Allow", "Action": "s3:*", "Principal": "*"}},
            "Missing required field Resource",
        ),
        (
            {"Statement": {"Effect": "Allow", "Action": "s3:*", "Principal": "*", "Resource": "arn:aws:s3:::other/*"}},
            "Policy has invalid resource",
        ),
        (
            {
                "Statement": {"Effect": "Deny", "Action": "s3:*", "Principal": "*"}
                | {"Resource": ["arn:aws:s3:::findings/*", "arn:aws:s3:::findings2"]}
            },
            "Policy has invalid resource",
        ),
    ],
)
def test_a_policy_that_s3_would_not_store_is_refused(policy, message, scene, refused):
    scene.make_bucket()

    found = refused(scene.s3.put_bucket_policy, Bucket="findings", Policy=json.dumps(policy))

    assert (found.status, found.code, found.message) == (400, "MalformedPolicy", message)


def test_the_refusal_of_a_policy_is_an_error_of_s3_on_the_wire(scene, raw):
    scene.make_bucket()

    _, _, answer = raw("PUT", "/findings?policy", b"{}", service="s3")

    assert b"<Error><Code>MalformedPolicy</Code>" in answer


@pytest.mark.parametrize(
    "elements",
    [
        {"Principal": "*", "Resource": ["arn:aws:s3:::findings", "arn:aws:s3:::findings/*"]},
        {"Principal": "*", "Resource": "arn:aws:s3:::find*"},
        {"Principal": "*", "Resource": "*"},
        {"Principal": "*", "Resource": "arn:aws:s3:::findings/a:::b"},
        {"Principal": "*", "NotResource": "arn:aws:s3:::findings/public/*"},
        {"NotPrincipal": {"AWS": "123456789012"}, "Resource": "arn:aws:s3:::findings"},
    ],
)
def test_a_policy_that_s3_would_store_is_stored(elements, scene):
    scene.make_bucket()

    scene.put_bucket_policy([{"Effect": "Deny", "Action": "s3:PutObject", **elements}])

    assert "Deny" in scene.s3.get_bucket_policy(Bucket="findings")["Policy"]


class TestAnonymous:
    def read(self, scene, key="x"):
        with urllib.request.urlopen(f"{scene.sandbox.url}/findings/{key}") as answer:
            return answer.read()

    def test_callers_get_what_everybody_may(self, scene):
        scene.make_bucket()
        put(scene)
        anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::findings/*"}
        scene.put_bucket_policy([anybody])

        assert self.read(scene) == b"x"

    def test_callers_get_nothing_else(self, scene):
        scene.make_bucket()
        put(scene)

        with pytest.raises(urllib.error.HTTPError) as caught:
            self.read(scene)

        with caught.value as answer:
            assert answer.code == 403
            assert b"User: anonymous is not authorized to perform: s3:GetObject" in answer.read()


def test_a_presigned_url_acts_for_its_signer(scene):
    scene.make_bucket()
    put(scene)
    url = scene.s3.generate_presigned_url("get_object", Params={"Bucket": "findings", "Key": "x"})

    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"x"
    assert scene.sandbox.control.calls()[-1]["principal"] == "arn:aws:iam::123456789012:root"


def test_what_s3_itself_refuses_is_still_moto_s_to_say(scene, refused):
    assert refused(scene.s3.get_object, Bucket="nowhere", Key="x").code == "NoSuchBucket"
    assert refused(scene.s3.get_bucket_policy, Bucket="nowhere").code == "NoSuchBucket"
    scene.make_bucket()
    assert refused(scene.s3.get_object, Bucket="findings", Key="none").code == "NoSuchKey"
    assert refused(scene.s3.head_object, Bucket="findings", Key="none").status == 404
