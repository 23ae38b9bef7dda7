"""Making a key exactly once.

KMS carries out CreateKey again when it is sent again, and a key costs money until somebody finds it. So the call is
made one time; when its answer is lost, the key is looked for by its identity before the next attempt.
"""

from typing import Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors, is_throttled
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.findings_key import kms_key
from pulumi_guardduty.findings_key.wanted import Wanted
from pulumi_guardduty.sink_upkeep import resource_tags


#: Seconds in which a call whose answer was lost, or that was throttled, is made good.
_AT_MOST: Final = 60.0

#: What tells nothing of whether the call was carried out: botocore's names for a lost connection, and KMS's own
#: server errors. Source: botocore's exceptions; AWS KMS API Reference, "CreateKey", errors with HTTP status 500.
_UNTOLD: Final = frozenset(
    {
        "ConnectTimeoutError",
        "ConnectionClosedError",
        "ConnectionError",
        "DependencyTimeout",
        "DependencyTimeoutException",
        "EndpointConnectionError",
        "HTTPClientError",
        "InternalFailure",
        "InternalServerErrorException",
        "KMSInternalException",
        "ReadTimeoutError",
        "ServiceUnavailable",
        "500",
        "502",
        "503",
        "504",
    }
)


def make(wanted: Wanted, aws: AwsAccess, call: Call, deadline: Deadline) -> Bag:
    """Make the key, with its policy and its identity from its first moment; what there is to see of it.

    Raises:
        AwsCallError: KMS refused.
    """
    pauses = deadline.pauses("KMS to make the key", _AT_MOST)
    while True:
        try:
            return _made(wanted, aws)
        except errors.AwsCallError as error:
            if not (error.code in _UNTOLD or is_throttled(error)) or not pauses.take(f"it said {error.code}"):
                raise
        if (found := kms_key.find_own(wanted.token, aws, call)) is not None:
            seen = kms_key.observe(found, aws, wanted.alias)
            if seen is not None:
                return seen


def _made(wanted: Wanted, aws: AwsAccess) -> Bag:
    with aws_errors():
        made = aws.kms_once.create_key(
            Policy=wanted.policy,
            Description=wanted.inputs.description,
            KeySpec="SYMMETRIC_DEFAULT",
            KeyUsage="ENCRYPT_DECRYPT",
            Tags=resource_tags.as_rows(wanted.tags, *kms_key.TAG),
        )
    found = made["KeyMetadata"]
    return {
        "keyId": found["KeyId"],
        "arn": found["Arn"],
        "state": "Enabled",
        "description": wanted.inputs.description,
        "policy": wanted.policy,
        "rotationEnabled": False,
        "allTags": wanted.tags,
        "aliasArn": None,
    }
