"""One object in S3 and whose it is: it carries the identity of the resource that made it, and a mark of each upload."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty._core.bags import Bag
from pulumi_guardduty.list_object.digest import checksum


#: Metadata that names the resource which made an object.
_IDENTITY: Final = "pulumi-guardduty-identity"

#: Metadata that differs between two uploads of the same content.
_REVISION: Final = "pulumi-guardduty-revision"

#: What S3 calls an object's only version where it keeps none.
_UNVERSIONED: Final = (None, "null")


@dataclass(frozen=True)
class Seen:
    """What S3 tells of an object."""

    etag: str
    version_id: str | None
    kms_key_arn: str | None
    size: int
    identity: str | None
    revision: str | None


@dataclass(frozen=True)
class StoredObject:
    """The object of one key; every method raises `AwsCallError` when AWS refuses."""

    aws: AwsAccess
    bucket: str
    key: str
    owner: str | None

    def seen(self, version_id: str | None = None) -> Seen | None:
        """The object, or one version of it, as it is now; None when it is gone."""
        asked = self._address()
        if version_id is not None:
            asked["VersionId"] = version_id
        try:
            with aws_errors():
                found: Any = self.aws.s3.head_object(**asked)
        except errors.MissingResourceError:
            return None
        except errors.AccessDeniedError as error:
            # Source: Amazon S3 API Reference, "HeadObject": 403 instead of 404 to those who may not list.
            action = "s3:GetObject" if version_id is None else "s3:GetObjectVersion"
            raise error.advised(
                f"bucket: the credentials Pulumi runs with may not do {action} on {self.key} in {self.bucket}, or it "
                "is gone and they lack s3:ListBucket, without which S3 does not tell: grant them both actions"
            ) from error
        return Seen(
            etag=found["ETag"].strip('"'),
            version_id=found.get("VersionId"),
            kms_key_arn=found.get("SSEKMSKeyId"),
            size=found["ContentLength"],
            identity=found["Metadata"].get(_IDENTITY),
            revision=found["Metadata"].get(_REVISION),
        )

    def put_new(self, content: bytes, sha256: str, identity: str, kms_key_arn: str | None) -> Bag | None:
        """Upload where there is nothing yet; None when there is something."""
        try:
            return self._put(content, sha256, identity, kms_key_arn, IfNoneMatch="*")
        except errors.AwsCallError as error:
            if error.code not in ("PreconditionFailed", "ConditionalRequestConflict"):
                raise
            return None

    def put(self, content: bytes, sha256: str, identity: str, kms_key_arn: str | None) -> Bag:
        """Upload over whatever there is; what state records of the upload."""
        return self._put(content, sha256, identity, kms_key_arn)

    def delete(self, version_id: str | None, revision: str | None, identity: str | None) -> bool:
        """Delete what one upload made, and nothing that was uploaded later; False when something else is there.

        Where the bucket keeps versions, this resource's own earlier ones go too: a run that was cut off leaves one.
        """
        if version_id not in _UNVERSIONED:
            doomed = list(self._own_versions_up_to(version_id, identity))
            for version in doomed:
                with aws_errors():
                    self.aws.s3.delete_object(**self._address(), VersionId=version)
            return bool(doomed)
        now = self.seen()
        if now is None:
            return True
        if now.revision != revision:
            return False
        with aws_errors():
            self.aws.s3.delete_object(**self._address())
        return True

    def _own_versions_up_to(self, version_id: str | None, identity: str | None) -> Iterator[str]:
        reached = False
        with aws_errors():
            pages = self.aws.s3.get_paginator("list_object_versions").paginate(
                Bucket=self.bucket, Prefix=self.key, **self._expected()
            )
            # Newest first, key by key. Source: Amazon S3 API Reference, "ListObjectVersions".
            rows: list[Any] = [row for page in pages for row in page.get("Versions", ()) if row["Key"] == self.key]
        for row in rows:
            reached = reached or row["VersionId"] == version_id
            if row["VersionId"] == version_id or (reached and self._is_own(row["VersionId"], identity)):
                yield row["VersionId"]

    def _is_own(self, version_id: str, identity: str | None) -> bool:
        found = self.seen(version_id)
        return found is not None and identity is not None and found.identity == identity

    def _put(self, content: bytes, sha256: str, identity: str, kms_key_arn: str | None, **more: Any) -> Bag:
        revision = uuid.uuid4().hex
        if kms_key_arn is not None:
            more |= {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key_arn}
        try:
            with aws_errors():
                answer: Any = self.aws.s3.put_object(
                    **self._address(),
                    Body=content,
                    ChecksumSHA256=checksum(sha256),
                    Metadata={_IDENTITY: identity, _REVISION: revision},
                    **more,
                )
        except errors.AwsCallError as error:
            raise self._explained(error) from error
        etag = answer["ETag"].strip('"')
        return {
            "etag": etag,
            "writtenEtag": etag,
            "versionId": answer.get("VersionId"),
            "revision": revision,
            "bucket": self.bucket,
            "key": self.key,
            "location": f"s3://{self.bucket}/{self.key}",
        }

    def _explained(self, error: errors.AwsCallError) -> errors.AwsCallError:
        if isinstance(error, errors.MissingResourceError):
            return error.advised(f"bucket: there is no bucket {self.bucket}; correct its name, or make it first")
        if isinstance(error, errors.AccessDeniedError):
            owner = f", or the bucket belongs to another account than {self.owner}" if self.owner else ""
            return error.advised(
                f"bucket: the credentials Pulumi runs with may not upload {self.key} to {self.bucket} (s3:PutObject, "
                f"and kms:GenerateDataKey where a KMS key encrypts it){owner}"
            )
        return error

    def _address(self) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": self.key, **self._expected()}

    def _expected(self) -> dict[str, Any]:
        return {"ExpectedBucketOwner": self.owner} if self.owner else {}
