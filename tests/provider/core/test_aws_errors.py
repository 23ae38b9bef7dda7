"""What a user reads for each of AWS's texts; ids as in the recorded error tables of GuardDuty's two APIs.

Source of the texts and codes: wire captures of 2026-09-29, terraform-provider-aws, landing-zone-accelerator.
"""

import pytest
from botocore import exceptions
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors, is_throttled


E1 = "The request is rejected because the input detectorId is not owned by the current account."
E2 = "The request failed because no destinationType parameter was included in the request."
E3 = "The request failed because no destinationProperties parameter was included in the request."
E4 = "The request is rejected because the JSON could not be processed."
E5 = (
    "The request failed because the GuardDuty service principal does not have permission to the KMS key or the "
    "resource specified by the destinationArn parameter. Refer to "
    "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html"
)
E6 = "The request failed because the resource specified in the destinationArn parameter does not exist."
E7 = (
    "The request failed because a publishingDestination already exists with the destinationType value provided in the "
    "request."
)
E8 = (
    "The request failed because you do not have the required permissions for the s3:GetObject or s3:ListBucket actions."
)
E9 = "The request failed because the value specified for the destinationArn parameter is not valid."
E10 = "The request failed because the value specified for the kmsKeyArn parameter is not valid."
E11 = "The request failed because the resource folder specified in the destinationArn parameter does not exist."
E12 = "The request is rejected because an invalid or out-of-range value is specified as an input parameter."
E13 = "The request is rejected because the one or more input parameters have invalid values."
E14 = "The request is rejected because the parameter maxResults is out-of-bounds."
E15 = "The request is rejected because an invalid next token is specified"
E16 = "Invalid input resource arn"
L1 = "The request is rejected since no such resource found."
L3 = "The request is rejected because the parameter threatIntelSetName has an invalid value."
L3_IP = "The request is rejected because the parameter ipSetName has an invalid value."
L4 = "The request is rejected because the parameter ipSetLocation has an invalid value."
L5 = "The request failed because the 'accountId' was formatted incorrectly."
L6 = "The request is rejected because the caller is not authorized to call this API."
L7 = (
    "The request failed because the expected bucket owner doesn't match the actual S3 bucket owner. Verify the account "
    "ID and bucket ownership, and then retry."
)
L8 = (
    "The request is rejected because it\N{RIGHT SINGLE QUOTATION MARK}s an attempt to create resources beyond the "
    "current AWS account limits."
)

BAD = "BadRequestException"
SERVER = "InternalServerErrorException"
CREATE = "CreatePublishingDestination"
LIST = "CreateThreatIntelSet"
ACTIVATE = "UpdateThreatIntelSet"

NAME = "name is not accepted: letters, digits, dashes and underscores are"
VALUE = "a value is none of those AWS knows: check destination_type (S3), or format (TXT, STIX, OTX_CSV, ALIEN_VAULT, "
VAGUE = (
    "AWS refused one of the values without saying which: check name, location, destination_arn and kms_key_arn; where "
    "the resource was deleted by hand, `pulumi refresh` first"
)
PAGE = "a page has to hold 1 to 50 rows: this is a fault of the provider, please report it"

TABLE = [
    ("E1", CREATE, BAD, E1, errors.MissingResourceError,
     ("this account has no such detector in this region: correct detector_id, region or the credentials, or leave "
     "detector_id out to have it looked up")),
    ("E2", CREATE, BAD, E2, errors.AwsCallError, "destination_type is missing: it has to be S3"),
    ("E3", CREATE, BAD, E3, errors.AwsCallError, "destination_arn and kms_key_arn are missing: declare both"),
    ("E4", CREATE, BAD, E4, errors.AwsCallError, VALUE + "PROOF_POINT, FIRE_EYE)"),
    ("E5", CREATE, BAD, E5, errors.SinkPermissionError,
     ("GuardDuty may not use the key (kms_key_arn) or not write to the bucket (destination_arn): let the key policy "
     "allow kms:GenerateDataKey and the bucket policy s3:GetBucketLocation and s3:PutObject to GuardDuty's service "
     "principal")),
    ("E6", CREATE, BAD, E6, errors.AwsCallError,
     "the bucket of destination_arn does not exist: create it first, or correct the ARN"),
    ("E7", CREATE, BAD, E7, errors.AlreadyExistsError,
     "the detector has a publishing destination already, and there can be one only"),
    ("E8", CREATE, BAD, E8, errors.AccessDeniedError,
     ("with a prefix in destination_arn the caller needs s3:GetObject and s3:ListBucket on the bucket: grant both to "
     "the credentials Pulumi runs with")),
    ("E9", CREATE, BAD, E9, errors.AwsCallError,
     "destination_arn is not accepted: it has to be arn:<partition>:s3:::bucket[/prefix]"),
    ("E10", CREATE, BAD, E10, errors.AwsCallError,
     "kms_key_arn is not accepted: it has to be the ARN of a key (not of an alias) in the bucket's region"),
    ("E11", CREATE, BAD, E11, errors.AwsCallError,
     ("the prefix of destination_arn has no folder object: put a zero-byte object named `prefix/` into the bucket, "
     "encrypted with the key, and keep it from expiring")),
    ("E12", "UpdatePublishingDestination", BAD, E12, errors.AwsCallError, VAGUE),
    ("E13", "DescribePublishingDestination", BAD, E13, errors.MissingResourceError,
     "the publishing destination is gone: run `pulumi refresh` to have it made again"),
    ("E14", "ListPublishingDestinations", BAD, E14, errors.AwsCallError, PAGE),
    ("E15", "ListPublishingDestinations", BAD, E15, errors.AwsCallError,
     "the listing went on from a page that is no longer there: run the operation again"),
    ("E16", "TagResource", BAD, E16, errors.AwsCallError,
     "AWS does not take tags under this ARN: this is a fault of the provider, please report it"),
    ("L1", "GetThreatIntelSet", BAD, L1, errors.MissingResourceError,
     "the list is gone: run `pulumi refresh` to have it made again"),
    ("L2", LIST, BAD, E4, errors.AwsCallError, VALUE + "PROOF_POINT, FIRE_EYE)"),
    ("L3", LIST, BAD, L3, errors.AwsCallError, NAME),
    ("L3-ip-set", "CreateIPSet", BAD, L3_IP, errors.AwsCallError, NAME),
    ("L4", LIST, BAD, L4, errors.AwsCallError,
     "location is not accepted: it has to be the S3 URL of an object, such as s3://bucket/list.txt"),
    ("L5", LIST, BAD, L5, errors.AwsCallError, "expected_bucket_owner has to be an account id of 12 digits"),
    ("L6", ACTIVATE, SERVER, L6, errors.AwsCallError,
     ("GuardDuty could not read the list at location, or the caller lacks iam:PutRolePolicy on the role "
     "AWSServiceRoleForAmazonGuardDuty: check that the object exists, that the bucket is in reach, and both "
     "permissions")),
    ("L7", ACTIVATE, BAD, L7, errors.AwsCallError,
     "the bucket of location belongs to another account than expected_bucket_owner says: correct one of the two"),
    ("L8", LIST, SERVER, L8, errors.QuotaError,
     ("the quota of such lists in this account and region is used up (6 threat intel sets, 1 IP set): delete one, or "
     "merge two")),
    ("L9", ACTIVATE, SERVER, E12, errors.AwsCallError, VAGUE),
    ("L10", "ListThreatIntelSets", BAD, E14, errors.AwsCallError, PAGE),
]  # fmt: skip


def refused(operation, code, message, status=400):
    body = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status, "RequestId": "r-1"},
    }
    with pytest.raises(errors.GuardDutyProviderError) as caught, aws_errors():
        raise ClientError(body, operation)
    return caught.value


@pytest.mark.parametrize(
    ("operation", "code", "text", "kind", "advice"), [pytest.param(*row[1:], id=row[0]) for row in TABLE]
)
def test_each_of_awss_texts_is_told_with_cause_and_fix_and_kept_word_for_word(operation, code, text, kind, advice):
    error = refused(operation, code, text)

    assert type(error) is kind
    assert str(error) == f"{advice}; {operation} failed with {code}: {text} [request r-1]"


@pytest.mark.parametrize("text", [E1, E5, E7, E13, L1])
def test_the_same_text_means_the_same_where_a_proxy_dropped_the_header(text):
    assert type(refused(CREATE, "InvalidInputException", text)) is type(refused(CREATE, BAD, text))


def test_a_500_is_never_taken_for_the_400_of_the_same_name():
    assert str(refused(LIST, SERVER, L8, status=500)).startswith("AWS has a fault of its own")
    assert type(refused(LIST, SERVER, L8, status=500)) is errors.AwsCallError


@pytest.mark.parametrize(
    ("code", "status"), [("ThrottlingException", 400), ("TooManyRequestsException", 429), ("SlowDown", 503)]
)
def test_throttling_is_told_apart(code, status):
    error = refused(CREATE, code, "Rate exceeded", status)

    assert isinstance(error, errors.AwsCallError)
    assert is_throttled(error)
    assert str(error).startswith("AWS asks to slow down, and did so at every attempt")


def test_a_denied_call_names_the_action_that_aws_names():
    text = "User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/y"

    error = refused("UpdateThreatIntelSet", "AccessDeniedException", text, 403)

    assert str(error).startswith("the credentials Pulumi runs with may not do iam:PassRole, which UpdateThreatIntelSet")


def test_a_denied_call_without_a_text_names_the_action_that_the_operation_needs():
    error = refused("HeadObject", "403", "Forbidden", 403)

    assert isinstance(error, errors.AccessDeniedError)
    assert "may not do s3:GetObject, which HeadObject needs" in str(error)


def test_credentials_that_aws_does_not_take_are_no_missing_permission():
    error = refused(CREATE, "ExpiredTokenException", "The security token included in the request is expired", 403)

    assert not isinstance(error, errors.AccessDeniedError)
    assert str(error).startswith("AWS does not take these credentials: renew them, and check this machine's clock; ")


@pytest.mark.parametrize(
    ("raised", "kind", "begins"),
    [
        (exceptions.NoCredentialsError(), errors.InvalidInputError, "no AWS credentials were found: set AWS_PROFILE"),
        (exceptions.NoRegionError(), errors.InvalidInputError, "no AWS region was found: set the resource's `region`"),
        (exceptions.ProfileNotFound(profile="x"), errors.InvalidInputError,
         "the AWS credentials cannot be used: log in again, or correct the profile (The config profile (x) could not"),
        (exceptions.ConnectionClosedError(endpoint_url="https://x"), errors.AwsCallError,
         "AWS gave no answer to a call that may have taken effect: run the operation again, which finds what it made"),
        (exceptions.ReadTimeoutError(endpoint_url="https://x"), errors.AwsCallError, "AWS gave no answer to a call"),
        (ResponseParserError("<html>"), errors.AwsCallError, "AWS gave no answer to a call that may have taken effect"),
        (exceptions.EndpointConnectionError(endpoint_url="https://x"), errors.AwsCallError,
         "AWS could not be reached: check the network, the proxy and the region, then run the operation again"),
        (exceptions.ParamValidationError(report="too short"), errors.AwsCallError, "the AWS call failed with Param"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)  # fmt: skip
def test_what_happens_on_the_way_to_aws_is_told_in_one_sentence(raised, kind, begins):
    with pytest.raises(errors.GuardDutyProviderError) as caught, aws_errors():
        raise raised

    assert type(caught.value) is kind
    assert str(caught.value).startswith(begins)
