"""One key as KMS shows it, and finding it again by its identity."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.sink_upkeep import resource_tags


#: States in which a key waits to be gone. Source: AWS KMS Developer Guide, "Key states of AWS KMS keys".
DYING: Final = frozenset({"PendingDeletion", "PendingReplicaDeletion"})

#: KMS's names for the two parts of a tag.
TAG: Final = ("TagKey", "TagValue")


def metadata(key: str, aws: AwsAccess) -> Any | None:
    """``KeyMetadata`` of the key with that id, ARN or alias; None where there is none."""
    try:
        with aws_errors():
            return aws.kms.describe_key(KeyId=key)["KeyMetadata"]
    except errors.MissingResourceError:
        return None


def tags(key_id: str, aws: AwsAccess) -> dict[str, str]:
    """All tags of a key, ours included."""
    with aws_errors():
        pages = aws.kms.get_paginator("list_resource_tags").paginate(KeyId=key_id)
        return resource_tags.as_map((row for page in pages for row in page["Tags"]), *TAG)


def aliases(key_id: str, aws: AwsAccess) -> list[str]:
    """Names of the aliases that stand for a key."""
    with aws_errors():
        pages = aws.kms.get_paginator("list_aliases").paginate(KeyId=key_id)
        return [row["AliasName"] for page in pages for row in page["Aliases"]]


def find_own(token: str, aws: AwsAccess, call: Call) -> str | None:
    """Id of the key that an earlier create of this identity made and did not get to name.

    Such a key has no alias, which narrows the search; one that is pending deletion is no longer ours to use, and is
    told apart.
    """
    for found in nameless(token, aws):
        key_id = str(found["KeyId"])
        if found["KeyState"] not in DYING:
            return key_id
        call.say(f"an earlier key of this resource, {key_id}, is pending deletion{dying(found)}; making another")
    return None


def nameless(token: str, aws: AwsAccess) -> Iterator[Any]:
    """``KeyMetadata`` of each key that carries this identity and has no alias."""
    for key_id in _without_alias(aws):
        try:
            owner = tags(key_id, aws).get(resource_tags.IDENTITY_TAG)
        except (errors.AccessDeniedError, errors.MissingResourceError):
            # Its policy keeps the account out, which none of ours does.
            continue
        if owner == token and (found := metadata(key_id, aws)) is not None:
            yield found


def dying(found: Any) -> str:
    """When a key that is pending deletion will be gone."""
    date = found.get("DeletionDate")
    return f" until {in_utc(date)}" if date is not None else ""


def in_utc(date: datetime) -> str:
    """A time as a person reads it; the client gives it in the machine's own zone."""
    return f"{date.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def observe(key_id: str, aws: AwsAccess, alias: str | None) -> Bag | None:
    """The key as outputs, or None when it is gone; `alias` is the one it should have."""
    found = metadata(key_id, aws)
    if found is None:
        return None
    with aws_errors():
        policy = aws.kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
        # Of a key that is pending deletion KMS always says that it does not rotate, whatever it is set to.
        # Source: AWS KMS API Reference, "GetKeyRotationStatus".
        alive = found["KeyState"] not in DYING
        rotates = aws.kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"] if alive else None
    named = alias is not None and alias in aliases(key_id, aws)
    return {
        "keyId": found["KeyId"],
        "arn": found["Arn"],
        "state": found["KeyState"],
        "description": found.get("Description", ""),
        "policy": policy,
        "rotationEnabled": rotates,
        "allTags": tags(key_id, aws),
        "aliasArn": f"{found['Arn'].rpartition(':')[0]}:{alias}" if named else None,
    }


def _without_alias(aws: AwsAccess) -> Iterator[str]:
    with aws_errors():
        pages = aws.kms.get_paginator("list_aliases").paginate()
        named = {row.get("TargetKeyId") for page in pages for row in page["Aliases"]}
        keys = [row["KeyId"] for page in aws.kms.get_paginator("list_keys").paginate() for row in page["Keys"]]
    return (key_id for key_id in keys if key_id not in named)
