"""Deleting a bucket with what is in it, or refusing to, with nothing lost.

Source: Amazon S3 API Reference, "ListObjectVersions" and "DeleteObjects": at most 1,000 each.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty.bucket_upkeep.place import Place, or_none


#: Versions S3 lists, and deletes, at a time.
_BATCH: Final = 1_000

#: How often a bucket is emptied again because something was written to it meanwhile.
_ATTEMPTS: Final = 5


@dataclass(frozen=True)
class Emptying:
    """How a bucket is to be emptied.

    Attributes:
        place: The bucket.
        force: Whether what is of worth may be deleted too.
        lock: Mode of its Object Lock, where it has one.
        worthless: Whether a version, a row of S3's listing, is nothing that anybody would miss.
    """

    place: Place
    force: bool
    lock: str | None
    worthless: Callable[[Mapping[str, Any]], bool]

    def delete(self) -> None:
        """Delete the bucket; one that is already gone is a success.

        Raises:
            ConflictError: It holds something of worth and may not lose it, or it is locked. Nothing was deleted in the
                first case.
            AwsCallError: S3 refused.
        """
        for _ in range(_ATTEMPTS):
            if not self.force:
                self._refuse_content()
            self._empty()
            if self._deleted():
                return
        raise errors.ConflictError(
            f"bucket {self.place.bucket} is written to faster than it can be emptied; stop what writes to it, then run "
            "`pulumi destroy` again"
        )

    def _refuse_content(self) -> None:
        for page in self._pages():
            kept = [row for row in page.get("Versions", []) if not self.worthless(row)]
            if kept:
                more = "at least " if page.get("IsTruncated") else ""
                size = sum(row["Size"] for row in kept)
                raise errors.ConflictError(
                    f"bucket {self.place.bucket} is kept, as it holds {more}{len(kept):,} object versions of "
                    f"{size:,} bytes: to lose them with it, set force_destroy=True, run `pulumi up`, then `pulumi "
                    "destroy` again; to keep them, move them away first, or take the bucket out of the stack with "
                    "`pulumi state delete`"
                )

    def _empty(self) -> None:
        while True:
            page = self._page({})
            versions = [row for row in page.get("Versions", []) if self.force or self.worthless(row)]
            doomed = [*versions, *page.get("DeleteMarkers", [])]
            if not doomed:
                return
            self._delete_all([{"Key": row["Key"], "VersionId": row["VersionId"]} for row in doomed])

    def _delete_all(self, doomed: list[dict[str, str]]) -> None:
        # The permission to bypass is asked for only where there is something to bypass.
        bypass = {"BypassGovernanceRetention": True} if self.lock == "GOVERNANCE" else {}
        with aws_errors():
            answer = self.place.s3.delete_objects(
                **self.place.name, Delete={"Objects": doomed, "Quiet": True}, **bypass
            )
        if answer.get("Errors"):
            raise errors.ConflictError(self._locked(answer["Errors"]))

    def _deleted(self) -> bool:
        try:
            or_none(lambda: self.place.s3.delete_bucket(**self.place.name), "NoSuchBucket")
        except errors.AwsCallError as error:
            if error.code != "BucketNotEmpty":
                raise
            return False
        return True

    def _pages(self) -> Iterator[Mapping[str, Any]]:
        after: dict[str, str] = {}
        while True:
            page = self._page(after)
            yield page
            if not page.get("IsTruncated"):
                return
            after = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}

    def _page(self, after: Mapping[str, str]) -> Mapping[str, Any]:
        def listed() -> Mapping[str, Any]:
            found: Mapping[str, Any] = self.place.s3.list_object_versions(**self.place.name, MaxKeys=_BATCH, **after)
            return found

        return or_none(listed, "NoSuchBucket") or {}

    def _locked(self, refused: list[Mapping[str, Any]]) -> str:
        first = refused[0]
        until = self._locked_until(first)
        if until is None:
            denied = first.get("Code") == "AccessDenied"
            fix = "; grant s3:DeleteObjectVersion to the credentials Pulumi runs with" if denied else ""
            return (
                f"bucket {self.place.bucket} is kept: {len(refused):,} of its objects cannot be deleted, the first is "
                f"{first.get('Key')!r} ({first.get('Code')}: {first.get('Message')}){fix}"
            )
        how = (
            "nobody can delete them earlier, so run `pulumi destroy` again after that"
            if self.lock == "COMPLIANCE"
            else "grant s3:BypassGovernanceRetention to the credentials Pulumi runs with, or wait for that day"
        )
        return (
            f"bucket {self.place.bucket} is kept: {len(refused):,} of its objects are under Object Lock, "
            f"{first.get('Key')!r} until {until}; {how}"
        )

    def _locked_until(self, row: Mapping[str, Any]) -> str | None:
        named = {name: row[name] for name in ("Key", "VersionId") if row.get(name)}
        try:
            with aws_errors():
                until = self.place.s3.head_object(**self.place.name, **named).get("ObjectLockRetainUntilDate")
        except errors.AwsCallError:
            return None
        return f"{until:%Y-%m-%d}" if until is not None else None
