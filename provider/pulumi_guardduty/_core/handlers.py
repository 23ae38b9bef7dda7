"""Check, diff, create, read, update and delete over plain values: what both doors call.

A door (dynamic or native) turns its own requests into bags and a `Call`, and errors into its own answers. What a
resource is stands in its model; what happens in AWS, in its lifecycle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from pulumi_guardduty import errors
from pulumi_guardduty._core import holders
from pulumi_guardduty._core.aws_access import AwsAccess, config_region
from pulumi_guardduty._core.bags import Bag, Failure, dump, failures, known_part, without_none
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import Difference, difference
from pulumi_guardduty._core.inputs import CARRIED, WRITE_ONLY, ResourceInputs, without_unknown
from pulumi_guardduty._core.lifecycle import Lifecycle
from pulumi_guardduty._core.unknown import holds_unknown


InputsT = TypeVar("InputsT", bound=ResourceInputs)

#: Output that lists the inputs nobody declared, whose values were looked up in create.
LOOKED_UP = "lookedUp"

#: Output that says that an operation broke off: which of the declared values reached AWS is not known.
INCOMPLETE = "incomplete"

#: Outputs every resource has beside its own.
_ALWAYS = ("region", "accountId")


@dataclass(frozen=True)
class Handlers(Generic[InputsT]):
    """The six calls of one kind of resource."""

    model: type[InputsT]
    lifecycle: Lifecycle[InputsT]
    _wire: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_wire", self.model.wire_names())

    @property
    def input_names(self) -> frozenset[str]:
        """Wire names of everything that can be declared."""
        return frozenset(self._wire.values())

    # --- check -------------------------------------------------------------------------------------------------

    def check(self, olds: Mapping[str, Any], news: Mapping[str, Any], call: Call) -> tuple[Bag, list[Failure]]:
        """The normalised inputs, and everything that is wrong with them, one failure a property.

        Only what is known is judged; no AWS call is made, but for two to STS where `aws` changed.
        """
        declared = without_none(news)
        if "region" not in declared and (region := config_region(call.config)):
            declared["region"] = region
        declared, early = self.lifecycle.prepared(declared, call)
        known = known_part(declared)
        unknown = declared.keys() - known.keys()
        try:
            valid = without_unknown(self.model, unknown).model_validate(known)
        except ValidationError as error:
            return declared, [*early, *failures(error, self.model, known, unknown)]
        found = self.lifecycle.check(valid, call)
        if unknown - self._required():
            # What has a default stands at it: a rule may be about the value that is not known yet.
            found = ()
        if problems := [*early, *found, *self._other_account(olds, known, call)]:
            return declared, problems
        return declared if unknown else {**declared, **dump(valid)}, []

    def _other_account(self, olds: Mapping[str, Any], known: Bag, call: Call) -> list[Failure]:
        if not olds or olds.get("aws") == known.get("aws"):
            return []
        try:
            before = self._recorded_access(olds, call).account_id
            after = self._recorded_access({**olds, "aws": known.get("aws")}, call).account_id
        except errors.GuardDutyProviderError:
            # Whoever can no longer be asked is judged in update, against the account that state recorded.
            return []
        if before == after:
            return []
        return [Failure("aws", other_account(before, after))]

    # --- diff --------------------------------------------------------------------------------------------------

    def diff(self, olds: Mapping[str, Any], news: Mapping[str, Any], call: Call) -> Difference:
        """What differs between the outputs in state and the checked inputs; state of any age is taken as it is."""
        found = difference(self.model, olds, without_none(news), self._looked_up(olds), self.lifecycle.same)
        if olds.get("aws") != without_none(news).get("aws"):
            # read and delete go by what state recorded.
            found = found.joined(Difference(rewrites=frozenset({"aws"})))
        if olds.get(INCOMPLETE):
            found = found.joined(Difference(frozenset({INCOMPLETE}), reasons={INCOMPLETE: "an operation broke off"}))
        with holders.acting_as(call.urn, call.warn):
            found = found.joined(self.lifecycle.drift(olds))
        declared = known_part(without_none(news))
        if found.replaces and found.delete_first and self.lifecycle.gap:
            call.warn(self.lifecycle.gap)
        if found.replaces or holds_unknown(news):
            return found
        try:
            valid = self.model.model_validate(declared)
        except ValidationError:
            return found
        return found.joined(self.lifecycle.stale(olds, valid, self._recorded_access(olds, call), call))

    # --- create, read, update, delete --------------------------------------------------------------------------

    def create(self, news: Mapping[str, Any], call: Call) -> tuple[str, Bag]:
        """Create the resource, or find again what its own token made; the id and the outputs.

        Raises:
            NotReadyError: It exists and has to be kept in state, but did not become what was declared.
            GuardDutyProviderError: Nothing was made.
        """
        valid = self._valid(news)
        aws = AwsAccess(valid.region, dump(valid).get("aws"), call.config)
        # Asked before anything is made: without an account there is nothing to record.
        _ = aws.account_id
        try:
            with holders.acting_as(call.urn):
                made = self.lifecycle.create(valid, aws, call)
        except errors.NotReadyError as error:
            partial = {**self._outputs(valid, error.outputs, aws), INCOMPLETE: True}
            raise errors.NotReadyError(error.resource_id, partial, error.reason) from error
        return made.id, self._outputs(valid, made.outputs, aws)

    def read(self, resource_id: str, props: Mapping[str, Any], call: Call) -> tuple[Bag, Bag] | None:
        """Outputs and inputs as AWS has them now, or None when the resource is gone.

        `props` are the outputs in state (or, for a `get`, what the program declared); state of an older release
        may lack any of them.

        Raises:
            GuardDutyProviderError: AWS refused to tell, or another account is asked than the one state recorded.
        """
        aws = self._recorded_access(props, call)
        self._refuse_other_account(props, aws)
        seen = self.lifecycle.read(resource_id, props, aws, call)
        if seen is None:
            return None
        names = set(self._wire.values())
        recorded = {key: value for key, value in without_none(props).items() if key in names}
        looked_up = self._looked_up(props)
        held = {key: value for key, value in {**recorded, **seen.outputs}.items() if value is not None}
        held.setdefault("region", aws.region)
        held.setdefault("accountId", props.get("accountId") or aws.account_id)
        held = {key: value for key, value in held.items() if value is not None}
        inputs = {key: held[key] for key in names & held.keys() if key not in looked_up}
        if props.get(INCOMPLETE):
            held[INCOMPLETE] = True
        return {**held, **({LOOKED_UP: sorted(looked_up)} if looked_up else {})}, inputs

    def update(self, resource_id: str, olds: Mapping[str, Any], news: Mapping[str, Any], call: Call) -> Bag:
        """Bring the resource to `news`; makes no AWS call when nothing AWS holds has changed.

        Raises:
            NotReadyError: It was changed but did not become healthy.
            GuardDutyProviderError: AWS refused a change.
        """
        valid = self._valid(news)
        aws = self._recorded_access({**olds, "aws": dump(valid).get("aws")}, call)
        found = self.diff(olds, news, call)
        if found.changed or found.rewrites:
            self._refuse_other_account(olds, aws)
        if not found.changed:
            outputs = self._outputs(valid, {k: v for k, v in olds.items() if k not in self._wire.values()}, aws, olds)
            # A renamed resource has another identity, and what AWS holds still carries the one it was made with.
            carried = {self._wire[name] for name in self.model.marked(CARRIED)}
            return {**outputs, **{name: olds[name] for name in carried if olds.get(name) is not None}}
        try:
            with holders.acting_as(call.urn):
                outputs = self.lifecycle.update(resource_id, olds, valid, self._to_bring(olds, found), aws, call)
        except errors.NotReadyError as error:
            partial = {**self._outputs(valid, error.outputs, aws, olds), INCOMPLETE: True}
            raise errors.NotReadyError(resource_id, partial, error.reason) from error
        return self._outputs(valid, outputs, aws, olds)

    def delete(self, resource_id: str, props: Mapping[str, Any], call: Call) -> None:
        """Delete the resource; one that is already gone is a success.

        Raises:
            GuardDutyProviderError: AWS refused, or another account is asked than the one state recorded: there it
                would look as if it were gone.
        """
        aws = self._recorded_access(props, call)
        self._refuse_other_account(props, aws)
        with holders.acting_as(call.urn):
            self.lifecycle.delete(resource_id, props, aws, call)

    # -----------------------------------------------------------------------------------------------------------

    def _required(self) -> set[str]:
        """Wire names of everything that has to be declared."""
        return {self._wire[name] for name, field_info in self.model.model_fields.items() if field_info.is_required()}

    def _valid(self, bag: Mapping[str, Any]) -> InputsT:
        known = {key: value for key, value in without_none(bag).items() if not key.startswith("__")}
        try:
            return self.model.model_validate(known)
        except ValidationError as error:
            problems = failures(error, self.model, known, ())
            text = "; ".join(f"{problem.property} {problem.reason}" for problem in problems)
            raise errors.InvalidInputError(text) from None

    def _recorded_access(self, props: Mapping[str, Any], call: Call) -> AwsAccess:
        region, settings = props.get("region"), props.get("aws")
        own = settings if isinstance(settings, Mapping) else None
        return AwsAccess(region if isinstance(region, str) else None, own, call.config)

    def _refuse_other_account(self, recorded: Mapping[str, Any], aws: AwsAccess) -> None:
        account = recorded.get("accountId")
        if isinstance(account, str) and account and aws.account_id != account:
            raise errors.InvalidInputError(other_account(account, aws.account_id))

    def _looked_up(self, props: Mapping[str, Any]) -> set[str]:
        listed = props.get(LOOKED_UP)
        return {name for name in listed if isinstance(name, str)} if isinstance(listed, list) else set()

    def _to_bring(self, olds: Mapping[str, Any], found: Difference) -> frozenset[str]:
        """What an update has to bring to AWS: what differs; after an operation that broke off, everything."""
        return found.changed | frozenset(self._wire.values()) if olds.get(INCOMPLETE) else found.changed

    def _outputs(
        self,
        valid: InputsT,
        outputs: Mapping[str, Any],
        aws: AwsAccess,
        olds: Mapping[str, Any] | None = None,
    ) -> Bag:
        declared = dump(valid)
        kept = olds or {}
        looked_up = sorted(self._wire[name] for name in self.model.LOOKED_UP if self._wire[name] not in declared)
        held: Bag = {}
        for name in looked_up:
            held[name] = outputs.get(name, kept.get(name))
        held |= {
            key: value for key, value in outputs.items() if key not in {*held, LOOKED_UP, INCOMPLETE, "__provider"}
        }
        held |= {key: value for key, value in declared.items() if key not in outputs or key in self._echoed()}
        held["region"] = declared.get("region") or kept.get("region") or aws.region
        held["accountId"] = kept.get("accountId") or aws.account_id
        held = {key: value for key, value in held.items() if value is not None}
        return {**held, **({LOOKED_UP: looked_up} if looked_up else {})}

    def _echoed(self) -> set[str]:
        return {self._wire[name] for name in self.model.marked(WRITE_ONLY)}


def other_account(recorded: str, other: str) -> str:
    """Why credentials of another account cannot be used for a resource."""
    return (
        f"the credentials belong to account {other}, but the resource lives in account {recorded}; use credentials of "
        f"account {recorded}, or declare a resource of another name for account {other}"
    )
