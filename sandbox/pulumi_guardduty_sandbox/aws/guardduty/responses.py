"""The HTTP side: which call goes where, and what comes back on the wire."""

import json
from typing import Any
from urllib.parse import unquote

from moto.guardduty.responses import GuardDutyResponse

from pulumi_guardduty_sandbox.aws.guardduty import destination_calls, list_calls
from pulumi_guardduty_sandbox.aws.guardduty.backend import SandboxGuardDutyBackend, sandbox_backends
from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal, UnestablishedRefusal
from pulumi_guardduty_sandbox.aws.guardduty.list_kind import (
    IP_SET,
    THREAT_ENTITY_SET,
    THREAT_INTEL_SET,
    TRUSTED_ENTITY_SET,
    ListKind,
)
from pulumi_guardduty_sandbox.aws.guardduty.scope import Scope
from pulumi_guardduty_sandbox.aws.guardduty.tag_calls import check_number, tags_of
from pulumi_guardduty_sandbox.aws.world import CALL_KEY, ENVIRON_KEY, NOT_PROPAGATED_KEY, World


Answer = tuple[str, dict[str, Any]]
_NO_CONTENT = 204


class SandboxGuardDutyResponse(GuardDutyResponse):  # type: ignore[misc]  # moto has no types
    """Moto's GuardDuty, with what it lacks added and what it gets wrong put right."""

    def call_action(self) -> Any:
        with self._world.lock:
            return super().call_action()

    @property
    def _world(self) -> World:
        world: World = self.normalized_request.environ[ENVIRON_KEY]
        return world

    @property
    def _own(self) -> SandboxGuardDutyBackend:
        backend: SandboxGuardDutyBackend = sandbox_backends[self.current_account][self.region]
        return backend

    @property
    def _scope(self) -> Scope:
        environ = self.normalized_request.environ
        return Scope(
            self._own,
            self._segment(1),
            self._world,
            environ[CALL_KEY],
            not_propagated=environ.get(NOT_PROPAGATED_KEY, False),
        )

    @property
    def _given(self) -> dict[str, Any]:
        """The body; what is no JSON object is refused as AWS does (E4)."""
        try:
            given = json.loads(self.body) if self.body else {}
        except ValueError:
            raise Refusal("E4") from None
        if not isinstance(given, dict):
            raise Refusal("E4")
        return given

    def _segment(self, index: int) -> str:
        """One part of the path, e.g. 1 for the detector's id."""
        return unquote(self.path.strip("/").split("/")[index])

    def _paging(self) -> tuple[int | None, str | None]:
        query = self.querystring
        size = query.get("maxResults", [None])[0]
        token = query.get("nextToken", [None])[0]
        try:
            return (None if size is None else int(size)), token
        except ValueError:
            raise Refusal("E14") from None

    # Detectors: what moto gets wrong.

    def create_detector(self) -> str:
        if self._own.moto.detectors:
            raise Refusal("D1")
        return str(super().create_detector())

    def delete_detector(self) -> str:
        held = self._scope.detector
        hangs_on_it = held.destinations or any(
            found.is_live for lists in held.lists.values() for found in lists.values()
        )
        if hangs_on_it and self._world.settings.detector_delete == "refuse":
            raise UnestablishedRefusal("the detector has a publishing destination or lists; delete them first")
        return str(super().delete_detector())

    def get_administrator_account(self) -> Answer:
        _ = self._scope.detector
        administrator = self._own.administrator
        if administrator is None:
            return _json({})
        return _json({"administrator": {"accountId": administrator, "relationshipStatus": "Enabled"}})

    # Publishing destinations.

    def create_publishing_destination(self) -> Answer:
        return _json(destination_calls.create(self._scope, self._given))

    def describe_publishing_destination(self) -> Answer:
        return _json(destination_calls.describe(self._scope, self._segment(3)))

    def update_publishing_destination(self) -> Answer:
        destination_calls.update(self._scope, self._segment(3), self._given)
        return _empty()

    def delete_publishing_destination(self) -> Answer:
        destination_calls.delete(self._scope, self._segment(3))
        return _empty()

    def list_publishing_destinations(self) -> Answer:
        return _json(destination_calls.listed(self._scope, *self._paging()))

    # Tags.

    def tag_resource(self) -> Answer:
        tags = tags_of(self._own, self._tagged_arn())
        given = self._given.get("tags") or {}
        check_number(tags | given, self._world.settings)
        tags.update(given)
        return _empty(_NO_CONTENT)

    def untag_resource(self) -> Answer:
        tags = tags_of(self._own, self._tagged_arn())
        for key in self.querystring.get("tagKeys", []):
            tags.pop(key, None)
        return _empty(_NO_CONTENT)

    def list_tags_for_resource(self) -> Answer:
        return _json({"tags": tags_of(self._own, self._tagged_arn())})

    def _tagged_arn(self) -> str:
        return unquote(self.raw_path).removeprefix("/tags/")


def _json(content: dict[str, Any]) -> Answer:
    return json.dumps(content), {"Content-Type": "application/json"}


def _empty(status: int = 200) -> Answer:
    """No body at all, as AWS answers updates, deletes and tag calls."""
    return "", {"status": status, "Content-Type": "application/json"}


def _add_lists(name: str, plural: str, kind: ListKind) -> None:
    """Give the class the five operations of one kind of list."""

    def create(self: SandboxGuardDutyResponse) -> Answer:
        return _json(list_calls.create(self._scope, kind, self._given))

    def get(self: SandboxGuardDutyResponse) -> Answer:
        return _json(list_calls.get(self._scope, kind, self._segment(3)))

    def update(self: SandboxGuardDutyResponse) -> Answer:
        list_calls.update(self._scope, kind, self._segment(3), self._given)
        return _empty()

    def delete(self: SandboxGuardDutyResponse) -> Answer:
        list_calls.delete(self._scope, kind, self._segment(3))
        return _empty()

    def listed(self: SandboxGuardDutyResponse) -> Answer:
        return _json(list_calls.listed(self._scope, kind, *self._paging()))

    for verb, method in (("create", create), ("get", get), ("update", update), ("delete", delete)):
        setattr(SandboxGuardDutyResponse, f"{verb}_{name}", method)
    setattr(SandboxGuardDutyResponse, f"list_{plural}", listed)


_add_lists("threat_intel_set", "threat_intel_sets", THREAT_INTEL_SET)
_add_lists("ip_set", "ip_sets", IP_SET)
_add_lists("threat_entity_set", "threat_entity_sets", THREAT_ENTITY_SET)
_add_lists("trusted_entity_set", "trusted_entity_sets", TRUSTED_ENTITY_SET)
