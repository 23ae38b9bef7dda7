"""The boundary where botocore's errors end, and the one table that decides what AWS's texts mean."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from pulumi_guardduty import errors


#: Codes under which GuardDuty reports a client's mistake. The code is in a header; where a proxy drops it,
#: botocore falls back to the body's type. Source: recorded wire answers; LZA users saw the second form.
_REFUSED = frozenset({"BadRequestException", "InvalidInputException"})

_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "403"})

#: Codes by which S3, KMS and IAM say that a thing is not there. Source: their API references.
_NOT_THERE = frozenset(
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


@dataclass(frozen=True)
class Meaning:
    """What one of AWS's texts means, by a part of it that no other text has."""

    text: str
    kind: type[errors.AwsCallError]
    advice: str


#: Source of every text: wire captures of 2026-09-29, terraform-provider-aws and landing-zone-accelerator, which
#: match on them. Texts nobody has seen are not in this table.
MEANINGS = (
    Meaning(
        "input detectorId is not owned by the current account",
        errors.MissingResourceError,
        "this account has no such detector in this region: correct detector_id, region or the credentials, "
        "or leave detector_id out to have it looked up",
    ),
    Meaning(
        "no such resource found",
        errors.MissingResourceError,
        "the list is gone: run `pulumi refresh` to have it made again",
    ),
    Meaning(
        "one or more input parameters have invalid values",
        errors.MissingResourceError,
        "the publishing destination is gone: run `pulumi refresh` to have it made again",
    ),
    Meaning(
        "GuardDuty service principal does not have permission",
        errors.SinkPermissionError,
        "GuardDuty may not use the key (kms_key_arn) or not write to the bucket (destination_arn): let the key policy "
        "allow kms:GenerateDataKey and the bucket policy s3:GetBucketLocation and s3:PutObject to GuardDuty's service "
        "principal",
    ),
    Meaning(
        "resource specified in the destinationArn parameter does not exist",
        errors.AwsCallError,
        "the bucket of destination_arn does not exist: create it first, or correct the ARN",
    ),
    Meaning(
        "publishingDestination already exists with the destinationType",
        errors.AlreadyExistsError,
        "the detector has a publishing destination already, and there can be one only",
    ),
    Meaning(
        "required permissions for the s3:GetObject or s3:ListBucket",
        errors.AccessDeniedError,
        "with a prefix in destination_arn the caller needs s3:GetObject and s3:ListBucket on the bucket: grant both to "
        "the credentials Pulumi runs with",
    ),
    Meaning(
        "value specified for the destinationArn parameter is not valid",
        errors.AwsCallError,
        "destination_arn is not accepted: it has to be arn:<partition>:s3:::bucket[/prefix]",
    ),
    Meaning(
        "value specified for the kmsKeyArn parameter is not valid",
        errors.AwsCallError,
        "kms_key_arn is not accepted: it has to be the ARN of a key (not of an alias) in the bucket's region",
    ),
    Meaning(
        "resource folder specified in the destinationArn parameter does not exist",
        errors.AwsCallError,
        "the prefix of destination_arn has no folder object: put a zero-byte object named `prefix/` into the bucket, "
        "encrypted with the key, and keep it from expiring",
    ),
    Meaning(
        "no destinationType parameter was included",
        errors.AwsCallError,
        "destination_type is missing: it has to be S3",
    ),
    Meaning(
        "no destinationProperties parameter was included",
        errors.AwsCallError,
        "destination_arn and kms_key_arn are missing: declare both",
    ),
    Meaning(
        "JSON could not be processed",
        errors.AwsCallError,
        "a value is none of those AWS knows: check destination_type (S3), or format (TXT, STIX, OTX_CSV, ALIEN_VAULT, "
        "PROOF_POINT, FIRE_EYE)",
    ),
    Meaning(
        "caller is not authorized to call this API",
        errors.AwsCallError,
        "GuardDuty could not read the list at location, or the caller lacks iam:PutRolePolicy on the role "
        "AWSServiceRoleForAmazonGuardDuty: check that the object exists, that the bucket is in reach, and both "
        "permissions",
    ),
    Meaning(
        "expected bucket owner doesn't match",
        errors.AwsCallError,
        "the bucket of location belongs to another account than expected_bucket_owner says: correct one of the two",
    ),
    Meaning(
        "create resources beyond the current AWS account limits",
        errors.QuotaError,
        "the quota of such lists in this account and region is used up (6 threat intel sets, 1 IP set): delete one, or "
        "merge two",
    ),
    Meaning(
        "'accountId' was formatted incorrectly",
        errors.AwsCallError,
        "expected_bucket_owner has to be an account id of 12 digits",
    ),
    Meaning(
        "parameter ipSetLocation has an invalid value",
        errors.AwsCallError,
        "location is not accepted: it has to be the S3 URL of an object, such as s3://bucket/list.txt",
    ),
    Meaning(
        "parameter threatIntelSetName has an invalid value",
        errors.AwsCallError,
        "name is not accepted: letters, digits, dashes and underscores are",
    ),
    Meaning(
        "parameter ipSetName has an invalid value",
        errors.AwsCallError,
        "name is not accepted: letters, digits, dashes and underscores are",
    ),
    Meaning(
        "invalid or out-of-range value is specified as an input parameter",
        errors.AwsCallError,
        "AWS refused one of the values without saying which: check name, location, destination_arn and kms_key_arn; "
        "where the resource was deleted by hand, `pulumi refresh` first",
    ),
    Meaning(
        "parameter maxResults is out-of-bounds",
        errors.AwsCallError,
        "a page has to hold 1 to 50 rows: this is a fault of the provider, please report it",
    ),
    Meaning(
        "an invalid next token is specified",
        errors.AwsCallError,
        "the listing went on from a page that is no longer there: run the operation again",
    ),
    Meaning(
        "Invalid input resource arn",
        errors.AwsCallError,
        "AWS does not take tags under this ARN: this is a fault of the provider, please report it",
    ),
)


def is_throttled(error: errors.AwsCallError) -> bool:
    """Whether AWS asked to slow down."""
    return error.code in {"ThrottlingException", "TooManyRequestsException", "Throttling", "SlowDown", "429"}


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
    except NoCredentialsError as error:
        raise errors.InvalidInputError(
            "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the "
            "stack's aws:profile, or the resource's `aws` argument"
        ) from error
    except NoRegionError as error:
        raise errors.InvalidInputError(
            "no AWS region was found: set the resource's `region`, the stack's aws:region, or AWS_REGION"
        ) from error
    except BotoCoreError as error:
        raise errors.AwsCallError("the AWS call", type(error).__name__, _plain(error)) from error


def _plain(error: BotoCoreError) -> str:
    return str(error).split("?", maxsplit=1)[0]


def translated(error: ClientError) -> errors.AwsCallError:
    """What botocore's one `ClientError` means."""
    body: Any = error.response
    code = str(body.get("Error", {}).get("Code", "Unknown"))
    message = str(body.get("Error", {}).get("Message", ""))
    request_id = str(body.get("ResponseMetadata", {}).get("RequestId", ""))
    status = int(body.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    call = (error.operation_name, code, message, request_id)
    # A 400 that is called InternalServerErrorException is a client's mistake; a 500 of that name is not.
    if code in _REFUSED or (code == "InternalServerErrorException" and status == 400):  # noqa: PLR2004
        for meaning in MEANINGS:
            if meaning.text in message:
                return meaning.kind(*call, meaning.advice)
    if code in _DENIED or status == 403:  # noqa: PLR2004
        advice = f"the credentials Pulumi runs with may not call {error.operation_name}: grant them that action"
        return errors.AccessDeniedError(*call, advice)
    if code in _NOT_THERE:
        return errors.MissingResourceError(*call)
    return errors.AwsCallError(*call)
