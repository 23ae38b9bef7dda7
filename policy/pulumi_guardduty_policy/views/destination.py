"""An export of findings as rules see it, whatever provider declares it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import nested
from pulumi_guardduty_policy.views.location import object_key
from pulumi_guardduty_policy.views.own import PublishingDestination


_TYPES = tokens.OWN_DESTINATION | tokens.AWS_DESTINATION | tokens.NATIVE_DESTINATION

#: Where aws-native puts both ARNs, under the names that the other providers give them.
_NESTED = "destinationProperties"


@dataclass(frozen=True, eq=False)
class Destination:
    """Where the findings of a detector go."""

    resource: Resource

    @property
    def detector(self) -> str:
        """Id of the detector; empty where the provider looks it up."""
        return str(self.resource.declared.get(PublishingDestination.DETECTOR) or "")

    @property
    def target(self) -> str:
        """ARN of the bucket, with the folder; empty where none is named."""
        return str(self._arns.get(PublishingDestination.DESTINATION) or "")

    @property
    def folder(self) -> str:
        """Folder in the bucket that findings go to; empty for the root."""
        return object_key(self.target).strip("/")

    @property
    def key(self) -> str:
        """The key as it is named; empty where none is."""
        return str(self._arns.get(PublishingDestination.KEY) or "")

    @property
    def target_property(self) -> str:
        """Top-level property that the bucket's ARN stands under, for what it is computed from."""
        return _NESTED if self._is_native else PublishingDestination.DESTINATION

    @property
    def key_property(self) -> str:
        """Top-level property that the key's ARN stands under, for what it is computed from."""
        return _NESTED if self._is_native else PublishingDestination.KEY

    @property
    def _is_native(self) -> bool:
        return self.resource.type in tokens.NATIVE_DESTINATION

    @property
    def _arns(self) -> Mapping[str, Any]:
        declared = self.resource.declared
        return nested(declared, _NESTED) if self._is_native else declared


def destinations(resource: Resource) -> tuple[Destination, ...] | None:
    """The destination that a resource declares, as a tuple of one; None if it declares none."""
    return (Destination(resource),) if resource.type in _TYPES else None


def all_destinations(stack: Stack) -> tuple[Destination, ...]:
    """The destinations that a stack declares."""
    return tuple(one for resource in stack for one in destinations(resource) or ())
