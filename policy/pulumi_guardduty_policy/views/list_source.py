"""Where in the stack a list is read from."""

from dataclasses import dataclass

from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.views.bucket import Bucket
from pulumi_guardduty_policy.views.buckets import bucket_of
from pulumi_guardduty_policy.views.guardduty_list import GuardDutyList
from pulumi_guardduty_policy.views.list_object import ListObject, all_objects
from pulumi_guardduty_policy.views.location import bucket_name, object_key
from pulumi_guardduty_policy.views.own import GuardDutyList as Names
from pulumi_guardduty_policy.views.own import ListObject as ObjectNames
from pulumi_guardduty_policy.views.reference import Candidate, by_dependency


@dataclass(frozen=True, eq=False)
class ListSource:
    """A list, with the stack it belongs to."""

    stack: Stack
    list: GuardDutyList

    @property
    def bucket(self) -> Bucket | None:
        """The bucket it is read from; None where that lies outside the stack."""
        return bucket_of(self.stack, self.list.resource, Names.LOCATION)

    @property
    def object(self) -> ListObject | None:
        """The object it is read from; None where that lies outside the stack."""
        uploaded = all_objects(self.stack)
        location = self.list.resource.first_known(Names.LOCATION)
        if location is None:
            among = [Candidate(one.resource, one, lambda _: False) for one in uploaded]
            return by_dependency(self.stack, self.list.resource, (Names.LOCATION,), among)
        return next((one for one in uploaded if self._is_at(one, location)), None)

    def _is_at(self, one: ListObject, location: str) -> bool:
        if one.resource.first_known(ObjectNames.KEY) != object_key(location):
            return False
        name = one.resource.first_known(ObjectNames.BUCKET)
        return name is not None and bucket_name(name) == bucket_name(location)
