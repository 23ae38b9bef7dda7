"""Every way in which GuardDuty refuses, with its literal text and its form on the wire.

Source of the texts: raw answers of a real account (2026-09-29); E1 and E13 as
terraform-provider-aws matches on them. The tests of this folder give the evidence of each.
"""

import json
from typing import Any

from werkzeug.exceptions import HTTPException


BAD_REQUEST = "BadRequestException"
#: Also the code of some refusals that are the client's own fault and come with status 400.
INTERNAL = "InternalServerErrorException"

_EXPORT_GUIDE = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html"
_TEXTS: dict[str, tuple[str, str]] = {
    "E1": (
        BAD_REQUEST,
        "The request is rejected because the input detectorId is not owned by the current account.",
    ),
    "E2": (
        BAD_REQUEST,
        "The request failed because no destinationType parameter was included in the request.",
    ),
    "E3": (
        BAD_REQUEST,
        "The request failed because no destinationProperties parameter was included in the request.",
    ),
    "E4": (BAD_REQUEST, "The request is rejected because the JSON could not be processed."),
    "E5": (
        BAD_REQUEST,
        (
            "The request failed because the GuardDuty service principal does not have permission to the KMS key or"
            f" the resource specified by the destinationArn parameter. Refer to {_EXPORT_GUIDE}"
        ),
    ),
    "E6": (
        BAD_REQUEST,
        "The request failed because the resource specified in the destinationArn parameter does not exist.",
    ),
    "E7": (
        BAD_REQUEST,
        (
            "The request failed because a publishingDestination already exists with the destinationType value"
            " provided in the request."
        ),
    ),
    "E8": (
        BAD_REQUEST,
        (
            "The request failed because you do not have the required permissions for the s3:GetObject or"
            " s3:ListBucket actions."
        ),
    ),
    "E9": (
        BAD_REQUEST,
        "The request failed because the value specified for the destinationArn parameter is not valid.",
    ),
    "E10": (
        BAD_REQUEST,
        "The request failed because the value specified for the kmsKeyArn parameter is not valid.",
    ),
    "E11": (
        BAD_REQUEST,
        "The request failed because the resource folder specified in the destinationArn parameter does not exist.",
    ),
    "E12": (
        BAD_REQUEST,
        "The request is rejected because an invalid or out-of-range value is specified as an input parameter.",
    ),
    "E13": (
        BAD_REQUEST,
        "The request is rejected because the one or more input parameters have invalid values.",
    ),
    "E14": (BAD_REQUEST, "The request is rejected because the parameter maxResults is out-of-bounds."),
    "E15": (BAD_REQUEST, "The request is rejected because an invalid next token is specified"),
    "E16": (BAD_REQUEST, "Invalid input resource arn"),
    "L1": (BAD_REQUEST, "The request is rejected since no such resource found."),
    "L2": (BAD_REQUEST, "The request is rejected because the JSON could not be processed."),
    "L3": (BAD_REQUEST, "The request is rejected because the parameter {name} has an invalid value."),
    "L4": (BAD_REQUEST, "The request is rejected because the parameter ipSetLocation has an invalid value."),
    "L5": (BAD_REQUEST, "The request failed because the 'accountId' was formatted incorrectly."),
    "L6": (INTERNAL, "The request is rejected because the caller is not authorized to call this API."),
    "L7": (
        BAD_REQUEST,
        (
            "The request failed because the expected bucket owner doesn't match the actual S3 bucket owner."
            " Verify the account ID and bucket ownership, and then retry."
        ),
    ),
    "L8": (
        INTERNAL,
        (
            "The request is rejected because it\N{RIGHT SINGLE QUOTATION MARK}s an attempt to create resources"
            " beyond the current AWS account limits."
        ),
    ),
    "L9": (
        INTERNAL,
        "The request is rejected because an invalid or out-of-range value is specified as an input parameter.",
    ),
    # Widely reported for a second detector of a region, e.g. in issues of terraform-provider-aws.
    "D1": (
        BAD_REQUEST,
        "The request is rejected because a detector already exists for the current account.",
    ),
}
#: Carries what the sandbox knows of a refusal to its call log; it does not go to the client.
WHY_HEADER = "x-sandbox-why"
#: Refusals whose body has a message and nothing else.
_BARE = frozenset({"E16"})


class Refusal(HTTPException):  # type: ignore[misc]  # werkzeug's types are skipped
    """GuardDuty refuses a call.

    The code stands in a header; the body's type says InvalidInputException, whatever the code.
    """

    code = 400

    def __init__(self, row: str, *, why: str = "", **values: str) -> None:
        self.row = row
        self.why = why
        """What the sandbox knows and AWS does not say."""
        self.error, text = _TEXTS[row]
        self.text = text.format(**values)
        content = {"message": self.text}
        if row not in _BARE:
            content |= {"__type": "InvalidInputException", "type": "InvalidInputException"}
        super().__init__(description=json.dumps(content))

    def get_headers(self, environ: Any = None, scope: Any = None) -> list[tuple[str, str]]:
        """The headers of the answer; the code is one of them."""
        why = [(WHY_HEADER, self.why)] if self.why else []
        return [("Content-Type", "application/json"), ("x-amzn-ErrorType", self.error), *why]


class UnestablishedRefusal(HTTPException):  # type: ignore[misc]  # werkzeug's types are skipped
    """A refusal whose text on AWS nobody has seen: the text says so, lest somebody match on it."""

    code = 400

    def __init__(self, text: str) -> None:
        self.text = f"[sandbox: AWS's own text is not established] {text}"
        content = {"message": self.text, "__type": "InvalidInputException", "type": "InvalidInputException"}
        super().__init__(description=json.dumps(content))

    def get_headers(self, environ: Any = None, scope: Any = None) -> list[tuple[str, str]]:
        """The headers of the answer."""
        return [("Content-Type", "application/json"), ("x-amzn-ErrorType", BAD_REQUEST)]
