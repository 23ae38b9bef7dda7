"""One key where two creates of one identity ran beside each other.

A call that was on its way when its engine was killed, or a provider that outlived it, makes a key while the next `up`
makes another, and KMS knows no client token. The alias decides, as it stands for one key at a time: a create that
does not get it gives its own key up and takes the one that did; a create that got it gives up what came about
meanwhile and has nobody else to look after it. Only keys made a moment ago are given up, which encrypted nothing.

What no create can see is a dead process's call that KMS carries out later still.
"""

from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.findings_key import convergence, kms_key
from pulumi_guardduty.findings_key.wanted import Wanted
from pulumi_guardduty.sink_upkeep import resource_tags
from pulumi_guardduty.sink_upkeep.settling import settled


#: The shortest time in which KMS deletes a key, in days. Source: AWS KMS API Reference, "ScheduleKeyDeletion".
_SHORTEST: Final = 7


def only_one(made: Bag, wanted: Wanted, aws: AwsAccess, call: Call, deadline: Deadline) -> Bag:
    """The key that goes on: the one just `made`, with its alias, or the one of a create that was faster.

    Raises:
        AwsCallError: KMS refused to name the key, or to show which ones there are.
    """
    key_id = str(made["keyId"])
    holder = _holder(key_id, wanted, aws, deadline)
    if holder == key_id:
        for other in kms_key.nameless(wanted.token, aws):
            if other["KeyState"] not in kms_key.DYING:
                _give_up(str(other["KeyId"]), key_id, aws, call)
        return {**made, "aliasArn": f"{made['arn'].rpartition(':')[0]}:{wanted.alias}"}
    if _is_dying(holder, aws):
        # The key's predecessor; the alias is moved with the rest that is brought to the declaration.
        return made
    _give_up(key_id, holder, aws, call)
    seen = settled(lambda: kms_key.observe(holder, aws, wanted.alias), f"key {holder}", deadline)
    if seen is None:
        raise errors.InvalidInputError(
            f"key {holder}, made by a create beside this one, is gone; run `pulumi up` again"
        )
    return seen


def _holder(key_id: str, wanted: Wanted, aws: AwsAccess, deadline: Deadline) -> str:
    """Id of the key that the alias stands for, which is ours by its tag; this key's where the alias was free."""
    what = f"key {key_id}"
    try:
        settled(lambda: aws.kms.create_alias(AliasName=wanted.alias, TargetKeyId=key_id), what, deadline)
    except errors.AwsCallError as error:
        if error.code != "AlreadyExistsException":
            raise
        found: Any = settled(lambda: aws.kms.describe_key(KeyId=wanted.alias), what, deadline)
        holder = str(found["KeyMetadata"]["KeyId"])
        if kms_key.tags(holder, aws).get(resource_tags.IDENTITY_TAG) != wanted.token:
            # Somebody has taken it since it was looked for.
            raise
        return holder
    return key_id


def _is_dying(key_id: str, aws: AwsAccess) -> bool:
    found = kms_key.metadata(key_id, aws)
    return found is not None and found["KeyState"] in kms_key.DYING


def _give_up(key_id: str, other: str, aws: AwsAccess, call: Call) -> None:
    try:
        convergence.schedule_deletion(key_id, _SHORTEST, aws)
    except errors.AwsCallError as error:
        call.warn(
            f"key {key_id} was made at the same time as key {other} and is used for nothing, but could not be given "
            f"up: {error}; schedule its deletion by hand"
        )
        return
    call.say(f"key {key_id} was made at the same time as key {other}, which stays; its deletion is scheduled")
