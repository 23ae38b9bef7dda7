"""The API of one kind of list, so that the lifecycle need not know which kind it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core import tags
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty._core.lists.kind import ListKind
from pulumi_guardduty._core.resource_id import ResourceId


#: A deleted list keeps answering, with this status. Source: wire captures of 2026-09-29.
DELETED: Final = "DELETED"

#: How AWS says, whoever was to read it, that the object at a location could not be read.
#: Source: wire captures of 2026-09-29.
_NOT_READ: Final = "caller is not authorized to call this API"


def unreadable(kind: ListKind, location: str, declared: str | None) -> str:
    """What to check where GuardDuty could not read a list, in words; `declared` is its format where that is known."""
    form = f" and has the format {declared}" if declared else ""
    return (
        f"GuardDuty could not read the list at {location}: check that the object exists, is at most 35 MB{form}; "
        f"{kind.reading}"
    )


@dataclass(frozen=True)
class ListApi:
    """Calls about one kind of list, as one resource makes them.

    Every method raises `AwsCallError` when AWS refuses.
    """

    kind: ListKind
    aws: AwsAccess

    def create(self, detector: str, token: str, inputs: Any) -> str:
        """Make an inactive list, or find the one `token` and the name made before; its own id.

        It is activated in a second step: when activation fails, the list is known and stays in state. What AWS
        leaves behind when a single create-and-activate call fails is not established.
        """
        request: dict[str, Any] = {
            "DetectorId": detector,
            "Name": inputs.name,
            "Format": inputs.format,
            "Location": inputs.location,
            "Activate": False,
            "ClientToken": token,
        }
        if inputs.tags:
            request["Tags"] = inputs.tags
        if inputs.expected_bucket_owner:
            request["ExpectedBucketOwner"] = inputs.expected_bucket_owner
        return str(self._call("create", request)[self.kind.id_parameter])

    def get(self, target: ResourceId) -> Bag | None:
        """The list as outputs, or None when it, or its detector, is gone."""
        try:
            found = self._call("get", self._target(target))
        except errors.MissingResourceError:
            return None
        if found.get("Status") == DELETED:
            return None
        return {
            "detectorId": target.detector,
            self.kind.output: target.own,
            "name": found.get("Name"),
            "format": found.get("Format"),
            "location": found.get("Location"),
            "expectedBucketOwner": found.get("ExpectedBucketOwner"),
            "tags": tags.own(found.get("Tags")) or None,
            "status": found.get("Status"),
            "errorDetails": found.get("ErrorDetails"),
            "arn": self._arn(target),
        }

    def update(self, target: ResourceId, **changes: Any) -> None:
        """Change a list; `changes` are the request's own members, None left out."""
        self._call("update", {**self._target(target), **{k: v for k, v in changes.items() if v is not None}})

    def delete(self, target: ResourceId) -> None:
        """Delete a list; already gone is a success."""
        try:
            self._call("delete", self._target(target))
        except errors.MissingResourceError:
            return

    def others(self, detector: str) -> Iterator[Bag]:
        """Every list of this kind on `detector`."""
        with aws_errors():
            pages = self.aws.guardduty.get_paginator(f"list_{self.kind.method}s").paginate(DetectorId=detector)  # type: ignore[call-overload]
            found = [own for page in pages for own in page[self.kind.ids]]
        for own in found:
            if (row := self.get(ResourceId(detector, own))) is not None:
                yield row

    def _call(self, verb: str, request: dict[str, Any]) -> Any:
        try:
            with aws_errors():
                return getattr(self.aws.guardduty, f"{verb}_{self.kind.method}")(**request)
        except errors.MissingResourceError:
            raise
        except errors.AwsCallError as error:
            raise self._explained(error, verb, request) from error

    def _explained(self, error: errors.AwsCallError, verb: str, request: dict[str, Any]) -> errors.AwsCallError:
        """`error`, with what this kind's reader needs, and with a word on the administrator to a member account."""
        if _NOT_READ in error.aws_message and "Location" in request:
            error = error.advised(unreadable(self.kind, request["Location"], None))
        elif _NOT_READ in error.aws_message and verb == "delete":
            # Source: GuardDuty User Guide, "Prerequisites" of lists.
            error = error.advised(
                "with a list GuardDuty deletes what lets its role AWSServiceRoleForAmazonGuardDuty read it, with the "
                "caller's rights: grant iam:DeleteRolePolicy on that role to the credentials Pulumi runs with"
            )
        return self._as_member(error, request["DetectorId"])

    def _as_member(self, error: errors.AwsCallError, detector: str) -> errors.AwsCallError:
        try:
            with aws_errors():
                found: Any = self.aws.guardduty.get_administrator_account(DetectorId=detector)
        except errors.GuardDutyProviderError:
            return error
        administrator = (found.get("Administrator") or {}).get("AccountId")
        if not administrator or administrator == self.aws.account_id:
            return error
        member = (
            f"account {self.aws.account_id} is a member of GuardDuty administrator account {administrator}, and only "
            "the administrator manages lists: declare this list there"
        )
        return error.advised(f"{member}; {error.advice}" if error.advice else member)

    def _target(self, target: ResourceId) -> dict[str, Any]:
        return {"DetectorId": target.detector, self.kind.id_parameter: target.own}

    def _arn(self, target: ResourceId) -> str:
        return (
            f"arn:{self.aws.partition}:guardduty:{self.aws.region}:{self.aws.account_id}:detector/{target.detector}"
            f"/{self.kind.segment}/{target.own}"
        )
