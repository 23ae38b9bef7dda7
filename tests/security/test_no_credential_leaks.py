"""No credential in state, in logs or in messages, in any operation and any failure.

Canaries stand for the access key, the secret key and the session token; every operation of every kind is run whole,
and again with each of AWS's ways to fail, by a process whose output is read whole.
"""

import json
import sys

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from crash_kinds import ROWS
from pulumi_guardduty import loader
from pulumi_guardduty._core import aws_access, redaction
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty.errors import GuardDutyProviderError
from pulumi_guardduty_sandbox.engine import contract_session
from pulumi_guardduty_sandbox.engine.declaration import of_provider
from pulumi_guardduty_sandbox.engine.errors import EngineError


CANARIES = {
    "AWS_ACCESS_KEY_ID": "ASIA2CANARY0ACCESS01",
    "AWS_SECRET_ACCESS_KEY": "canary/secret+key/canary/secret+key/0042",
    "AWS_SESSION_TOKEN": "canary-session-token-canary-session-token",
}
URN = "urn:pulumi:dev::canary::pulumi-python:dynamic/guardduty:Thing::thing"


@pytest.fixture
def credentials(monkeypatch):
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    aws_access.forget()
    yield
    aws_access.forget()


def clean(text):
    return not any(canary in text for canary in CANARIES.values())


CASES = [
    *((row, None) for row in ROWS),
    *((row, fault) for row in ROWS[:2] for fault in ("error_500", "throttle_400", "cut_after", "not_propagated")),
]


@pytest.mark.parametrize(("row", "fault"), CASES, ids=lambda value: getattr(value, "kind", value or "whole"))
def test_no_operation_and_no_failure_shows_a_credential(row, fault, sandbox, capfd, monkeypatch):
    ground = row.stands_on(sandbox)
    environment = {**sandbox.environment, **CANARIES, "AWS_MAX_ATTEMPTS": "1"}
    told = []
    # All that the provider logs or prints.
    monkeypatch.setattr(contract_session, "silent", told.append)
    if fault:
        sandbox.control.fault(fault, skip=1, times=3)

    with contract_session.Session(config={}, env=environment, folder=None, python=sys.executable) as session:

        def ask(call):
            try:
                answer = call()
            except EngineError as error:
                told.append(repr(error) + json.dumps(getattr(error, "properties", None), default=repr))
                return None
            told.append(repr(answer))
            return answer

        provider = loader.load(row.kind)
        first = of_provider(provider, _some(row.declared(ground, "create"))).properties
        inputs = (ask(lambda: session.check(URN, None, first)) or (first, ()))[0]
        made = ask(lambda: session.create(URN, inputs))
        if made:
            changed = of_provider(provider, _some(row.declared(ground, "update"))).properties
            news = (ask(lambda: session.check(URN, inputs, changed)) or (changed, ()))[0]
            ask(lambda: session.read(URN, made[0], inputs, made[1]))
            ask(lambda: session.update(URN, made[0], inputs, made[1], news))
            ask(lambda: session.delete(URN, made[0], inputs, made[1]))

    streams = capfd.readouterr()
    assert told
    assert all(clean(text) for text in [*told, streams.out, streams.err])


def _some(bag):
    return {name: value for name, value in bag.items() if value is not None}


@pytest.mark.usefixtures("credentials")
def test_an_answer_that_repeats_the_signed_request_is_shown_without_its_credentials():
    AwsAccess("us-east-1", None, {}).guardduty  # noqa: B018 - the session is in use from here on
    signed = (
        "The request signature we calculated does not match the signature you provided. The Canonical String for this "
        f"request should have been 'POST\\n/detector\\nhost:x\\nx-amz-security-token:{CANARIES['AWS_SESSION_TOKEN']}'"
        f" Credential={CANARIES['AWS_ACCESS_KEY_ID']}/20260929/us-east-1, Signature=0123abcd {CANARIES}"
    )
    body = {"Error": {"Code": "InvalidSignatureException", "Message": signed}}

    with pytest.raises(GuardDutyProviderError) as caught, aws_errors():
        raise ClientError(body, "CreateDetector")

    assert clean(str(caught.value))
    assert redaction.BLOT in str(caught.value)


def test_a_presigned_url_that_cannot_be_reached_is_shown_without_its_signature():
    url = "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIACANARYCANARY/x&X-Amz-Signature=canarysig&X-Amz-Date=1"

    with pytest.raises(GuardDutyProviderError) as caught, aws_errors():
        raise EndpointConnectionError(endpoint_url=url)

    assert "AKIACANARY" not in str(caught.value)
    assert "canarysig" not in str(caught.value)
