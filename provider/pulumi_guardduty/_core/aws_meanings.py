"""The one table that decides what GuardDuty's texts mean; it tells its refusals apart by text alone."""

from dataclasses import dataclass
from typing import Final

from pulumi_guardduty import errors


@dataclass(frozen=True)
class Meaning:
    """What one of AWS's texts means, by a part of it that no other text has."""

    text: str
    kind: type[errors.AwsCallError]
    advice: str


#: Source of every text: wire captures of 2026-09-29, terraform-provider-aws and landing-zone-accelerator, which
#: match on them. Texts nobody has seen are not in this table.
MEANINGS: Final = (
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
