"""The threat entity set that a program declares."""

import pulumi

from pulumi_guardduty._core.lists.resource import ListResource


class ThreatEntitySet(ListResource, name="ThreatEntitySet"):
    """A list of addresses and domains known to be hostile: GuardDuty reports whoever deals with them.

    `pulumi up` ends with the list ACTIVE (or INACTIVE, as declared), or with the reason why not. Only GuardDuty's
    administrator account manages lists. GuardDuty reads the object with the caller's own ``s3:GetObject``; without
    `expected_bucket_owner` the bucket has to be this account's. The id is ``<detector id>:<threat entity set id>``.
    """

    threat_entity_set_id: pulumi.Output[str] = pulumi.property("threatEntitySetId")
    """The list's own id."""
