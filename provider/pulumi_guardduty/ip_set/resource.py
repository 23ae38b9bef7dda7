"""The IP set that a program declares."""

import pulumi

from pulumi_guardduty._core.lists.resource import ListResource


class IPSet(ListResource, name="IPSet"):
    """A list of trusted addresses: GuardDuty reports nothing that deals with them.

    `pulumi up` ends with the list ACTIVE (or INACTIVE, as declared), or with the reason why not. Only GuardDuty's
    administrator account manages lists; an account has one at most in a region. Where an address is on a threat list
    too, trust wins. The id is ``<detector id>:<IP set id>``.
    """

    ip_set_id: pulumi.Output[str] = pulumi.property("ipSetId")
    """The list's own id."""
