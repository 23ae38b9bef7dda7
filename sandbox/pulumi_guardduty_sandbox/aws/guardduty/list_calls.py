"""Create, get, update, delete and list the lists of every kind, by one machine."""

import re
from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from pulumi_guardduty_sandbox.aws.guardduty import entity_list
from pulumi_guardduty_sandbox.aws.guardduty.backend import sandbox_backends
from pulumi_guardduty_sandbox.aws.guardduty.entity_list import EntityList
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal, UnestablishedRefusal
from pulumi_guardduty_sandbox.aws.guardduty.list_kind import FORMATS, ListKind
from pulumi_guardduty_sandbox.aws.guardduty.list_reader import read_object, service_linked_role
from pulumi_guardduty_sandbox.aws.guardduty.location import read_location
from pulumi_guardduty_sandbox.aws.guardduty.paging import list_page
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.guardduty.tag_calls import check_number


Params = Mapping[str, Any]
_ID_LENGTH = 32
_LONGEST_NAME = 300
#: Source: GuardDuty User Guide, "Adding and activating a list": letters, digits, dash,
#: underscore; spaces, also at the ends, were accepted by AWS (2026-09-29).
_NAME = re.compile(r"[A-Za-z0-9 _-]+")
_ACCOUNT_ID = re.compile(r"\d{12}")


def create(scope: Scope, kind: ListKind, params: Params) -> dict[str, Any]:
    """Create a list: the fields, then the token (L1-L5), then the quota (L8), then the object (L6, L7)."""
    lists = scope.detector.lists_of(kind.path)
    _only_the_administrator(scope)
    if params.get("format") not in FORMATS:
        raise Refusal("L2")
    name = params.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise Refusal("L3", name=kind.name_parameter)
    _check_location(params.get("location"))
    _check_owner(params.get("expectedBucketOwner"))
    replayed = _replayed(scope, kind, name, params.get("clientToken"))
    if replayed:
        return {kind.id_name: replayed}
    live = [found for found in lists.values() if found.is_live]
    quota = scope.settings.entity_quota if kind.quota is None else kind.quota
    if len(live) >= quota:
        raise Refusal("L8")
    if scope.settings.duplicate_names == "refuse" and any(found.name == name for found in live):
        raise UnestablishedRefusal(f"there is a list of the name {name}")
    check_number(params.get("tags") or {}, scope.settings)
    made = _stored(scope, kind, params)
    if params.get("activate"):
        _activate(scope, made)
    return {kind.id_name: made.id}


def get(scope: Scope, kind: ListKind, list_id: str) -> dict[str, Any]:
    """Get a list; a deleted one keeps answering."""
    found = _find(scope, kind, list_id, deleted=True)
    if found.status.polled(scope.world.clock) == entity_list.DELETED:
        found.tags = {}
    return found.on_the_wire()


def update(scope: Scope, kind: ListKind, list_id: str, params: Params) -> None:
    """Update a list; the new fields stay even where the activation that goes with them fails."""
    _only_the_administrator(scope)
    found = _find(scope, kind, list_id)
    _refuse_when_busy(scope, found)
    changes = {
        field: params[name]
        for name, field in (
            ("name", "name"),
            ("location", "location"),
            ("expectedBucketOwner", "expected_bucket_owner"),
        )
        if params.get(name) is not None
    }
    _check_changes(changes)
    for field, value in changes.items():
        setattr(found, field, value)
    found.updated = scope.world.clock.now()
    activate = params.get("activate")
    if activate:
        _activate(scope, found)
    elif activate is not None or (changes and scope.settings.moved_while_active == "deactivate"):
        _deactivate(scope, found)


def delete(scope: Scope, kind: ListKind, list_id: str) -> None:
    """Delete a list: its slot is free, its tags are gone, its id answers DELETED."""
    _only_the_administrator(scope)
    found = _find(scope, kind, list_id)
    _refuse_when_busy(scope, found)
    if not kind.is_entity and not scope.caller_may("iam:DeleteRolePolicy", service_linked_role(scope)):
        raise Refusal("L6", why="the caller may not iam:DeleteRolePolicy on the service-linked role")
    found.deleted_at = scope.world.clock.now()
    found.status.turn(entity_list.DELETE_PENDING, entity_list.DELETED, scope.settings, scope.world.clock)
    if found.status.shown == entity_list.DELETED:
        found.tags = {}


def listed(scope: Scope, kind: ListKind, max_results: int | None, token: str | None) -> dict[str, Any]:
    """The ids of the lists there are; a member sees its administrator's."""
    where = _administrators_scope(scope)
    lists = where.detector.lists_of(kind.path) if where else {}
    page, following = list_page([found.id for found in lists.values() if found.is_live], max_results, token)
    return {kind.ids_name: page, "nextToken": following}


def _stored(scope: Scope, kind: ListKind, params: Params) -> EntityList:
    now = scope.world.clock.now()
    made = EntityList(
        id=mock_random.get_random_hex(_ID_LENGTH),
        kind=kind,
        name=params["name"],
        format=params["format"],
        location=params["location"],
        expected_bucket_owner=params.get("expectedBucketOwner"),
        tags=dict(params.get("tags") or {}),
        token=params.get("clientToken"),
        created=now,
        updated=now,
    )
    if params.get("activate") and scope.settings.failed_create == "drop":
        made.snapshot = read_object(scope, made)
    scope.detector.lists_of(kind.path)[made.id] = made
    if made.token:
        scope.detector.list_tokens[kind.path, made.name, made.token] = made.id
    return made


def _activate(scope: Scope, found: EntityList) -> None:
    found.reads += 1
    clock = scope.world.clock
    try:
        found.snapshot = read_object(scope, found)
    except Refusal as refusal:
        found.error_details = refusal.why
        if scope.settings.failed_activation == "status":
            found.status.turn(entity_list.ACTIVATING, entity_list.ERROR, scope.settings, clock)
            return
        found.status.set(entity_list.ERROR)
        raise
    found.error_details = None
    found.status.turn(entity_list.ACTIVATING, entity_list.ACTIVE, scope.settings, clock)


def _deactivate(scope: Scope, found: EntityList) -> None:
    if found.status.settle(scope.world.clock) in (entity_list.ACTIVE, entity_list.ACTIVATING):
        found.status.turn(entity_list.DEACTIVATING, entity_list.INACTIVE, scope.settings, scope.world.clock)


def _find(scope: Scope, kind: ListKind, list_id: str, *, deleted: bool = False) -> EntityList:
    found = scope.detector.lists_of(kind.path).get(list_id)
    if found is None or (found.deleted_at is not None and not deleted):
        raise Refusal("L1")
    if _has_faded(scope, found):
        raise Refusal("L1")
    return found


def _has_faded(scope: Scope, found: EntityList) -> bool:
    """Whether the tombstone of a deleted list is gone too."""
    lifetime = scope.settings.tombstone_seconds
    if found.deleted_at is None or lifetime is None:
        return False
    return scope.world.clock.now() - found.deleted_at >= lifetime


def _check_location(location: object) -> None:
    if read_location(location) is None:
        raise Refusal("L4")


def _check_owner(owner: object) -> None:
    if owner is not None and not (isinstance(owner, str) and _ACCOUNT_ID.fullmatch(owner)):
        raise Refusal("L5")


def _check_changes(changes: Params) -> None:
    if "name" in changes and not (isinstance(changes["name"], str) and _NAME.fullmatch(changes["name"])):
        raise Refusal("L9")
    if "location" in changes:
        _check_location(changes["location"])
    _check_owner(changes.get("expected_bucket_owner"))


def _replayed(scope: Scope, kind: ListKind, name: str, token: str | None) -> str | None:
    """Id that an earlier create of this name with this token gave; None: there was none that counts."""
    earlier = scope.detector.list_tokens.get((kind.path, name, token)) if token else None
    if earlier is None or scope.detector.lists_of(kind.path)[earlier].is_live:
        return earlier
    if scope.settings.token_after_delete == "refuse":  # noqa: S105 -- a position of a switch
        raise UnestablishedRefusal("the client token belongs to a list that was deleted")
    return earlier if scope.settings.token_after_delete == "deleted" else None  # noqa: S105 -- as above


def _refuse_when_busy(scope: Scope, found: EntityList) -> None:
    status = found.status.settle(scope.world.clock)
    if found.status.busy and scope.settings.busy_lists == "refuse":
        raise UnestablishedRefusal(f"list {found.id} is {status}; wait until that is over")


def _only_the_administrator(scope: Scope) -> None:
    """Source: GuardDuty API Reference: only users of the administrator account manage lists."""
    if scope.backend.administrator is not None:
        raise UnestablishedRefusal(
            f"account {scope.account} is a member; only its administrator {scope.backend.administrator} manages lists"
        )


def _administrators_scope(scope: Scope) -> Scope | None:
    """Source: botocore's text of the List operations: members are told the administrator's lists."""
    _ = scope.detector
    administrator = scope.backend.administrator
    if administrator is None:
        return scope
    backend = sandbox_backends[administrator][scope.region]
    detector_id = next(iter(backend.moto.detectors), None)
    return None if detector_id is None else Scope(backend, detector_id, scope.world, scope.call)
