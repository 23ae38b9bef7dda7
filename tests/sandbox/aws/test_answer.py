"""Errors on the wire, in the form that each service's clients read.

Evidence: the AWS protocols rest-xml (S3), query (IAM, STS), json (KMS), rest-json (GuardDuty), as botocore reads them.
"""

import json

import pytest
from pulumi_guardduty_sandbox.aws.answer import access_denied, error_answer


XML = (("Content-Type", "application/xml"),)


@pytest.mark.parametrize(
    ("service", "kind"), [("guardduty", "application/json"), ("kms", "application/x-amz-json-1.1")]
)
def test_an_error_in_json_has_its_code_in_header_and_body(service, kind):
    found = error_answer(service, 400, "Code", "a <b> & c")

    assert (found.status, found.error) == (400, "Code")
    assert found.headers == (("Content-Type", kind), ("x-amzn-ErrorType", "Code"))
    assert json.loads(found.body) == {"__type": "Code", "message": "a <b> & c"}


def test_an_error_of_s3_is_an_element_of_its_own():
    found = error_answer("s3", 409, "Code", 'a <b> & "c"')

    assert (found.status, found.error, found.headers) == (409, "Code", XML)
    assert found.body == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>Code</Code><Message>a &lt;b&gt; &amp; "c"</Message>'
        b"<RequestId>sandbox</RequestId></Error>"
    )


@pytest.mark.parametrize("service", ["iam", "sts"])
def test_an_error_of_the_query_protocol_is_the_senders(service):
    found = error_answer(service, 400, "Code", "text")

    assert (found.status, found.error, found.headers) == (400, "Code", XML)
    assert found.body == (
        b"<ErrorResponse><Error><Type>Sender</Type><Code>Code</Code><Message>text</Message></Error></ErrorResponse>"
    )


@pytest.mark.parametrize(
    ("service", "status", "code"),
    [
        ("guardduty", 403, "AccessDeniedException"),
        ("kms", 400, "AccessDeniedException"),
        ("s3", 403, "AccessDenied"),
        ("sts", 403, "AccessDenied"),
    ],
)
def test_a_denial_has_each_services_status_and_code(service, status, code):
    found = access_denied(service, "no")

    assert (found.status, found.error) == (status, code)
    assert code.encode() in found.body or ("x-amzn-ErrorType", code) in found.headers
    assert b"no" in found.body
