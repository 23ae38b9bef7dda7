"""The threat intel set that a program declares."""

import pulumi

from pulumi_guardduty._core.lists.resource import ListResource


class ThreatIntelSet(ListResource, name="ThreatIntelSet"):
    """A list of addresses known to be hostile: GuardDuty reports whoever deals with them.

    `pulumi up` ends with the list ACTIVE (or INACTIVE, as declared), or with the reason why not. Only GuardDuty's
    administrator account manages lists; an account has at most six in a region. The id is
    ``<detector id>:<threat intel set id>``.
    """

    threat_intel_set_id: pulumi.Output[str] = pulumi.property("threatIntelSetId")
    """The list's own id."""
