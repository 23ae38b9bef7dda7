"""Whose list it is: ours by token, one to adopt, or one that stands in the way."""

from typing import Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.identity import generations, token_for
from pulumi_guardduty._core.lists.activation import Activation
from pulumi_guardduty._core.lists.api import ListApi
from pulumi_guardduty._core.lists.inputs import ListInputs
from pulumi_guardduty._core.resource_id import ResourceId


_WAYS_OUT: Final = (
    "set adopt=True to take it over once nothing else manages it, give the renamed resource an alias, choose another "
    "name, or delete that list first"
)


def own_or_adopted(api: ListApi, detector: str, inputs: ListInputs, call: Call) -> tuple[ResourceId, Bag]:
    """The list our token and name made (now or in an earlier run), or the one taken over, as it is now.

    Whether AWS takes two lists of one name is not established, so it is looked for beforehand.

    Raises:
        ConflictError: Another list of this name exists.
        QuotaError: There is no room for one more.
    """
    namesakes = [row for row in api.others(detector) if row["name"] == inputs.name]
    if inputs.adopt and namesakes:
        return _adopted(api, detector, inputs, namesakes, call)
    target, seen = _own(api, detector, inputs, call)
    others = [row for row in namesakes if row[api.kind.output] != target.own and _is_there(api, detector, row)]
    if others:
        # Ours was made beside it, now or in a run that was cut off; nothing has recorded it.
        api.delete(target)
        raise _conflict(api, detector, others)
    return target, seen


def _own(api: ListApi, detector: str, inputs: ListInputs, call: Call) -> tuple[ResourceId, Bag]:
    for generation in generations(token_for(inputs.client_token, call.urn)):
        try:
            target = ResourceId(detector, api.create(detector, generation, inputs))
        except errors.QuotaError as error:
            raise _full(api, detector, error) from error
        if (seen := api.get(target)) is not None:
            if seen["format"] == inputs.format:
                return target, seen
            # Made by a run that was cut off, before the format was changed: AWS cannot change it.
            Activation(api, target, call.deadline()).remove()
        call.say(f"the token names {api.kind.words} {target.own}, which was deleted; taking the next one")
    raise errors.InvalidInputError(
        "client_token: every list this token names was deleted; declare another client_token"
    )


def _is_there(api: ListApi, detector: str, row: Bag) -> bool:
    return api.get(ResourceId(detector, row[api.kind.output])) is not None


def _adopted(
    api: ListApi, detector: str, inputs: ListInputs, namesakes: list[Bag], call: Call
) -> tuple[ResourceId, Bag]:
    if len(namesakes) > 1:
        ids = ", ".join(row[api.kind.output] for row in namesakes)
        raise errors.InvalidInputError(
            f"adopt: detector {detector} has {len(namesakes)} lists named {inputs.name!r} ({ids}); delete all but one"
        )
    seen = namesakes[0]
    target = ResourceId(detector, seen[api.kind.output])
    if seen["format"] != inputs.format:
        raise errors.InvalidInputError(
            f"adopt: {api.kind.words} {target} has the format {seen['format']}, which cannot be changed to "
            f"{inputs.format}; declare format {seen['format']}, or delete that list first"
        )
    if holders.held_by_another(target.own, inputs.client_token):
        call.warn(
            f"{api.kind.words} {target} is adopted while another resource of this stack holds it; give that one an "
            "alias, or remove it from the state"
        )
    holders.hold(target.own, inputs.client_token)
    call.say(f"adopting {api.kind.words} {target}")
    return target, seen


def _conflict(api: ListApi, detector: str, others: list[Bag]) -> errors.ConflictError:
    return errors.ConflictError(f"{_standing(api, detector, others)}, which this resource did not make; {_WAYS_OUT}")


def _standing(api: ListApi, detector: str, rows: list[Bag]) -> str:
    shown = "; ".join(
        f"{api.kind.words} {row[api.kind.output]} named {row['name']!r} at {row['location']} ({row['status']})"
        for row in rows
    )
    return f"detector {detector} has {shown}"


def _full(api: ListApi, detector: str, error: errors.QuotaError) -> errors.AwsCallError:
    rows = list(api.others(detector))
    if not rows:
        return error
    return error.advised(f"{_standing(api, detector, rows)}; {error.advice}")
