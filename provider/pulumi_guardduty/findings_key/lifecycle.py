"""What happens in AWS to a findings key.

KMS has no client token: the key carries its identity as a tag from the call that makes it. Its alias leads there; a
key that was made and not yet named is found by the tag among the keys that have no alias.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure, dump
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.handlers import LOOKED_UP, Handlers
from pulumi_guardduty._core.identity import token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.findings_key import convergence, kms_key
from pulumi_guardduty.findings_key.creation import make
from pulumi_guardduty.findings_key.model import HELD, FindingsKeyInputs, policy_or_exporters
from pulumi_guardduty.findings_key.rivals import only_one
from pulumi_guardduty.findings_key.wanted import Wanted
from pulumi_guardduty.policy_documents import Exporter, compact, guardduty_key_policy
from pulumi_guardduty.sink_upkeep import policy_text, resource_tags
from pulumi_guardduty.sink_upkeep.exporter_lookup import look_up, look_up_again
from pulumi_guardduty.sink_upkeep.generated_name import generated_name
from pulumi_guardduty.sink_upkeep.settling import settled


class FindingsKeyLifecycle(Lifecycle[FindingsKeyInputs]):
    """Create, read, update and delete one key."""

    def check(self, inputs: FindingsKeyInputs, call: Call) -> Sequence[Failure]:
        return [Failure(name, reason) for name, reason in policy_or_exporters(inputs).items()]

    def same(self, name: str, old: Any, new: Any) -> bool:
        return policy_text.same_policy(old, new) if name == "policy" else bool(old == new)

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        holders.hold(str(outputs.get("keyId")), outputs.get("clientToken"))
        reasons: dict[str, str] = {}
        if (state := outputs.get("state")) not in (None, "Enabled"):
            reasons["state"] = f"is {state}, not Enabled"
        if "keyId" in outputs and outputs.get("aliasArn") is None:
            reasons["aliasArn"] = "the alias is gone, or stands for another key"
        if found := policy_text.drifted(outputs):
            reasons["policy"] = "; ".join(map(str, found))
        return Difference(frozenset(reasons), reasons=reasons) if reasons else NOTHING

    def create(self, inputs: FindingsKeyInputs, aws: AwsAccess, call: Call) -> Created:
        deadline = call.deadline()
        token = token_for(inputs.client_token, call.urn)
        alias = inputs.alias or generated_name("alias/guardduty-findings", token)
        policy = inputs.policy or _policy(look_up(inputs.exporters, dump(inputs).get("aws"), aws, call), aws)
        wanted = Wanted(inputs, alias, policy, token)
        found = _named(wanted, aws, call) or kms_key.find_own(token, aws, call)
        seen = _observed(found, wanted, aws, deadline) if found else make(wanted, aws, call, deadline)
        holders.hold(str(seen["keyId"]), token)
        try:
            if found is None:
                seen = only_one(seen, wanted, aws, call, deadline)
                holders.hold(str(seen["keyId"]), token)
            return Created(str(seen["keyId"]), _settle(seen, wanted, aws, deadline))
        except errors.GuardDutyProviderError as error:
            key_id = str(seen["keyId"])
            outputs = {**_outputs(seen, policy, policy), "alias": alias}
            raise errors.NotReadyError(key_id, outputs, f"key {key_id} was made, and then: {error}") from error

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        alias = props.get("alias")
        seen = kms_key.observe(resource_id, aws, alias)
        if seen is None:
            return None
        written = _written(props, aws, call)
        outputs = _outputs(seen, written, props.get("policy"))
        policy_text.tell(outputs, f"key {resource_id}", call.warn)
        return Observed(outputs)

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: FindingsKeyInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        token = token_for(inputs.client_token, call.urn)
        if not changed & HELD and olds.get("clientToken", token) == token:
            return {name: value for name, value in olds.items() if name not in dump(inputs)}
        alias = inputs.alias or str(olds.get("alias") or generated_name("alias/guardduty-findings", token))
        policy = inputs.policy or _policy(look_up(inputs.exporters, dump(inputs).get("aws"), aws, call), aws)
        wanted = Wanted(inputs, alias, policy, token)
        if alias != olds.get("alias"):
            _refuse_foreign_alias(wanted, resource_id, aws)
        deadline = call.deadline()
        outputs = _settle(_observed(resource_id, wanted, aws, deadline), wanted, aws, deadline)
        if (before := olds.get("alias")) not in (None, alias) and before in kms_key.aliases(resource_id, aws):
            convergence.drop_alias(str(before), aws)
        return outputs

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        found = kms_key.metadata(resource_id, aws)
        if found is None:
            return
        if _is_anothers(resource_id, props, aws):
            call.warn(f"key {resource_id} is kept: another resource has taken it over")
            return
        if props.get("alias") in kms_key.aliases(resource_id, aws):
            convergence.drop_alias(str(props["alias"]), aws)
        if found["KeyState"] in kms_key.DYING:
            call.say(f"key {resource_id} is pending deletion already{kms_key.dying(found)}")
            return
        days = int(props.get("deletionWindowInDays") or 30)
        date = convergence.schedule_deletion(resource_id, days, aws)
        call.say(
            f"key {resource_id} will be deleted on {kms_key.in_utc(date)}, and what it encrypted is unreadable from "
            f"then on; until then `aws kms cancel-key-deletion --key-id {resource_id}` brings it back"
        )


def _named(wanted: Wanted, aws: AwsAccess, call: Call) -> str | None:
    """Id of the key that the alias stands for, when it is ours or adopted.

    Raises:
        ConflictError: It is neither.
    """
    found = kms_key.metadata(wanted.alias, aws)
    if found is None:
        return None
    key_id = str(found["KeyId"])
    ours = kms_key.tags(key_id, aws).get(resource_tags.IDENTITY_TAG) == wanted.token
    if ours and found["KeyState"] in kms_key.DYING:
        call.say(f"the earlier key of {wanted.alias}, {key_id}, is pending deletion{kms_key.dying(found)}")
        return None
    if ours or wanted.inputs.adopt:
        return key_id
    raise errors.ConflictError(_taken(wanted.alias, key_id, found))


def _refuse_foreign_alias(wanted: Wanted, key_id: str, aws: AwsAccess) -> None:
    found = kms_key.metadata(wanted.alias, aws)
    if found is not None and found["KeyId"] != key_id:
        raise errors.ConflictError(_taken(wanted.alias, str(found["KeyId"]), found))


def _taken(alias: str, key_id: str, found: Any) -> str:
    if found["KeyState"] in kms_key.DYING:
        return (
            f"{alias} stands for key {key_id}, which this resource did not make and which is pending deletion"
            f"{kms_key.dying(found)}; choose another alias, delete that alias, or set adopt=True to bring the key back "
            "and take it over"
        )
    return (
        f"{alias} stands for key {key_id} already, which this resource did not make; choose another alias, set "
        "adopt=True to take the key over, or give the renamed resource a Pulumi alias"
    )


def _settle(seen: Bag, wanted: Wanted, aws: AwsAccess, deadline: Deadline) -> Bag:
    if convergence.converge(seen, wanted, aws, deadline):
        seen = _observed(seen["keyId"], wanted, aws, deadline)
    return {**_outputs(seen, wanted.policy, wanted.policy), "alias": wanted.alias}


def _observed(key_id: str, wanted: Wanted, aws: AwsAccess, deadline: Deadline) -> Bag:
    seen = settled(lambda: kms_key.observe(key_id, aws, wanted.alias), f"key {key_id}", deadline)
    if seen is None:
        raise errors.InvalidInputError(f"key {key_id} is gone; run `pulumi refresh`, then `pulumi up` makes another")
    return seen


def _outputs(seen: Bag, written: str | None, recorded: Any) -> Bag:
    """What was observed as outputs, in the words of state where they mean the same."""
    policy = recorded if policy_text.same_policy(recorded, seen["policy"]) else seen["policy"]
    hidden = {"allTags"} if seen["rotationEnabled"] is not None else {"allTags", "rotationEnabled"}
    rest = {name: value for name, value in seen.items() if name not in hidden}
    tags = resource_tags.declared_part(seen["allTags"]) or None
    return {**rest, "policy": policy, "writtenPolicy": written, "tags": tags}


def _written(props: Mapping[str, Any], aws: AwsAccess, call: Call) -> str | None:
    """The policy that this resource stands for now; a detector that was made anew changes it."""
    recorded = props.get("writtenPolicy")
    if "policy" not in (props.get(LOOKED_UP) or ()):
        return recorded
    exporters = look_up_again(props, aws, call)
    derived = _policy(exporters, aws) if exporters is not None else recorded
    return recorded if policy_text.same_policy(recorded, derived) else derived


def _policy(exporters: Sequence[Exporter], aws: AwsAccess) -> str:
    try:
        return compact(guardduty_key_policy(exporters=exporters, account_id=aws.account_id))
    except ValueError as error:
        raise errors.InvalidInputError(str(error)) from None


def _is_anothers(key_id: str, props: Mapping[str, Any], aws: AwsAccess) -> bool:
    token = props.get("clientToken")
    owner = kms_key.tags(key_id, aws).get(resource_tags.IDENTITY_TAG)
    return holders.held_by_another(key_id, token) or (owner is not None and token is not None and owner != token)


HANDLERS: Final = Handlers(FindingsKeyInputs, FindingsKeyLifecycle())
