"""What happens in AWS to an uploaded list.

Its key follows from its content, so new content is a new object beside the old one: whoever reads the old one goes
on doing so until it has been pointed to the new one.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.aws_access import AwsAccess
from pulumi_guardduty._core.bags import Bag, Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.difference import Difference
from pulumi_guardduty._core.handlers import Handlers
from pulumi_guardduty._core.identity import token_for
from pulumi_guardduty._core.lifecycle import Created, Lifecycle, Observed
from pulumi_guardduty.list_object import content_source
from pulumi_guardduty.list_object.judgement import judge
from pulumi_guardduty.list_object.model import ListObjectInputs
from pulumi_guardduty.list_object.stored_object import StoredObject


#: Properties whose change means another upload under the same key.
_UPLOADED: Final = frozenset({"etag", "kmsKeyArn"})

#: Outputs that state keeps of an upload.
_RECORDED: Final = ("etag", "writtenEtag", "versionId", "revision")


class ListObjectLifecycle(Lifecycle[ListObjectInputs]):
    """Upload, read, upload again and delete one list."""

    def prepared(self, declared: Bag, call: Call) -> tuple[Bag, Sequence[Failure]]:
        return judge(declared, call)

    def drift(self, outputs: Mapping[str, Any]) -> Difference:
        seen, written = outputs.get("etag"), outputs.get("writtenEtag")
        # Two keys never meet: the new object is made before the old one goes.
        if seen == written:
            return Difference(delete_first=False)
        reasons = {"etag": f"is {seen}, and what this resource uploaded has {written}"}
        return Difference(frozenset({"etag"}), delete_first=False, reasons=reasons)

    def create(self, inputs: ListObjectInputs, aws: AwsAccess, call: Call) -> Created:
        target, identity = _target(inputs, aws), token_for(inputs.client_token, call.urn)
        content, sha256 = _content(inputs)
        outputs = target.put_new(content, sha256, identity, inputs.kms_key_arn)
        if outputs is None:
            found = target.seen()
            if found is not None and found.identity != identity:
                raise errors.ConflictError(
                    f"bucket {target.bucket} holds an object {target.key} already, which this resource did not make; "
                    "declare another name or prefix, give the renamed resource an alias, or delete that object first"
                )
            outputs = target.put(content, sha256, identity, inputs.kms_key_arn)
        return Created(f"{target.bucket}/{target.key}", outputs)

    def read(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> Observed | None:
        bucket, _, key = resource_id.partition("/")
        if not key:
            raise errors.InvalidInputError(f"{resource_id!r} is not an id; expected <bucket>/<key>")
        seen = StoredObject(aws, bucket, key, props.get("expectedBucketOwner")).seen()
        if seen is None:
            return None
        recorded = {name: props[name] for name in _RECORDED if name in props}
        outputs = {
            "writtenEtag": seen.etag,
            "versionId": seen.version_id,
            "revision": seen.revision,
            "size": seen.size,
            **recorded,
            "bucket": bucket,
            "key": key,
            "location": f"s3://{bucket}/{key}",
            "etag": seen.etag,
        }
        if props.get("kmsKeyArn") is not None:
            outputs["kmsKeyArn"] = seen.kms_key_arn
        return Observed(outputs)

    def update(
        self,
        resource_id: str,
        olds: Mapping[str, Any],
        inputs: ListObjectInputs,
        changed: frozenset[str],
        aws: AwsAccess,
        call: Call,
    ) -> Bag:
        if not changed & _UPLOADED:
            return {name: olds[name] for name in _RECORDED if name in olds}
        content, sha256 = _content(inputs)
        return _target(inputs, aws).put(content, sha256, token_for(inputs.client_token, call.urn), inputs.kms_key_arn)

    def delete(self, resource_id: str, props: Mapping[str, Any], aws: AwsAccess, call: Call) -> None:
        bucket, _, key = resource_id.partition("/")
        target = StoredObject(aws, bucket, key, props.get("expectedBucketOwner"))
        try:
            gone = target.delete(props.get("versionId"), props.get("revision"), props.get("clientToken"))
        except errors.MissingResourceError:
            return
        if not gone:
            call.say(f"object {key} of bucket {bucket} is kept: it was uploaded again since, or is gone already")


def _target(inputs: ListObjectInputs, aws: AwsAccess) -> StoredObject:
    return StoredObject(aws, inputs.bucket, str(inputs.key), inputs.expected_bucket_owner)


def _content(inputs: ListObjectInputs) -> tuple[bytes, str]:
    sha256 = str(inputs.sha256)
    return content_source.read(sha256, inputs.path), sha256


HANDLERS: Final = Handlers(ListObjectInputs, ListObjectLifecycle())
