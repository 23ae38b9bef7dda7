"""The sandbox's switches. `Control.switch(name=value)` sets them, `Control.reset()` puts them back.

How fast, and who may what:

| switch | values (default first) | meaning |
| --- | --- | --- |
| `profile` | `instant`, `slow` | changes show at once, as observed; or after a state between, as documented |
| `polls` | 2 | slow: so many reads of the resource still see the state between |
| `seconds` | none | slow: instead of counting reads, so many seconds of the sandbox's clock |
| `caller_policies` | `False`, `True` | identity policies are judged, also for what GuardDuty does for the caller |
| `transport` | `https`, `http` | what aws:SecureTransport sees; header `x-sandbox-transport`: for one request |
| `stopped_after_seconds` | 7776000 | an export that fails so long is STOPPED (AWS publishes no figure) |
| `opt_in_regions` | a list | regions of partition aws that an account has to enable |

What AWS does is not established for the following; each default is the mildest assumption, and no test may
call it AWS's behaviour:

| switch | values (default first) | question |
| --- | --- | --- |
| `token_after_delete` | `new`, `deleted`, `refuse` | replay of a deleted resource's token: new one, old id, error |
| `update_unknown` | `E12`, `E13` | update of an unknown destination, with properties |
| `key_region_mismatch` | `E5`, `E10` | a key of another region than the bucket's |
| `alias_key` | `E10`, `E5`, `accept` | an alias ARN as kmsKeyArn |
| `region_rule` | `E5`, `E9` | a bucket in a region that the opt-in rule forbids |
| `destination_owner` | `tick`, `E5`, `ignore` | wrong expectedBucketOwner: seen at the next export, at once, never |
| `china_principal` | `guardduty.amazonaws.com`, … | the service principal in partition aws-cn |
| `duplicate_names` | `accept`, `refuse` | a second list of the same name under another token |
| `failed_create` | `keep`, `drop` | whether a create that fails to activate leaves a list in ERROR |
| `failed_activation` | `refuse`, `status` | the call fails, as observed; or it answers 200 and the status turns ERROR |
| `busy_lists` | `accept`, `refuse` | update, delete of a list that is ACTIVATING, DEACTIVATING, DELETE_PENDING |
| `moved_while_active` | `keep`, `deactivate` | name or location of an ACTIVE list changed without activate |
| `malformed_lines` | `ignore`, `refuse` | a line of a list that is no entry |
| `tag_quota` | 200 | tags of one resource: 200 by the API's page, 50 by the quotas' |
| `entity_quota` | 6 | threat entity sets of one detector |
| `tombstone_seconds` | none | how long a deleted list keeps answering; none: for ever |
| `detector_delete` | `cascade`, `refuse` | delete of a detector that still has a destination or lists |
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Self


#: Regions of partition aws that are off until an account enables them.
#: Source: botocore's GuardDuty regions; the split is general knowledge, so it is a switch.
OPT_IN_REGIONS = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4",
    "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1",
    "eu-south-2", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
)  # fmt: skip

_CHOICES: dict[str, tuple[str, ...]] = {
    "profile": ("instant", "slow"),
    "transport": ("https", "http"),
    "token_after_delete": ("new", "deleted", "refuse"),
    "update_unknown": ("E12", "E13"),
    "key_region_mismatch": ("E5", "E10"),
    "alias_key": ("E10", "E5", "accept"),
    "region_rule": ("E5", "E9"),
    "destination_owner": ("tick", "E5", "ignore"),
    "duplicate_names": ("accept", "refuse"),
    "failed_create": ("keep", "drop"),
    "failed_activation": ("refuse", "status"),
    "busy_lists": ("accept", "refuse"),
    "moved_while_active": ("keep", "deactivate"),
    "malformed_lines": ("ignore", "refuse"),
    "detector_delete": ("cascade", "refuse"),
}


@dataclasses.dataclass(frozen=True)
class Settings:
    """One position of every switch; the module says what each means."""

    profile: str = "instant"
    polls: int = 2
    seconds: float | None = None
    caller_policies: bool = False
    transport: str = "https"
    stopped_after_seconds: float = 90 * 24 * 3600
    opt_in_regions: Sequence[str] = OPT_IN_REGIONS
    token_after_delete: str = "new"  # noqa: S105 -- a position of a switch
    update_unknown: str = "E12"
    key_region_mismatch: str = "E5"
    alias_key: str = "E10"
    region_rule: str = "E5"
    destination_owner: str = "tick"
    china_principal: str = "guardduty.amazonaws.com"
    duplicate_names: str = "accept"
    failed_create: str = "keep"
    failed_activation: str = "refuse"
    busy_lists: str = "accept"
    moved_while_active: str = "keep"
    malformed_lines: str = "ignore"
    tag_quota: int = 200
    entity_quota: int = 6
    tombstone_seconds: float | None = None
    detector_delete: str = "cascade"

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of all switches."""
        return tuple(field.name for field in dataclasses.fields(cls))

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """The same switches with some of them moved.

        Raises:
            ValueError: There is no such switch, or it has no such position.
        """
        for name, value in changes.items():
            if name not in self.names():
                raise ValueError(f"there is no switch {name!r}; there are {', '.join(self.names())}")
            allowed = _CHOICES.get(name)
            if allowed is not None and value not in allowed:
                raise ValueError(f"switch {name!r} has no position {value!r}; it has {', '.join(allowed)}")
        return dataclasses.replace(self, **changes)
