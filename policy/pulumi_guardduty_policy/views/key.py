"""A KMS key as rules see it, whatever provider declares it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_guardduty_policy.framework.resource import Resource
from pulumi_guardduty_policy.views import tokens
from pulumi_guardduty_policy.views.bags import Renamed
from pulumi_guardduty_policy.views.own import FindingsKey


#: Days KMS waits before it deletes a key, where nothing is said.
#: Source: AWS KMS API Reference, "ScheduleKeyDeletion", PendingWindowInDays.
DEFAULT_DELETION_DAYS = 30

#: Days between two rotations, where nothing is said.
#: Source: AWS KMS API Reference, "EnableKeyRotation", RotationPeriodInDays.
DEFAULT_ROTATION_DAYS = 365


@dataclass(frozen=True, eq=False)
class Key:
    """A key, read from a bag in the names of the `aws` provider."""

    resource: Resource
    bag: Mapping[str, Any]

    rotates_by_itself: bool = True
    """False where rotation is not set on this resource: imported material, or a replica."""

    @property
    def rotatable(self) -> bool:
        """True where KMS can rotate the key: symmetric, for encryption, its material made by KMS in its own store.

        Source: AWS KMS Developer Guide, "Rotate AWS KMS keys": not asymmetric, HMAC, imported, custom key store.
        """
        return (
            self.rotates_by_itself
            and (self.bag.get("customerMasterKeySpec") or "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
            and (self.bag.get("keyUsage") or "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
            and (self.bag.get("origin") or "AWS_KMS") == "AWS_KMS"
            and not self.bag.get("customKeyStoreId")
        )

    @property
    def rotates(self) -> bool:
        """True where rotation is on."""
        return self.bag.get("enableKeyRotation") is True

    @property
    def rotation_days(self) -> int:
        """Days between two rotations."""
        return int(self.bag.get("rotationPeriodInDays") or DEFAULT_ROTATION_DAYS)

    @property
    def deletion_days(self) -> int:
        """Days between the order to delete the key and its end."""
        return int(self.bag.get("deletionWindowInDays") or DEFAULT_DELETION_DAYS)

    @property
    def enabled(self) -> bool:
        """True unless the key is declared disabled."""
        return self.bag.get("isEnabled") is not False

    @property
    def multi_region(self) -> bool:
        """True for a multi-Region key, primary or replica."""
        return self.bag.get("multiRegion") is True

    @property
    def skips_lockout_check(self) -> bool:
        """True where KMS is told to accept a policy that locks everybody out."""
        return self.bag.get("bypassPolicyLockoutSafetyCheck") is True

    @property
    def has_policy(self) -> bool:
        """True where a policy is declared on the key itself."""
        return bool(self.bag.get("policy"))


def keys(resource: Resource) -> tuple[Key, ...] | None:
    """The key that a resource declares, as a tuple of one; None if it declares none."""
    key = key_of(resource)
    return None if key is None else (key,)


def key_of(resource: Resource) -> Key | None:
    """The key that a resource declares, or None."""
    shape = _SHAPES.get(resource.type)
    return None if shape is None else shape(resource, resource.declared)


_IMPORTED = {
    "bypassPolicyLockoutSafetyCheck": "bypassPolicyLockoutSafetyCheck",
    "deletionWindowInDays": "deletionWindowInDays",
    "isEnabled": "enabled",
    "keyUsage": "keyUsage",
    "multiRegion": "multiRegion",
    "policy": "policy",
}

_NATIVE = {
    "bypassPolicyLockoutSafetyCheck": "bypassPolicyLockoutSafetyCheck",
    "customerMasterKeySpec": "keySpec",
    "deletionWindowInDays": "pendingWindowInDays",
    "enableKeyRotation": "enableKeyRotation",
    "isEnabled": "enabled",
    "keyUsage": "keyUsage",
    "multiRegion": "multiRegion",
    "origin": "origin",
    "policy": "keyPolicy",
    "rotationPeriodInDays": "rotationPeriodInDays",
}


class _Own(Renamed):
    """This project's key: rotated unless it says otherwise, and never without a policy."""

    def __init__(self, bag: Mapping[str, Any]) -> None:
        names = {"deletionWindowInDays": FindingsKey.DELETION_DAYS, "enableKeyRotation": FindingsKey.ROTATION}
        super().__init__(bag, names, policy="generated where none is declared")

    def __getitem__(self, name: str) -> Any:
        try:
            return super().__getitem__(name)
        except KeyError:
            if name == "enableKeyRotation":
                return True
            raise


_SHAPES: dict[str, Callable[[Resource, Mapping[str, Any]], Key]] = {
    token: shape
    for types, shape in (
        (tokens.AWS_KEY, Key),
        (tokens.AWS_EXTERNAL_KEY, lambda resource, bag: Key(resource, Renamed(bag, _IMPORTED), False)),
        (tokens.AWS_REPLICA_KEY, lambda resource, bag: Key(resource, Renamed(bag, _IMPORTED, multiRegion=True), False)),
        (tokens.NATIVE_KEY, lambda resource, bag: Key(resource, Renamed(bag, _NATIVE))),
        (
            tokens.NATIVE_REPLICA_KEY,
            lambda resource, bag: Key(resource, Renamed(bag, _NATIVE, multiRegion=True), False),
        ),
        (tokens.OWN_KEY, lambda resource, bag: Key(resource, _Own(bag))),
    )
    for token in types
}
