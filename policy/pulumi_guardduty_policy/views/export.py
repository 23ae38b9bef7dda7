"""A destination with the bucket and the key it uses in its stack."""

import dataclasses
from dataclasses import dataclass

from pulumi_guardduty_policy.framework.stack import Stack
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL
from pulumi_guardduty_policy.views.bucket import Aspect, Bucket
from pulumi_guardduty_policy.views.buckets import bucket_of
from pulumi_guardduty_policy.views.destination import Destination
from pulumi_guardduty_policy.views.keys import KeyName, key_computed_from, without_alias


#: Where a resource says which key encrypts a bucket, over all providers.
_ENCRYPTION_PROPERTIES = (
    "rules",
    "kmsKeyArn",
    "bucketEncryption",
    "serverSideEncryptionConfiguration",
    "serverSideEncryptionConfigurations",
)


@dataclass(frozen=True, eq=False)
class Export:
    """A destination, with the stack it belongs to."""

    stack: Stack
    destination: Destination

    @property
    def bucket(self) -> Bucket | None:
        """The bucket it writes to; None where that lies outside the stack."""
        destination = self.destination
        return bucket_of(self.stack, destination.resource, destination.target_property, read=lambda: destination.target)

    def seen_on(self, bucket: Bucket) -> Bucket:
        """The bucket, with the folder that this destination writes to."""
        return dataclasses.replace(bucket, exported_to=lambda: self.destination.folder)

    def uses_key_of(self, bucket: Bucket) -> bool:
        """Tell whether the findings and the bucket are encrypted with one key.

        Raises:
            UndecidedError: A key is not known yet, or is an alias from outside the stack.
        """
        encryption = bucket.encryption
        if encryption is None or not encryption.uses_kms:
            return False
        try:
            used, held = KeyName(self.destination.key), KeyName(encryption.key)
        except CANNOT_TELL:
            if self._computed_from_different_keys(bucket):
                return False
            raise
        return without_alias(self.stack, used).is_same(without_alias(self.stack, held))

    def _computed_from_different_keys(self, bucket: Bucket) -> bool:
        """Tell whether the two keys, not known yet, are computed from two keys of the stack.

        Raises:
            UndecidedError: It cannot be told what one of them is computed from.
        """
        used = key_computed_from(self.stack, self.destination.resource, self.destination.key_property)
        held = key_computed_from(self.stack, bucket.source(Aspect.ENCRYPTION).resource, *_ENCRYPTION_PROPERTIES)
        return used.resource.urn != held.resource.urn
