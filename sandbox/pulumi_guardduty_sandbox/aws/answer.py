"""Answers that do not come from moto, in the wire form of the service that was asked."""

import dataclasses
import html
import json


_JSON_TYPES = {"guardduty": "application/json", "kms": "application/x-amz-json-1.1"}


@dataclasses.dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    error: str | None = None
    """The error code, for the call log."""
    why: str | None = None
    """What the sandbox knows of a refusal and AWS does not say, for the call log."""


def error_answer(service: str, status: int, code: str, message: str) -> Answer:
    """An error as `service` puts it on the wire.

    Source: the AWS protocols rest-xml (S3), query (IAM, STS), json (KMS) and
    rest-json (GuardDuty), as botocore reads them.
    """
    if service in _JSON_TYPES:
        headers = (("Content-Type", _JSON_TYPES[service]), ("x-amzn-ErrorType", code))
        return Answer(status, headers, json.dumps({"__type": code, "message": message}).encode(), code)
    inner = f"<Code>{code}</Code><Message>{html.escape(message, quote=False)}</Message>"
    if service == "s3":
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}<RequestId>sandbox</RequestId></Error>'
    else:
        body = f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error></ErrorResponse>"
    return Answer(status, (("Content-Type", "application/xml"),), body.encode(), code)


def access_denied(service: str, message: str) -> Answer:
    """What a caller gets who may not: each service has its own code and status for it."""
    if service == "kms":
        return error_answer(service, 400, "AccessDeniedException", message)
    if service == "guardduty":
        # A capital M here: general knowledge of IAM's front door, not seen on the wire for GuardDuty.
        headers = (("Content-Type", "application/json"), ("x-amzn-ErrorType", "AccessDeniedException"))
        return Answer(403, headers, json.dumps({"Message": message}).encode(), "AccessDeniedException")
    return error_answer(service, 403, "AccessDenied", message)
