"""What happens in AWS to statements in a foreign policy, whichever thing the policy belongs to."""

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.identity import token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty.policy_documents import extract_statements
from pulumi_guardduty.sink_upkeep.generated_name import fingerprint
from pulumi_guardduty.statement_upkeep.inputs import StatementsInputs
from pulumi_guardduty.statement_upkeep.statements import same_statements, text_of
from pulumi_guardduty.statement_upkeep.target import PolicyTarget
from pulumi_guardduty.statement_upkeep.writing import missing, put, take_out


InputsT = TypeVar("InputsT", bound=StatementsInputs)

#: Digits of the owner's fingerprint behind generated Sids.
_SUFFIX_DIGITS = 10


class StatementsLifecycle(Lifecycle[InputsT]):
    """Keep statements in one foreign policy.

    A crash loses nothing: the Sids are the same in every run, and what is there already and means the same is left
    untouched.
    """

    #: Bytes the whole policy may have.
    size: int

    @abstractmethod
    def target(self, owner: str, aws: AwsAccess) -> PolicyTarget:
        """The policy of the thing named `owner`."""

    @abstractmethod
    def owner(self, inputs: InputsT) -> str:
        """Name or ARN of the thing whose policy it is."""

    @abstractmethod
    def generated(self, inputs: InputsT, suffix: str, aws: AwsAccess, call: Call) -> list[dict[str, Any]]:
        """The statements an export needs, their Sids ending in `suffix`."""

    def same(self, name: str, old: Any, new: Any) -> bool:
        return same_statements(old, new) if name == "statements" else bool(old == new)

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        written, actual = _parsed(outputs.get("writtenStatements")), _parsed(outputs.get("actualStatements"))
        if written is None or actual is None or same_statements(written, actual):
            return NOTHING
        return Difference(frozenset({"actualStatements"}), reasons={"actualStatements": "is not what was written"})

    def create(self, inputs: InputsT, aws: AwsAccess, call: Call) -> Created:
        suffix = fingerprint(token_for(inputs.client_token, call.urn))[:_SUFFIX_DIGITS]
        statements = self._wanted(inputs, suffix, aws, call)
        generated = inputs.statements is None
        owned = [row["Sid"] for row in statements] if generated or inputs.adopt else []
        resource_id = f"{self.owner(inputs)}#{suffix}"
        text = put(self.target(self.owner(inputs), aws), statements, owned, self.size, call.deadline())
        return Created(resource_id, self._outputs(statements, text))

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        owner, suffix = _parts(resource_id)
        target = self.target(owner, aws)
        try:
            text = target.read()
        except errors.MissingResourceError:
            return None
        written = _parsed(props.get("writtenStatements"))
        if written is None:
            return self._found(owner, suffix, text)
        if lost := missing(text, {str(row.get("Sid")): row for row in written}):
            call.warn(
                f"the policy of {target.name} was changed outside of Pulumi: {', '.join(lost)} missing or changed; "
                "`pulumi up` restores it"
            )
        actual = extract_statements(text, [str(row.get("Sid")) for row in written])
        outputs: Bag = {**self._named(owner), "actualStatements": text_of(actual)}
        if "statements" in props:
            recorded = props["statements"]
            outputs["statements"] = recorded if same_statements(recorded, actual) else actual
        return Observed({**_computed(props), **outputs})

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: InputsT,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        owner, suffix = _parts(resource_id)
        statements = self._wanted(inputs, suffix, aws, call)
        owned = [str(row.get("Sid")) for row in _parsed(olds.get("writtenStatements")) or []]
        text = put(self.target(owner, aws), statements, owned, self.size, call.deadline())
        return self._outputs(statements, text)

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        owner, _ = _parts(resource_id)
        sids = [str(row.get("Sid")) for row in _parsed(props.get("writtenStatements")) or []]
        try:
            take_out(self.target(owner, aws), sids, call.deadline())
        except errors.MissingResourceError:
            return

    @abstractmethod
    def _named(self, owner: str) -> Bag:
        """The owner as the output of its own name."""

    def _wanted(self, inputs: InputsT, suffix: str, aws: AwsAccess, call: Call) -> list[dict[str, Any]]:
        if inputs.statements is not None:
            return inputs.statements
        try:
            return self.generated(inputs, suffix, aws, call)
        except ValueError as error:
            raise errors.InvalidInputError(str(error)) from None

    def _found(self, owner: str, suffix: str, text: str | None) -> Observed | None:
        """What a `get` sees: the statements whose Sids end in the id's suffix."""
        rows = extract_statements(text, _Ending(suffix))
        if not rows:
            return None
        shown = text_of(rows)
        return Observed({**self._named(owner), "writtenStatements": shown, "actualStatements": shown})

    def _outputs(self, statements: Sequence[Mapping[str, Any]], text: str) -> Bag:
        actual = extract_statements(text, [str(row["Sid"]) for row in statements])
        return {"writtenStatements": text_of(statements), "actualStatements": text_of(actual)}


class _Ending:
    """The collection of all Sids that end in `suffix`."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix

    def __contains__(self, sid: object) -> bool:
        return isinstance(sid, str) and sid.endswith(self._suffix)

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 1


def _computed(props: Mapping[str, Any]) -> Bag:
    return {key: props[key] for key in ("writtenStatements",) if key in props}


def _parts(resource_id: str) -> tuple[str, str]:
    owner, hash_sign, suffix = resource_id.rpartition("#")
    if not (owner and hash_sign and suffix):
        raise errors.InvalidInputError(f"{resource_id!r} is not an id; expected <bucket name or key ARN>#<fingerprint>")
    return owner, suffix


def _parsed(text: Any) -> list[dict[str, Any]] | None:
    try:
        rows = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None
