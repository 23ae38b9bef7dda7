"""A list of addresses as rules see it, whatever provider declares it."""

from dataclasses import dataclass

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.own import GuardDutyList as Names


_TRUSTED = tokens.OWN_TRUSTED_LIST | tokens.AWS_TRUSTED_LIST | tokens.NATIVE_TRUSTED_LIST
_THREAT = tokens.OWN_THREAT_LIST | tokens.AWS_THREAT_LIST | tokens.NATIVE_THREAT_LIST


@dataclass(frozen=True, eq=False)
class GuardDutyList:
    """Addresses or domains that GuardDuty trusts, or holds for hostile."""

    resource: Resource

    @property
    def trusted(self) -> bool:
        """True where GuardDuty is told to keep silent about what is on it."""
        return self.resource.type in _TRUSTED

    @property
    def name(self) -> str:
        """Its name in GuardDuty."""
        return str(self.resource.declared.get(Names.NAME) or "")

    @property
    def location(self) -> str:
        """URL of the object that holds it."""
        return str(self.resource.declared.get(Names.LOCATION) or "")

    @property
    def bucket_owner(self) -> str:
        """Account that has to own the bucket; empty where anybody's bucket is read."""
        return str(self.resource.declared.get(Names.OWNER) or "")

    @property
    def can_pin_owner(self) -> bool:
        """False for the `aws` provider, which has no argument for it."""
        return not self.resource.type.startswith("aws:")


def guardduty_lists(resource: Resource) -> tuple[GuardDutyList, ...] | None:
    """The list that a resource declares, as a tuple of one; None if it declares none."""
    return (GuardDutyList(resource),) if resource.type in _TRUSTED | _THREAT else None


def trusted_lists(resource: Resource) -> tuple[GuardDutyList, ...] | None:
    """The trusted list that a resource declares, as a tuple of one; None if it declares none."""
    return (GuardDutyList(resource),) if resource.type in _TRUSTED else None


def all_lists(stack: Stack) -> tuple[GuardDutyList, ...]:
    """The lists that a stack declares."""
    return tuple(one for resource in stack for one in guardduty_lists(resource) or ())
