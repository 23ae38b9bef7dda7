"""What a resource's lifecycle has to offer, in words that know neither Pulumi nor any one resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import NOTHING, Difference
from pulumi_guardduty._core.inputs import ResourceInputs


InputsT = TypeVar("InputsT", bound=ResourceInputs)


@dataclass(frozen=True)
class Created:
    """What create made: the id, and outputs by wire name."""

    id: str
    outputs: Bag


@dataclass(frozen=True)
class Observed:
    """What AWS holds now, inputs and outputs alike, by wire name; None says that AWS holds no such value."""

    outputs: Bag


class Lifecycle(Generic[InputsT]):
    """What happens in AWS to one kind of resource.

    Outputs are bags of wire names; those that are inputs too say what AWS holds.
    """

    #: What is missing while a resource that has to be deleted first is replaced, in one sentence; "" says nothing.
    gap: str = ""

    def prepared(self, declared: Bag, _call: Call) -> tuple[Bag, Sequence[Failure]]:
        """The declaration with what can be worked out offline filled in, and what is wrong with what is known.

        It may hold unknown values, and values of any type: the model has not judged it yet.
        """
        return declared, ()

    def check(self, _inputs: InputsT, _call: Call) -> Sequence[Failure]:
        """What a whole, valid declaration still gets wrong; no AWS call."""
        return ()

    def same(self, _name: str, old: Any, new: Any) -> bool:
        """Whether two values of the field `_name` mean the same to AWS."""
        return bool(old == new)

    def drift(self, _outputs: Mapping[str, Any]) -> Difference:
        """What in the outputs of state alone asks for an update, such as an unhealthy status."""
        return NOTHING

    def stale(self, _outputs: Mapping[str, Any], _inputs: InputsT, _aws: AwsAccess, _call: Call) -> Difference:
        """What asks for an update though neither side changed, such as new content at the same place."""
        return NOTHING

    def create(self, inputs: InputsT, aws: AwsAccess, call: Call) -> Created:
        """Create the resource, or find again what its own token made."""
        raise NotImplementedError

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        """What AWS holds, or None when it is gone."""
        raise NotImplementedError

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: InputsT,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        """Bring the resource to `inputs`, of which `changed` (wire names) differ; the outputs."""
        raise NotImplementedError

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        """Delete it; already gone is a success."""
        raise NotImplementedError
