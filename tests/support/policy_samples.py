"""A bucket, a key and exporters for tests of policies, and facts in which all is well."""

import copy
from collections.abc import Callable
from typing import Any, TypeAlias

from pulumi_guardduty.diagnosis import SinkFacts
from pulumi_guardduty.policy_documents import Exporter, guardduty_bucket_policy, guardduty_key_policy


#: Gives the elements of a statement that change.
Change: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
REGION = "eu-central-1"
DETECTOR = "12abc34d567e8fa901bc2d34e56789f0"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BUCKET = "arn:aws:s3:::audit"
EXPORTER = Exporter(ACCOUNT, REGION, DETECTOR)
SOURCE_ARN = f"arn:aws:guardduty:{REGION}:{ACCOUNT}:detector/{DETECTOR}"


def bucket_policy(**changes: Any) -> dict[str, Any]:
    arguments = {"bucket_arn": BUCKET, "kms_key_arn": KEY, "exporters": [EXPORTER], "prefix": "findings"}
    return guardduty_bucket_policy(**{**arguments, **changes})


def key_policy(**changes: Any) -> dict[str, Any]:
    return guardduty_key_policy(**{"key_arn": KEY, "exporters": [EXPORTER], **changes})


def metadata(**changes: Any) -> dict[str, Any]:
    """What DescribeKey says of a key that is in order."""
    return {
        "AWSAccountId": ACCOUNT,
        "Arn": KEY,
        "Enabled": True,
        "KeyManager": "CUSTOMER",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": "Enabled",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": False,
        "Origin": "AWS_KMS",
        **changes,
    }


def facts(**changes: Any) -> SinkFacts:
    """Facts in which all is well, but for `changes`."""
    well: dict[str, Any] = {
        "exporter": EXPORTER,
        "destination_arn": f"{BUCKET}/findings",
        "kms_key_arn": KEY,
        "bucket_exists": True,
        "bucket_region": REGION,
        "bucket_policy": bucket_policy(),
        "prefix_marker": True,
        "key": metadata(),
        "key_policy": key_policy(),
    }
    return SinkFacts(**{**well, **changes})


def statement(document: dict[str, Any], sid: str) -> dict[str, Any]:
    """The one statement of `document` whose Sid begins with `sid`."""
    (found,) = [each for each in document["Statement"] if each["Sid"].startswith(sid)]
    return found


def broken(document: dict[str, Any], sid: str, change: Change | None) -> dict[str, Any]:
    """`document` with one statement changed, or taken out where `change` is None."""
    changed = copy.deepcopy(document)
    target = statement(changed, sid)
    if change is None:
        changed["Statement"].remove(target)
    else:
        target.update(change(copy.deepcopy(target)))
    return changed


def with_condition(key: str, value: str | list[str] | None) -> Change:
    """Set one value of a statement's StringEquals, or take it out."""

    def change(old: dict[str, Any]) -> dict[str, Any]:
        tests = {name: kept for name, kept in old["Condition"]["StringEquals"].items() if name != key}
        return {"Condition": {"StringEquals": tests | ({} if value is None else {key: value})}}

    return change
