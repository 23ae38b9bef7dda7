"""The boundary where botocore's errors end."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any, Final

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_meanings import MEANINGS
from pulumi_guardduty._core.redaction import redacted


#: Codes under which GuardDuty reports a client's mistake. The code is in a header; where a proxy drops it,
#: botocore falls back to the body's type. Source: recorded wire answers; LZA users saw the second form.
_REFUSED: Final = frozenset({"BadRequestException", "InvalidInputException"})

_DENIED: Final = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "403"})

#: Codes by which S3, KMS and IAM say that a thing is not there. Source: their API references.
_NOT_THERE: Final = frozenset(
    {
        "NoSuchBucket",
        "NoSuchKey",
        "NoSuchBucketPolicy",
        "404",
        "NotFoundException",
        "NoSuchEntity",
        "NoSuchTagSet",
    }
)


#: Codes by which AWS says that it does not take the credentials themselves, whatever they allow.
#: Source: "Common errors" of the services' API references; S3's "Error responses".
_CREDENTIALS: Final = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)

#: botocore's errors on the way to credentials: a person has to log in, or to correct a profile.
_NO_WAY_IN: Final = (
    exceptions.CredentialRetrievalError,
    exceptions.LoginError,
    exceptions.NoAuthTokenError,
    exceptions.PartialCredentialsError,
    exceptions.ProfileNotFound,
    exceptions.RefreshWithMFAUnsupportedError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
)

#: Where an action is not named like the operation. Source: Service Authorization Reference, Amazon S3.
_ACTIONS: Final = {
    "DeleteObjects": "s3:DeleteObject",
    "GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "HeadBucket": "s3:ListBucket",
    "HeadObject": "s3:GetObject",
    "ListObjectVersions": "s3:ListBucketVersions",
    "ListObjectsV2": "s3:ListBucket",
    "PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}


_THROTTLED: Final = frozenset({"ThrottlingException", "TooManyRequestsException", "Throttling", "SlowDown", "429"})


def is_throttled(error: errors.AwsCallError) -> bool:
    """Whether AWS asked to slow down."""
    return error.code in _THROTTLED


@contextlib.contextmanager
def aws_errors() -> Iterator[None]:
    """Translate botocore's errors into this package's own.

    Raises:
        AwsCallError: AWS refused the call, or could not be reached.
        InvalidInputError: There are no credentials, or no region, to call AWS with.
    """
    try:
        yield
    except ClientError as error:
        raise translated(error) from error
    except exceptions.NoCredentialsError as error:
        raise errors.InvalidInputError(
            "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the "
            "stack's aws:profile, or the resource's `aws` argument"
        ) from error
    except exceptions.NoRegionError as error:
        raise errors.InvalidInputError(
            "no AWS region was found: set the resource's `region`, the stack's aws:region, or AWS_REGION"
        ) from error
    except _NO_WAY_IN as error:
        raise errors.InvalidInputError(
            f"the AWS credentials cannot be used: log in again, or correct the profile ({redacted(str(error))})"
        ) from error
    except (BotoCoreError, ResponseParserError) as error:
        raise errors.AwsCallError(
            "the AWS call", type(error).__name__, redacted(str(error)), "", _why(error)
        ) from error


def _why(error: Exception) -> str:
    """Cause and fix of an error that is not AWS's answer."""
    unanswered = (exceptions.ConnectionClosedError, exceptions.ReadTimeoutError, exceptions.ResponseStreamingError)
    if isinstance(error, (*unanswered, ResponseParserError)):
        return (
            "AWS gave no answer to a call that may have taken effect: run the operation again, which finds what it made"
        )
    if isinstance(error, exceptions.ConnectionError | exceptions.HTTPClientError):
        return "AWS could not be reached: check the network, the proxy and the region, then run the operation again"
    return ""


def translated(error: ClientError) -> errors.AwsCallError:
    """What botocore's one `ClientError` means."""
    body: Any = error.response
    code = str(body.get("Error", {}).get("Code", "Unknown"))
    message = redacted(str(body.get("Error", {}).get("Message", "")))
    request_id = str(body.get("ResponseMetadata", {}).get("RequestId", ""))
    status = int(body.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    call = (error.operation_name, code, message, request_id)
    # A 400 that is called InternalServerErrorException is a client's mistake; a 500 of that name is not.
    if code in _REFUSED or (code == "InternalServerErrorException" and status == 400):  # noqa: PLR2004
        for meaning in MEANINGS:
            if meaning.text in message:
                return meaning.kind(*call, meaning.advice)
    if code in _CREDENTIALS:
        return errors.AwsCallError(
            *call, "AWS does not take these credentials: renew them, and check this machine's clock"
        )
    if code in _DENIED or status == 403:  # noqa: PLR2004
        return errors.AccessDeniedError(*call, _grant(error.operation_name, message))
    if code in _NOT_THERE:
        return errors.MissingResourceError(*call)
    return errors.AwsCallError(*call, _passing(code, status))


def _grant(operation: str, message: str) -> str:
    named = re.search(r"not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)", message)
    action = named[1] if named else _ACTIONS.get(operation)
    if action:
        return f"the credentials Pulumi runs with may not do {action}, which {operation} needs: grant them that action"
    return f"the credentials Pulumi runs with may not call {operation}: grant them that action"


def _passing(code: str, status: int) -> str:
    """Advice on what AWS may do better the next time; botocore has tried several times already."""
    if code in _THROTTLED or status == 429:  # noqa: PLR2004
        return "AWS asks to slow down, and did so at every attempt: run the operation again later"
    if status >= 500:  # noqa: PLR2004
        return "AWS has a fault of its own, and had it at every attempt: run the operation again"
    return ""
