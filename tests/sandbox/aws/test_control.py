"""The control endpoint, and what the call log keeps."""

import gzip
import http.client
import json
import time
import urllib.parse

import pytest
from pulumi_guardduty_sandbox.aws import Control, ControlError
from pulumi_guardduty_sandbox.aws.call_log import without_secrets


@pytest.fixture
def control(sandbox):
    return sandbox.control


class TestCalls:
    def test_are_logged_in_order_with_who_where_and_what(self, sandbox, control):
        control.clear_calls()
        sandbox.client("kms", region="eu-west-1", account="210987654321").create_key(Description="x")
        sandbox.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument="{}")

        first, second = control.calls()

        assert first == {
            "index": 0,
            "service": "kms",
            "operation": "CreateKey",
            "account": "210987654321",
            "region": "eu-west-1",
            "principal": "arn:aws:iam::210987654321:root",
            "params": {"Description": "x"},
            "status": 200,
            "error": None,
            "why": None,
        }
        assert (second["index"], second["operation"]) == (1, "CreateRole")
        assert second["params"] == {"RoleName": "r", "AssumeRolePolicyDocument": "{}"}

    def test_of_guardduty_have_path_query_and_body(self, scene, control):
        control.clear_calls()
        scene.guardduty.list_ip_sets(DetectorId=scene.detector, MaxResults=7)
        scene.guardduty.tag_resource(
            ResourceArn=f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}", Tags={"a": "b"}
        )

        listed, tagged = [call["params"] for call in control.calls()]

        assert listed == {"DetectorId": scene.detector, "maxResults": "7"}
        assert tagged["ResourceArn"].endswith(f"detector/{scene.detector}")
        assert tagged["tags"] == {"a": "b"}

    def test_of_s3_have_bucket_key_query_and_headers(self, scene, control):
        scene.make_bucket()
        control.clear_calls()
        scene.s3.put_object(Bucket="findings", Key="a/b", Body=b"x", ServerSideEncryption="AES256")
        scene.s3.list_objects_v2(Bucket="findings", Prefix="a/")

        put, listed = [call["params"] for call in control.calls()]

        assert (put["Bucket"], put["Key"], put["x-amz-server-side-encryption"]) == ("findings", "a/b", "AES256")
        assert not {"x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent"} & set(put)
        assert (listed["Bucket"], listed["prefix"], listed["list-type"]) == ("findings", "a/", "2")

    def test_that_were_refused_have_status_and_code(self, scene, control, refused):
        control.clear_calls()
        refused(scene.guardduty.create_detector, Enable=True)
        refused(scene.s3.get_bucket_policy, Bucket="nowhere")
        refused(scene.kms.describe_key, KeyId="00000000-0000-0000-0000-000000000000")
        refused(scene.s3.head_bucket, Bucket="nowhere")

        found = [(call["status"], call["error"]) for call in control.calls()]

        assert found == [
            (400, "BadRequestException"),
            (404, "NoSuchBucket"),
            (400, "NotFoundException"),
            (404, "404"),
        ]

    def test_that_guardduty_refused_say_what_aws_does_not(self, scene, control, refused, raw):
        scene.build()
        scene.kms.create_alias(AliasName="alias/a", TargetKeyId=scene.key)
        alias = "arn:aws:kms:us-east-1:123456789012:alias/a"

        refused(scene.create, prefix="nowhere")
        refused(scene.create, properties=scene.properties(KmsKeyArn=alias))
        scene.kms.disable_key(KeyId=scene.key)
        refused(scene.create)
        refused(scene.describe, destination="0" * 32)
        _, headers, _ = raw("POST", f"/detector/{scene.detector}/publishingDestination", {})

        whys = [call["why"] for call in control.calls(service="guardduty") if call["status"] == 400]
        assert whys == [
            "there is no object nowhere/ in bucket findings",
            f"{alias} is an alias",
            "the key is Disabled",
            None,
            None,
        ]
        assert "x-sandbox-why" not in {name.lower() for name in headers}

    def test_keep_no_secrets(self, sandbox, scene, control):
        iam = sandbox.client("iam")
        iam.create_user(UserName="u")
        iam.create_login_profile(UserName="u", Password="canary-secret")
        scene.put_list(SSECustomerAlgorithm="AES256", SSECustomerKey="canary-secret-canary-secret-cana")
        key = scene.kms.create_key()["KeyMetadata"]["KeyId"]
        scene.kms.encrypt(KeyId=key, Plaintext=b"canary-secret")
        keys = sandbox.client("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/r", RoleSessionName="session")[
            "Credentials"
        ]
        sandbox.client("s3", credentials=keys).list_buckets()

        text = json.dumps(control.calls())

        for secret in ("canary-secret", "Y2FuYXJ5LXNlY3JldA", keys["SessionToken"], keys["SecretAccessKey"]):
            assert secret not in text
        assert "[secret]" in text

    @pytest.mark.parametrize(
        "name",
        [
            "Password",
            "Plaintext",
            "SecretAccessKey",
            "SessionToken",
            "TokenCode",
            "WebIdentityToken",
            "x-amz-copy-source-server-side-encryption-customer-key",
            "x-amz-server-side-encryption-customer-key",
        ],
    )
    def test_blot_out_every_parameter_that_is_a_secret(self, name):
        assert without_secrets({name: "x", "Name": "n"}) == {name: "[secret]", "Name": "n"}

    def test_nested_secrets_are_blotted_out_too(self):
        found = without_secrets({"a": [{"Password": "x", "b": 1}], "SecretAccessKey": {"c": 2}})

        assert found == {"a": [{"Password": "[secret]", "b": 1}], "SecretAccessKey": "[secret]"}

    def test_can_be_asked_for_by_service_and_operation(self, sandbox, control):
        sandbox.client("kms").list_keys()
        sandbox.client("s3").list_buckets()
        sandbox.client("kms").list_aliases()

        def names(**which):
            return [call["operation"] for call in control.calls(**which)]

        assert names() == ["ListKeys", "ListBuckets", "ListAliases"]
        assert names(service="kms") == ["ListKeys", "ListAliases"]
        assert names(operation="ListBuckets") == ["ListBuckets"]
        assert names(service="s3", operation="ListKeys") == []

    def test_of_the_control_endpoint_are_not_among_them(self, control):
        control.settings()

        assert control.calls() == []


class TestReset:
    def test_forgets_resources_calls_faults_switches_and_time(self, scene, control):
        scene.build().create()
        control.fault("error_500", service="iam")
        control.switch(profile="slow")
        control.advance(10**7)

        control.reset()

        assert control.calls() == control.faults() == control.state()["detectors"] == []
        assert control.settings()["profile"] == "instant"
        assert scene.s3.list_buckets()["Buckets"] == []
        assert scene.guardduty.list_detectors()["DetectorIds"] == []
        before, now, after = time.time(), control.now(), time.time()
        assert before <= now <= after
        assert scene.sandbox.control.calls()[0]["index"] == 0

    def test_of_moto_clears_guardduty_too(self, scene, control, raw):
        scene.build().create()
        control.set_administrator(account=scene.account, region=scene.region, administrator="210987654321")

        assert raw("POST", "/moto-api/reset")[0] == 200

        assert control.state() == {"detectors": [], "destinations": [], "lists": []}
        scene.detector = scene.guardduty.create_detector(Enable=True)["DetectorId"]
        assert "Administrator" not in scene.guardduty.get_administrator_account(DetectorId=scene.detector)

    def test_leaves_the_sandboxs_own_keys_valid(self, sandbox, control):
        client = sandbox.client("sts", account="210987654321")

        control.reset()

        assert client.get_caller_identity()["Account"] == "210987654321"


class TestSwitches:
    def test_can_be_read_and_moved(self, control):
        before = control.settings()
        control.switch(profile="slow", polls=5, opt_in_regions=["x"])

        after = control.settings()

        assert (before["profile"], before["polls"], before["caller_policies"]) == ("instant", 2, False)
        assert (after["profile"], after["polls"], after["opt_in_regions"]) == ("slow", 5, ["x"])
        assert before.keys() == after.keys()

    def test_can_be_moved_for_a_while(self, control):
        with control.switched(transport="http"):
            inside = control.settings()["transport"]

        assert (inside, control.settings()["transport"]) == ("http", "https")

    def test_are_put_back_after_a_failure(self, control):
        with pytest.raises(KeyError), control.switched(transport="http"):
            raise KeyError

        assert control.settings()["transport"] == "https"


class TestClock:
    def test_goes_forward(self, control):
        before = control.now()
        control.advance(1000)

        assert 1000 <= control.now() - before < 1060

    def test_does_not_go_back(self, control):
        with pytest.raises(ControlError, match=r"^the clock cannot go back; advance was asked for -1 seconds$"):
            control.advance(-1)

    def test_may_be_told_to_stand_still_or_to_go_by_less_than_a_second(self, control):
        control.advance(0)
        before = control.now()
        control.advance(0.5)

        assert 0.5 <= control.now() - before < 60


class TestStatuses:
    @pytest.mark.parametrize(
        "status", ["PENDING_VERIFICATION", "STOPPED", "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"]
    )
    def test_of_a_destination_can_be_set(self, status, scene, control):
        destination = scene.build().create()

        control.set_status(destination, status, since=1_700_000_000)

        found = scene.describe(destination)
        assert found["Status"] == status
        failing = None if status == "PENDING_VERIFICATION" else 1_700_000_000_000
        assert found.get("PublishingFailureStartTimestamp") == failing

    def test_of_a_failing_destination_have_a_time_of_their_own(self, scene, control):
        destination = scene.build().create()

        control.set_status(destination, "STOPPED")

        assert abs(scene.describe(destination)["PublishingFailureStartTimestamp"] / 1000 - control.now()) < 60

    def test_of_a_repaired_destination_have_no_time(self, scene, control):
        destination = scene.build().create()
        control.set_status(destination, "STOPPED")

        control.set_status(destination, "PUBLISHING")

        assert "PublishingFailureStartTimestamp" not in scene.describe(destination)

    @pytest.mark.parametrize("status", ["ACTIVE", "ERROR", "ACTIVATING", "DEACTIVATING", "INACTIVE", "DELETE_PENDING"])
    def test_of_a_list_can_be_set(self, status, lists, control):
        found = lists.create()

        control.set_status(found, status, error_details="because")

        seen = lists.get(found)
        assert (seen["Status"], seen.get("ErrorDetails")) == (status, "because" if lists.is_entity else None)
        assert lists.listed()[lists.ids_name] == [found]

    def test_deleted_is_deleted(self, lists, control):
        found = lists.create(Tags={"a": "b"})

        control.set_status(found, "DELETED")

        assert (lists.get(found)["Status"], lists.get(found)["Tags"]) == ("DELETED", {})
        assert lists.listed()[lists.ids_name] == []

    def test_end_a_change_that_is_under_way(self, lists, control):
        control.switch(profile="slow", polls=1)
        found = lists.create(location=lists.scene.put_list(), activate=True)

        control.set_status(found, "ERROR")

        assert [lists.get(found)["Status"] for _ in range(3)] == ["ERROR"] * 3

    @pytest.mark.parametrize(
        ("status", "message"),
        [("ACTIVE", "there is no status 'ACTIVE'; there are PENDING_VERIFICATION, PUBLISHING, UNABLE_TO")],
    )
    def test_of_another_kind_are_refused(self, status, message, scene, control):
        with pytest.raises(ControlError) as caught:
            control.set_status(scene.build().create(), status)

        assert str(caught.value).startswith(message)

    def test_of_lists_that_are_none_are_refused(self, intel, control):
        with pytest.raises(ControlError) as caught:
            control.set_status(intel.create(), "PUBLISHING")

        assert str(caught.value).startswith("there is no status 'PUBLISHING'; there are INACTIVE, ACTIVATING, ACTIVE")

    def test_of_nothing_are_refused(self, control):
        with pytest.raises(ControlError, match="there is no destination or list 'none'"):
            control.set_status("none", "ACTIVE")


def test_the_state_shows_what_no_call_does(scene, intel, control):
    kept = scene.build().create(ClientToken="t")
    scene.delete(kept)
    made = scene.create(ClientToken="u", Tags={"a": "b"})
    found = intel.create(location=scene.put_list(), activate=True, ClientToken="v")
    gone = intel.create("gone", ClientToken="w")
    intel.delete(gone)

    state = control.state()

    where = {"account": "123456789012", "region": "us-east-1", "detectorId": scene.detector}
    assert state["detectors"] == [where]
    assert [(one["destinationId"], one["token"], one["deleted"]) for one in state["destinations"]] == [
        (made, "u", False),
        (kept, "t", True),
    ]
    assert state["destinations"][0]["tags"] == {"a": "b"}
    assert [(one["id"], one["kind"], one["token"], one["deleted"]) for one in state["lists"]] == [
        (found, "threatintelset", "v", False),
        (gone, "threatintelset", "w", True),
    ]
    first = state["lists"][0]
    stored = scene.sandbox.client("s3").head_object(Bucket="lists", Key="list.txt")
    assert (first["reads"], first["entries"], first["etag"]) == (1, 1, stored["ETag"].strip('"'))
    assert {name: first[name] for name in where} == where
    assert (state["lists"][1]["reads"], state["lists"][1]["etag"], state["lists"][1]["entries"]) == (0, None, None)


class TestVerbs:
    def post(self, sandbox, path, body=""):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(sandbox.url).netloc)
        connection.request("POST", path, body)
        answer = connection.getresponse()
        found = answer.status, answer.headers["Content-Type"], json.loads(answer.read())
        connection.close()
        return found

    def test_that_are_unknown_are_refused_with_those_there_are(self, sandbox):
        status, kind, content = self.post(sandbox, "/_sandbox/explode")

        assert (status, kind) == (400, "application/json")
        assert content["error"].startswith("there is no verb 'explode'; there are advance, calls, clear_calls")

    def test_with_wrong_arguments_are_refused(self, sandbox):
        status, _, content = self.post(sandbox, "/_sandbox/advance", '{"minutes": 1}')

        assert status == 400
        assert "minutes" in content["error"]

    def test_need_no_arguments_where_there_are_none(self, sandbox):
        assert self.post(sandbox, "/_sandbox/held") == (200, "application/json", {"result": 0})

    def test_have_defaults(self, sandbox, scene):
        """One finding an export."""
        destination = scene.build().create()

        _, _, content = self.post(sandbox, "/_sandbox/export_tick")

        (result,) = content["result"]
        assert (result["destination"], result["why"]) == (destination, [])
        stored = scene.s3.get_object(Bucket="findings", Key=result["key"])["Body"].read()
        assert len(gzip.decompress(stored).splitlines()) == 1


def test_control_works_from_a_url_alone(sandbox):
    assert Control(sandbox.url).settings() == sandbox.control.settings()
    assert Control(sandbox.url + "/").held() == 0
