"""The trusted entity set that a program declares."""

import pulumi

from pulumi_guardduty._core.lists.resource import ListResource


class TrustedEntitySet(ListResource, name="TrustedEntitySet"):
    """A list of trusted addresses and domains: GuardDuty reports nothing that deals with them.

    `pulumi up` ends with the list ACTIVE (or INACTIVE, as declared), or with the reason why not. Only GuardDuty's
    administrator account manages lists; an account has one at most in a region. GuardDuty reads the object with the
    caller's own ``s3:GetObject``; without `expected_bucket_owner` the bucket has to be this account's. Where an
    entry is on a threat list too, trust wins. The id is ``<detector id>:<trusted entity set id>``.
    """

    trusted_entity_set_id: pulumi.Output[str] = pulumi.property("trustedEntitySetId")
    """The list's own id."""
