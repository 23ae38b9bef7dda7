"""Bringing a key to its declaration, with a call only where it differs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.findings_key import kms_key
from pulumi_guardduty.findings_key.model import FindingsKeyInputs
from pulumi_guardduty.findings_key.wanted import Wanted
from pulumi_guardduty.sink_upkeep import resource_tags
from pulumi_guardduty.sink_upkeep.policy_text import same_policy
from pulumi_guardduty.sink_upkeep.settling import settled


#: Source: AWS KMS API Reference, "CancelKeyDeletion" and "ScheduleKeyDeletion", errors.
_INVALID_STATE: Final = "KMSInvalidStateException"


def converge(seen: Bag, wanted: Wanted, aws: AwsAccess, deadline: Deadline) -> bool:
    """Bring the key that was `seen` to what is `wanted`; whether anything had to be changed.

    Raises:
        AwsCallError: AWS refused a change.
    """
    key_id = seen["keyId"]
    steps = [
        _revived(key_id, seen["state"], aws, deadline),
        _policy(key_id, seen["policy"], wanted.policy, aws, deadline),
        _rotation(key_id, seen, wanted.inputs, aws, deadline),
        _description(key_id, seen, wanted.inputs, aws, deadline),
        _tags(key_id, seen["allTags"], wanted.tags, aws, deadline),
        _alias(key_id, seen["aliasArn"], wanted.alias, aws, deadline),
    ]
    return any(steps)


def _revived(key_id: str, state: str, aws: AwsAccess, deadline: Deadline) -> bool:
    if state in kms_key.DYING:
        try:
            settled(lambda: aws.kms.cancel_key_deletion(KeyId=key_id), f"key {key_id}", deadline)
        except errors.AwsCallError as error:
            # Said of a key that is not pending deletion: the answer to an earlier attempt was lost.
            if error.code != _INVALID_STATE:
                raise
    if state in {*kms_key.DYING, "Disabled"}:
        # A key whose deletion was cancelled is disabled. Source: AWS KMS API Reference, "CancelKeyDeletion".
        settled(lambda: aws.kms.enable_key(KeyId=key_id), f"key {key_id}", deadline)
        return True
    return False


def _policy(key_id: str, seen: str, wanted: str, aws: AwsAccess, deadline: Deadline) -> bool:
    if same_policy(seen, wanted):
        return False
    settled(
        lambda: aws.kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=wanted), f"key {key_id}", deadline
    )
    return True


def _rotation(key_id: str, seen: Bag, inputs: FindingsKeyInputs, aws: AwsAccess, deadline: Deadline) -> bool:
    if seen["rotationEnabled"] == inputs.rotation_enabled:
        return False
    change = aws.kms.enable_key_rotation if inputs.rotation_enabled else aws.kms.disable_key_rotation
    settled(lambda: change(KeyId=key_id), f"key {key_id}", deadline)
    return True


def _description(key_id: str, seen: Bag, inputs: FindingsKeyInputs, aws: AwsAccess, deadline: Deadline) -> bool:
    if seen["description"] == inputs.description:
        return False
    settled(
        lambda: aws.kms.update_key_description(KeyId=key_id, Description=inputs.description), f"key {key_id}", deadline
    )
    return True


def _tags(key_id: str, seen: Mapping[str, str], wanted: Mapping[str, str], aws: AwsAccess, deadline: Deadline) -> bool:
    gone = sorted(key for key in seen if key not in wanted and not key.startswith("aws:"))
    changed = {key: value for key, value in wanted.items() if seen.get(key) != value}
    if gone:
        settled(lambda: aws.kms.untag_resource(KeyId=key_id, TagKeys=gone), f"key {key_id}", deadline)
    if changed:
        rows = resource_tags.as_rows(changed, *kms_key.TAG)
        settled(lambda: aws.kms.tag_resource(KeyId=key_id, Tags=rows), f"key {key_id}", deadline)
    return bool(gone or changed)


def _alias(key_id: str, seen: str | None, alias: str, aws: AwsAccess, deadline: Deadline) -> bool:
    if seen is not None:
        return False
    if kms_key.metadata(alias, aws) is None and _named_now(key_id, alias, aws, deadline):
        return True
    settled(lambda: aws.kms.update_alias(AliasName=alias, TargetKeyId=key_id), f"key {key_id}", deadline)
    return True


def _named_now(key_id: str, alias: str, aws: AwsAccess, deadline: Deadline) -> bool:
    """Create the alias; False where somebody, or an attempt whose answer was lost, has done so meanwhile."""
    try:
        settled(lambda: aws.kms.create_alias(AliasName=alias, TargetKeyId=key_id), f"key {key_id}", deadline)
    except errors.AwsCallError as error:
        if error.code != "AlreadyExistsException":
            raise
        target = kms_key.metadata(alias, aws)
        if target is not None and target["KeyId"] != key_id:
            raise
        return target is not None
    return True


def schedule_deletion(key_id: str, days: int, aws: AwsAccess) -> datetime:
    """Schedule the deletion of a key; when it will be gone.

    Raises:
        AwsCallError: KMS refused.
    """
    try:
        with aws_errors():
            return aws.kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=days)["DeletionDate"]
    except errors.AwsCallError as error:
        # Said of a key that is pending deletion already: the answer to an earlier attempt was lost.
        found = kms_key.metadata(key_id, aws) if error.code == _INVALID_STATE else None
        if found is None or found["KeyState"] not in kms_key.DYING:
            raise
        date: datetime = found["DeletionDate"]
        return date


def drop_alias(alias: str, aws: AwsAccess) -> None:
    """Delete an alias; one that is already gone is a success."""
    try:
        with aws_errors():
            aws.kms.delete_alias(AliasName=alias)
    except errors.MissingResourceError:
        return
