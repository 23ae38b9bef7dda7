"""A policy in AWS that others write to as well."""

from typing import Protocol

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.aws_errors import aws_errors


class PolicyTarget(Protocol):
    """One policy: read whole, written whole."""

    @property
    def name(self) -> str:
        """What a message calls it; the same for two objects that stand for one policy."""

    def read(self) -> str | None:
        """The policy's text; None where the thing has no policy.

        Raises:
            MissingResourceError: The thing itself is gone.
        """

    def write(self, text: str | None) -> None:
        """Replace the policy by `text`, or remove it."""


class BucketPolicy:
    """The policy of an S3 bucket."""

    def __init__(self, bucket: str, aws: AwsAccess) -> None:
        self._bucket, self._aws = bucket, aws

    @property
    def name(self) -> str:
        return f"bucket {self._bucket}"

    def read(self) -> str | None:
        try:
            with aws_errors():
                return self._aws.s3.get_bucket_policy(Bucket=self._bucket)["Policy"]
        except errors.MissingResourceError as error:
            if error.code == "NoSuchBucketPolicy":
                return None
            raise

    def write(self, text: str | None) -> None:
        with aws_errors():
            if text is None:
                self._aws.s3.delete_bucket_policy(Bucket=self._bucket)
            else:
                self._aws.s3.put_bucket_policy(Bucket=self._bucket, Policy=text)


class KeyPolicy:
    """The policy of a KMS key, called in the key's own region."""

    def __init__(self, key_arn: str, region: str, aws: AwsAccess) -> None:
        self._key_arn, self._aws = key_arn, aws.elsewhere(region)

    @property
    def name(self) -> str:
        return f"key {self._key_arn}"

    def read(self) -> str | None:
        with aws_errors():
            return self._aws.kms.get_key_policy(KeyId=self._key_arn, PolicyName="default")["Policy"]

    def write(self, text: str | None) -> None:
        if text is None:
            # A key cannot be without a policy, and nobody could mend one that says nothing.
            raise errors.InvalidInputError(
                f"the policy of {self.name} holds no statement but this resource's; add the owner's administration "
                "statement first"
            )
        with aws_errors():
            self._aws.kms.put_key_policy(KeyId=self._key_arn, PolicyName="default", Policy=text)
