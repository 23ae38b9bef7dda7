"""All that a sandbox of this process holds, in a form in which two moments can be compared.

Read from the sandbox's and moto's own stores: a test must not share the provider's way of looking at AWS. Left out is
what outlives any resource by AWS's own rules: GuardDuty's marker objects, keys that are pending deletion, deleted
lists and destinations, and every time and token.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from pulumi_guardduty_sandbox.aws import Sandbox


#: Ids that AWS makes up: of destinations and lists, of keys.
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_TOLD_OF_DESTINATIONS = ("account", "region", "detectorId", "destinationProperties", "tags", "status")
_TOLD_OF_LISTS = (
    "account", "region", "detectorId", "kind", "name", "format", "location", "expectedBucketOwner", "tags", "status",
    "etag",
)  # fmt: skip

#: What of moto's bucket says how the bucket is set up.
_TOLD_OF_BUCKETS = (
    "region_name", "versioning_status", "rules", "logging", "public_access_block", "encryption", "object_lock_enabled",
    "default_lock_mode", "default_lock_days", "default_lock_years", "ownership_rule",
)  # fmt: skip


def world(sandbox: Sandbox) -> dict[str, Any]:
    """Everything there is now, JSON through and through."""
    state = sandbox.control.state()
    return {
        "destinations": _rows(state["destinations"], _TOLD_OF_DESTINATIONS),
        "lists": _rows(state["lists"], _TOLD_OF_LISTS),
        "buckets": dict(_buckets()),
        "keys": sorted(_keys(), key=json.dumps),
    }


def without_new_ids(after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """`after` with a placeholder for every id that `before` does not hold: AWS never makes up one twice."""
    known = set(_ID.findall(json.dumps(before)))
    text = _ID.sub(lambda found: found[0] if found[0] in known else "<new id>", json.dumps(after))
    replaced: dict[str, Any] = json.loads(text)
    return {**replaced, **{name: sorted(replaced[name], key=json.dumps) for name in ("destinations", "lists", "keys")}}


def _rows(rows: list[dict[str, Any]], told: tuple[str, ...]) -> list[dict[str, Any]]:
    live = [{name: row.get(name) for name in told} for row in rows if not row["deleted"]]
    return sorted(live, key=json.dumps)


def _buckets() -> Iterator[tuple[str, Any]]:
    for _, _, backend in s3_backends.iter_backends():
        for name, bucket in backend.buckets.items():
            told = {what: _plain(getattr(bucket, what)) for what in _TOLD_OF_BUCKETS}
            # Amazon S3 encrypts every bucket so unless told otherwise, and says so when asked.
            if json.dumps(told["encryption"] or "AES256").count("AES256"):
                told["encryption"] = "AES256"
            told["policy"] = json.loads(bucket.policy) if bucket.policy else None
            told["tags"] = backend.tagger.get_tag_dict_for_resource(bucket.arn)
            told["objects"] = {
                key: [found.etag, found.size, found.encryption, found.kms_key_id]
                for key in bucket.keys
                if not key.endswith("AWSLogs/") and (found := bucket.keys.get(key)) and hasattr(found, "etag")
            }
            yield name, told


def _keys() -> Iterator[dict[str, Any]]:
    for account, region, backend in kms_backends.iter_backends():
        for key in backend.keys.values():
            if key.key_state != "PendingDeletion":
                yield {
                    "id": key.id,
                    "account": account,
                    "region": region,
                    "state": key.key_state,
                    "policy": json.loads(key.policy),
                    "rotation": key.key_rotation_status,
                    "description": key.description,
                    "aliases": sorted(key.aliases),
                    "tags": {
                        tag["TagKey"]: tag["TagValue"]
                        for tag in backend.tagger.list_tags_for_resource(key.id).get("Tags", [])
                    },
                }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else _plain(vars(value))
