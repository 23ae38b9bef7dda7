"""What the control endpoint can do to GuardDuty: ticks, forced statuses, questions, and a look inside."""

import gzip
import json
import uuid
from collections.abc import Iterator
from typing import Any

from moto.utilities.utils import get_partition

from pulumi_guardduty_sandbox.aws.authorization.request_context import detector_arn
from pulumi_guardduty_sandbox.aws.authorization.resource_policy import find_bucket
from pulumi_guardduty_sandbox.aws.guardduty import destination as destinations
from pulumi_guardduty_sandbox.aws.guardduty import entity_list, sink
from pulumi_guardduty_sandbox.aws.guardduty.backend import SandboxGuardDutyBackend, sandbox_backends
from pulumi_guardduty_sandbox.aws.guardduty.destination import Destination
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.world import World


def export_tick(
    world: World,
    *,
    account: str | None = None,
    region: str | None = None,
    detector_id: str | None = None,
    findings: int = 1,
) -> list[dict[str, Any]]:
    """One export attempt of each destination that is meant."""
    results = []
    with world.lock:
        for backend in _backends(account, region):
            for own_id, held in backend.detectors().items():
                if detector_id not in (None, own_id):
                    continue
                scope = Scope(backend, own_id, world)
                results += [_exported(scope, found, findings) for found in held.destinations.values()]
    return results


def _exported(scope: Scope, found: Destination, findings: int) -> dict[str, Any]:
    clock = scope.world.clock
    result: dict[str, Any] = {"destination": found.id, "account": scope.account, "region": scope.region}
    if found.status.settle(clock) == destinations.STOPPED:
        why = ["the export was given up; an update starts it again"]
        return {**result, "status": destinations.STOPPED, "why": why, "key": None}
    key = _object_key(scope, found)
    why = _obstacles(scope, found, key)
    if why:
        found.failing_since = clock.now() if found.failing_since is None else found.failing_since
        over = clock.now() - found.failing_since >= scope.settings.stopped_after_seconds
        found.status.set(destinations.STOPPED if over else destinations.UNABLE)
        return {**result, "status": found.status.shown, "why": why, "key": None}
    found.failing_since = None
    found.status.set(destinations.PUBLISHING)
    _write_findings(scope, found, key, findings)
    return {**result, "status": found.status.shown, "why": [], "key": key}


def _object_key(scope: Scope, found: Destination) -> str:
    """Where the next object of findings goes.

    Source: GuardDuty User Guide, "Exporting findings": under `AWSLogs/<account>/GuardDuty/<region>/`,
    in a file named at random. The level of the day is general knowledge.
    """
    day = scope.world.clock.today().strftime("%Y/%m/%d")
    return f"{found.target.marker}{scope.account}/GuardDuty/{scope.region}/{day}/{uuid.uuid4()}.jsonl.gz"


def _obstacles(scope: Scope, found: Destination, object_key: str) -> list[str]:
    why = sink.obstacles(scope, found.target, found.key, object_key)
    bucket = find_bucket(found.target.bucket, scope.partition)
    wrong = bucket is not None and found.expected_bucket_owner not in (None, bucket.account_id)
    if wrong and scope.settings.destination_owner != "ignore":
        why.append(f"bucket {found.target.bucket} does not belong to {found.expected_bucket_owner}")
    return why


def _write_findings(scope: Scope, found: Destination, object_key: str, findings: int) -> None:
    finding = {"schemaVersion": "2.0", "accountId": scope.account, "region": scope.region}
    lines = "".join(json.dumps({**finding, "id": uuid.uuid4().hex}) + "\n" for _ in range(findings))
    content = gzip.compress(lines.encode())
    sink.write_object(found.target.bucket, object_key, content, found.key.arn, content_type="application/x-gzip")


def judged_write(
    world: World,
    *,
    account: str,
    region: str,
    detector_id: str,
    bucket: str,
    key: str,
    kms_key_arn: str | None,
    encryption: str | None,
    transport: str,
    service: str | None,
) -> dict[str, Any]:
    """Whether the policies would let GuardDuty write for that detector, whoever owns it."""
    partition = get_partition(region)
    write = sink.Write(
        service=service or sink.service_principal(region, partition, world.settings),
        account=account,
        source_arn=detector_arn(account, region, detector_id),
        bucket=bucket,
        key=key,
        kms_key_arn=kms_key_arn,
        encryption=encryption,
        transport=transport,
    )
    why = [] if find_bucket(bucket) is not None else [f"there is no bucket {bucket}"]
    why += sink.key_faults(kms_key_arn) if kms_key_arn else []
    why += sink.policy_faults(write, partition, bucket_location=False)
    return {"allowed": not why, "why": why}


def set_status(world: World, *, resource_id: str, status: str, error_details: str | None, since: float | None) -> None:
    """Force a status.

    Raises:
        ValueError: There is no such resource, or its kind has no such status.
    """
    with world.lock:
        for _, held in _all_detectors():
            if resource_id in held.destinations:
                _allow(status, destinations.STATUSES)
                found = held.destinations[resource_id]
                found.status.set(status)
                failing = status in (destinations.UNABLE, destinations.STOPPED)
                found.failing_since = (world.clock.now() if since is None else since) if failing else None
                return
            for lists in held.lists.values():
                if resource_id in lists:
                    _allow(status, entity_list.STATUSES)
                    lists[resource_id].status.set(status)
                    lists[resource_id].error_details = error_details
                    lists[resource_id].deleted_at = world.clock.now() if status == entity_list.DELETED else None
                    return
    raise ValueError(f"there is no destination or list {resource_id!r}")


def set_administrator(world: World, *, account: str, region: str, administrator: str | None) -> None:
    """Make an account a member of another's GuardDuty, or stand-alone again."""
    with world.lock:
        sandbox_backends[account][region].administrator = administrator


def state(world: World) -> dict[str, Any]:
    """Everything there is, deleted resources included."""
    with world.lock:
        found = list(_all_detectors())
        return {
            "detectors": [scope for scope, _ in found],
            "destinations": [
                {**scope, **one.on_the_wire(), "token": one.token, "deleted": deleted}
                for scope, held in found
                for deleted, store in ((False, held.destinations), (True, held.deleted_destinations))
                for one in store.values()
            ],
            "lists": [
                {
                    **scope,
                    **one.on_the_wire(),
                    "id": one.id,
                    "kind": path,
                    "token": one.token,
                    "reads": one.reads,
                    "etag": one.snapshot.etag if one.snapshot else None,
                    "entries": one.snapshot.entries if one.snapshot else None,
                    "errorDetails": one.error_details,
                    "deleted": not one.is_live,
                }
                for scope, held in found
                for path, lists in held.lists.items()
                for one in lists.values()
            ],
        }


def _all_detectors() -> Iterator[tuple[dict[str, str], Any]]:
    for backend in _backends(None, None):
        for detector_id, held in backend.detectors().items():
            where = {"account": backend.account_id, "region": backend.region_name, "detectorId": detector_id}
            yield where, held


def _backends(account: str | None, region: str | None) -> Iterator[SandboxGuardDutyBackend]:
    for own_account, own_region, backend in list(sandbox_backends.iter_backends()):
        if account in (None, own_account) and region in (None, own_region):
            yield backend


def _allow(status: str, statuses: tuple[str, ...]) -> None:
    if status not in statuses:
        raise ValueError(f"there is no status {status!r}; there are {', '.join(statuses)}")
