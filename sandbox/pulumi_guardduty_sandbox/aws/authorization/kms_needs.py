"""Which actions a call needs on KMS keys: KMS's own calls, and S3's when objects are encrypted with a key."""

from collections.abc import Mapping
from typing import Any

from moto.kms.models import kms_backends
from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.authorization.decision import Need
from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket
from pulumi_guardduty_sandbox.aws.call import AwsCall


#: Operations on a key of another account that its policy can allow.
#: Source: AWS KMS Developer Guide, "Allowing users in other accounts to use a KMS key".
CROSS_ACCOUNT = frozenset(
    {
        "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac",
        "GetKeyRotationStatus", "GetPublicKey", "ListGrants", "ReEncrypt", "RetireGrant", "RevokeGrant",
        "Sign", "Verify", "VerifyMac",
    }
)  # fmt: skip
_WITHOUT_KEY = frozenset({"CreateKey", "GenerateRandom", "ListAliases", "ListKeys"})
_ALIAS_OPERATIONS = frozenset({"CreateAlias", "DeleteAlias", "UpdateAlias"})
_WRITES = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload"})
_READS = frozenset({"GetObject"})
_KMS_ENCRYPTIONS = ("aws:kms", "aws:kms:dsse")


def kms_needs(call: AwsCall) -> list[Need]:
    """What one of KMS's own calls needs."""
    action = f"kms:{call.operation}"
    if call.operation in _WITHOUT_KEY:
        tagged = [Need("kms:TagResource", "*")] if call.params.get("Tags") else []
        return [Need(action, "*"), *tagged]
    if call.operation in _ALIAS_OPERATIONS:
        return _alias_needs(call, action)
    if call.operation == "ReEncrypt":
        return _two_keys_needs(call)
    return [Need(action, key_arn(call.text("KeyId"), call.account, call.region))]


def _alias_needs(call: AwsCall, action: str) -> list[Need]:
    alias = call.text("AliasName")
    arn = f"arn:{get_partition(call.region)}:kms:{call.region}:{call.account}:{alias}"
    target = call.text("TargetKeyId")
    keys = [target] if target else []
    if call.operation != "CreateAlias":
        keys.append(alias)
    return [Need(action, arn), *(Need(action, key_arn(key, call.account, call.region)) for key in keys)]


def _two_keys_needs(call: AwsCall) -> list[Need]:
    """Source: AWS KMS API Reference, "ReEncrypt": ReEncryptFrom on the one key, ReEncryptTo on the other."""
    return [
        Need(f"kms:ReEncrypt{way}", key_arn(call.text(name), call.account, call.region))
        for way, name in (("From", "SourceKeyId"), ("To", "DestinationKeyId"))
        if call.text(name)
    ]


def key_arn(key_id: str, account: str, region: str) -> str:
    """ARN of the key that an id, an ARN or an alias means to a caller; an unknown alias stays as it is."""
    alias = key_id.rpartition(":")[2] if key_id.startswith("arn:") else key_id
    if alias.startswith("alias/"):
        found = kms_backends[account][region].get_key_id_from_alias(alias)
        if not found:
            return f"arn:{get_partition(region)}:kms:{region}:{account}:{alias}"
        key_id = str(found)
    if key_id.startswith("arn:"):
        return key_id
    return f"arn:{get_partition(region)}:kms:{region}:{account}:key/{key_id}"


def object_key_needs(call: AwsCall) -> list[Need]:
    """What an S3 call needs of the key that encrypts what it writes or reads.

    Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys": kms:GenerateDataKey to
    write, kms:Decrypt to read, both also for multipart uploads. The AWS managed key needs neither.
    """
    bucket = find_bucket(call.text("Bucket"))
    if bucket is None:
        return []
    owner, region = str(bucket.account_id), str(bucket.region_name)
    context = {"kms:ViaService": f"s3.{region}.amazonaws.com", "kms:CallerAccount": call.account}
    needs = []
    if call.operation in _WRITES:
        key = _key_of_write(call.headers, bucket)
        actions = ["GenerateDataKey"] + (["Decrypt"] if call.operation == "CreateMultipartUpload" else [])
        needs += [(action, key) for action in actions]
    if call.operation in _READS:
        needs.append(("Decrypt", getattr(bucket.keys.get(call.text("Key")), "kms_key_id", None)))
    return [
        Need(f"kms:{action}", key_arn(key, owner, region), context)
        for action, key in needs
        if key and not key.endswith("alias/aws/s3")
    ]


def _key_of_write(headers: Mapping[str, str], bucket: Any) -> str | None:
    encryption = headers.get("x-amz-server-side-encryption")
    default = (bucket.encryption or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
    if encryption is None:
        encryption, key = default.get("SSEAlgorithm"), default.get("KMSMasterKeyID")
    else:
        key = headers.get("x-amz-server-side-encryption-aws-kms-key-id")
    return key if encryption in _KMS_ENCRYPTIONS else None
