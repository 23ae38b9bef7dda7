"""Finding out about a bucket and a key with the caller's own rights; what these do not reach is named as unread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pulumi_guardduty import errors
from pulumi_guardduty._core.arn import DestinationArn, KeyArn
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors
from pulumi_guardduty.diagnosis import SinkFacts, Unread
from pulumi_guardduty.policy_documents import Exporter
from pulumi_guardduty.publishing_destination.model import PublishingDestinationInputs


_Fact = TypeVar("_Fact")


@dataclass(frozen=True)
class Sink:
    """The bucket and key of a declared destination, and AWS as the caller reaches it."""

    inputs: PublishingDestinationInputs
    detector_id: str
    aws: AwsAccess

    @property
    def place(self) -> DestinationArn:
        """The bucket and the folder."""
        return DestinationArn.parse(self.inputs.destination_arn)

    @property
    def key(self) -> KeyArn:
        """The key."""
        return KeyArn.parse(self.inputs.kms_key_arn)

    def facts(self) -> SinkFacts:
        """All but the policies: two calls, one more for a folder, one more for an expected owner."""
        exporter = Exporter(self.aws.account_id, self.aws.region, self.detector_id)
        known = SinkFacts(
            exporter,
            self.inputs.destination_arn,
            self.inputs.kms_key_arn,
            expected_bucket_owner=self.inputs.expected_bucket_owner,
        )
        if self.place.partition != exporter.partition or self.key.partition != exporter.partition:
            # Credentials are good in one partition only: nothing can be read.
            return known
        exists, region = self._bucket()
        return replace(
            known,
            bucket_exists=exists,
            bucket_region=region,
            bucket_owner_matches=self._owner_matches(exists),
            prefix_marker=self._marker() if self.place.prefix and exists is not False else known.prefix_marker,
            key=_read(self._metadata, {"NotFoundException": None}),
        )

    def with_policies(self, facts: SinkFacts) -> SinkFacts:
        """The same facts and both policies: two calls more."""
        bucket, key = self.place.bucket, self.inputs.kms_key_arn
        s3, kms = self.aws.s3, self.aws.elsewhere(self.key.region).kms
        if self.place.partition != facts.exporter.partition or self.key.partition != facts.exporter.partition:
            return facts
        return replace(
            facts,
            bucket_policy=_read(lambda: s3.get_bucket_policy(Bucket=bucket)["Policy"], {"NoSuchBucketPolicy": None}),
            key_policy=_read(lambda: kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"], {}),
        )

    def _bucket(self) -> tuple[bool | Unread, str | Unread]:
        try:
            with aws_errors():
                found = self.aws.s3.head_bucket(Bucket=self.place.bucket)
        except errors.AwsCallError as error:
            if error.code in {"404", "NoSuchBucket"}:
                return False, Unread("there is no such bucket")
            return _unread(error), _region_beside(error)
        region = found.get("BucketRegion")
        return True, region or _read(self._location, {})

    def _location(self) -> str:
        found = self.aws.s3.get_bucket_location(Bucket=self.place.bucket).get("LocationConstraint")
        return str(found or "us-east-1")

    def _owner_matches(self, exists: bool | Unread) -> bool | Unread:
        owner = self.inputs.expected_bucket_owner
        if owner is None or exists is False:
            return Unread()

        def asked() -> bool:
            self.aws.s3.head_bucket(Bucket=self.place.bucket, ExpectedBucketOwner=owner)
            return True

        # A bucket that can be seen, but not as that account's, is another's.
        matches: bool | Unread = _read(asked, {"403": False, "AccessDenied": False} if exists is True else {})
        return matches

    def _marker(self) -> bool | Unread:
        def asked() -> bool:
            self.aws.s3.head_object(Bucket=self.place.bucket, Key=self.place.folder)
            return True

        exists: bool | Unread = _read(asked, {"404": False, "NoSuchKey": False})
        return exists

    def _metadata(self) -> Any:
        return self.aws.elsewhere(self.key.region).kms.describe_key(KeyId=self.inputs.kms_key_arn)["KeyMetadata"]


def _read(call: Callable[[], _Fact], told: dict[str, Any]) -> Any:
    """The answer of `call`; what AWS tells by an error's code; or that it could not be read."""
    try:
        with aws_errors():
            return call()
    except errors.AwsCallError as error:
        return told[error.code] if error.code in told else _unread(error)


def _unread(error: errors.AwsCallError) -> Unread:
    return Unread(f"{error.operation} failed with {error.code}")


def _region_beside(error: errors.AwsCallError) -> str | Unread:
    """S3 says where a bucket is also to those whom it tells nothing else.

    Source: Amazon S3 API Reference, "HeadBucket", x-amz-bucket-region.
    """
    answer: Any = getattr(error.__cause__, "response", {})
    region = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region")
    return str(region) if region else _unread(error)
