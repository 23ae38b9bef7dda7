"""Rules of a bucket's lifecycle, from the three shapes they are declared in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_guardduty_policy.framework.resource import states
from pulumi_guardduty_policy.views.bags import nested, objects


@dataclass(frozen=True)
class LifecycleRule:
    """One rule, read when it is asked for."""

    bag: Mapping[str, Any]

    @property
    def enabled(self) -> bool:
        """True where the rule is applied."""
        return self.bag.get("enabled") is True or self.bag.get("status") == "Enabled"

    @property
    def aborts_uploads(self) -> bool:
        """True where the parts of uploads that were never completed are removed."""
        inline = self.bag.get("abortIncompleteMultipartUploadDays")
        days = inline or nested(self.bag, "abortIncompleteMultipartUpload").get("daysAfterInitiation")
        return bool(days)

    @property
    def expires(self) -> bool:
        """True where current versions are deleted after some time or on some day."""
        after = nested(self.bag, "expiration", "expirations")
        return any(
            (after.get("days"), after.get("date"), self.bag.get("expirationInDays"), self.bag.get("expirationDate"))
        )

    def deletes(self, key: str) -> bool:
        """Tell whether it deletes an empty object of this key that carries no tags."""
        return self.enabled and self.expires and not self._spares_empty_or_untagged and key.startswith(self._prefix)

    @property
    def _filters(self) -> tuple[Mapping[str, Any], ...]:
        outer = nested(self.bag, "filter")
        return (self.bag, outer, nested(outer, "and"))

    @property
    def _prefix(self) -> str:
        return next((str(found) for found in (bag.get("prefix") for bag in self._filters) if found), "")

    @property
    def _spares_empty_or_untagged(self) -> bool:
        return any(
            bag.get("tag") or bag.get("tags") or bag.get("tagFilters") or bag.get("objectSizeGreaterThan") is not None
            for bag in self._filters
        )


@dataclass(frozen=True)
class Lifecycle:
    """The lifecycle of a bucket."""

    rules: tuple[LifecycleRule, ...]

    @property
    def aborts_uploads(self) -> bool:
        """True where some rule removes the parts of uploads that were never completed."""
        return any(rule.enabled and rule.aborts_uploads for rule in self.rules)


def lifecycle(bag: Mapping[str, Any], *names: str) -> Lifecycle | None:
    """Read the rules under the first of the names; None where there are none."""
    for name in names:
        if states(bag, name):
            found = Lifecycle(tuple(LifecycleRule(rule) for rule in objects(bag[name])))
            if found.rules:
                return found
    return None
