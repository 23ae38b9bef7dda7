"""What the sandbox reads out of a request before anything acts on it."""

import json

import pytest
from pulumi_guardduty_sandbox.aws.call import read_call
from pulumi_guardduty_sandbox.aws.caller import access_key_of
from werkzeug.test import EnvironBuilder


OTHER = "210987654321"


def signature(service, region="eu-west-1", account=OTHER):
    return f"{access_key_of(account)}/20261128/{region}/{service}/aws4_request"


def read(method="GET", path="/", service="guardduty", *, body=b"", headers=None, signed=True, **more):
    authorization = {"Authorization": f"AWS4-HMAC-SHA256 Credential={signature(service)}, SignedHeaders=host"}
    given = {**(authorization if signed else {}), **(headers or {})}
    environ = EnvironBuilder(method=method, path=path, headers=given, data=body, **more).get_environ()
    return read_call(environ, body)


class TestWho:
    def test_is_read_from_the_signature(self):
        found = read("GET", "/detector")

        assert (found.service, found.operation, found.region) == ("guardduty", "ListDetectors", "eu-west-1")
        assert (found.account, found.principal.arn) == (OTHER, f"arn:aws:iam::{OTHER}:root")

    def test_is_read_from_a_presigned_url(self):
        found = read(
            path="/bucket/key", signed=False, query_string={"X-Amz-Credential": signature("s3"), "X-Amz-Date": "x"}
        )

        assert (found.service, found.region, found.account) == ("s3", "eu-west-1", OTHER)
        assert found.params == {"Bucket": "bucket", "Key": "key"}

    def test_is_read_from_a_url_of_the_old_kind(self):
        found = read(path="/bucket/key", signed=False, query_string={"AWSAccessKeyId": access_key_of(OTHER)})

        assert (found.service, found.region, found.account) == ("s3", "us-east-1", OTHER)

    def test_is_nobody_without_a_signature(self):
        found = read(path="/bucket/key", signed=False)

        assert (found.service, found.region, found.principal.account) == ("s3", "us-east-1", "")
        assert found.principal.name == "anonymous"

    def test_is_a_service_in_lower_case(self):
        assert read("GET", "/detector", "GuardDuty").operation == "ListDetectors"


class TestWhat:
    def test_is_s3_s_account_level_api_by_its_path(self):
        assert read("GET", "/v20180820/configuration/publicAccessBlock", "s3").service == "s3control"
        assert read("GET", "/v20180820/configuration/publicAccessBlock", "kms").service == "kms"

    def test_is_named_by_method_and_path_where_botocore_knows_no_operation(self):
        assert read("PATCH", "/nothing/here").operation == "PATCH /nothing/here"

    def test_has_path_query_and_body_of_a_rest_call(self):
        found = read("POST", "/detector/d/ipset", body=b'{"name": "n"}', query_string={"q": ""})

        assert found.params == {"DetectorId": "d", "q": "", "name": "n"}

    @pytest.mark.parametrize("body", [b"[1]", b"no json", b""])
    def test_has_no_parameters_from_a_body_that_is_no_object(self, body):
        assert read("POST", "/detector/d/ipset", body=body).params == {"DetectorId": "d"}

    def test_has_the_form_of_a_query_call_without_its_operation(self):
        body = b"Action=GetUser&Version=2010-05-08&UserName=me&Empty="

        found = read("POST", "/", "iam", body=body, content_type="application/x-www-form-urlencoded; charset=utf-8")

        assert (found.operation, found.params) == ("GetUser", {"UserName": "me", "Empty": ""})

    def test_has_a_form_that_is_no_text_as_far_as_it_can_be_read(self):
        kind = "application/x-www-form-urlencoded"

        assert read("POST", "/", "iam", body=b"UserName=a\xff", content_type=kind).text("UserName") == "a\ufffd"

    def test_has_query_and_headers_of_an_s3_call_but_not_its_body(self):
        headers = {"X-Amz-ACL": "private", "X-Amz-Date": "d", "Range": "bytes=0-1"}

        found = read("PUT", "/bucket/key", "s3", body=json.dumps({"Bucket": "other"}).encode(), headers=headers)

        assert found.params == {"Bucket": "bucket", "Key": "key", "x-amz-acl": "private"}
        assert found.headers == {"x-amz-acl": "private"}

    @pytest.mark.parametrize("left_out", ["date", "content-sha256", "security-token", "user-agent"])
    def test_has_no_headers_that_only_carry_it(self, left_out):
        assert read("PUT", "/bucket/key", "s3", headers={f"X-Amz-{left_out}": "x"}).headers == {}

    def test_has_text_for_every_parameter(self):
        found = read("GET", "/detector", query_string={"maxResults": "7"})

        assert (found.text("maxResults"), found.text("other")) == ("7", "")


@pytest.mark.parametrize("transport", [None, "http"])
def test_the_transport_is_what_the_request_claims(transport):
    headers = {"x-sandbox-transport": transport} if transport else {}

    assert read("GET", "/detector", headers=headers).transport == transport
