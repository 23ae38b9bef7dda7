"""What a program declares of a bucket that holds findings."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from pulumi_guardduty._core.arn import KeyArn, checked_prefix
from pulumi_guardduty._core.bucket_name import BucketName
from pulumi_guardduty._core.fields import CarriedIdentity, KeyArnText, OptionalAdopt, parsed_by
from pulumi_guardduty._core.inputs import REPLACES, Inputs, ResourceInputs, Whole
from pulumi_guardduty.policy_documents import BUCKET_POLICY_BYTES, checked_size
from pulumi_guardduty.sink_upkeep.exporters import ExporterList
from pulumi_guardduty.sink_upkeep.policy_text import PolicyText
from pulumi_guardduty.sink_upkeep.resource_tags import ResourceTags


#: Days S3 takes: any whole number from 1 on that its calendar can add; a hundred years are enough for everyone.
Days = Annotated[Whole, Field(ge=1, le=36_500)]


def _sized(text: str) -> str:
    return checked_size(text, BUCKET_POLICY_BYTES, "bucket policy")


def _bare(prefix: str) -> str:
    """The folder as it is compared and sent: ``findings/`` and ``findings`` are one."""
    return checked_prefix(prefix)


class ObjectLock(Inputs):
    """How long every new object is locked against deletion.

    Source: Amazon S3 User Guide, "Locking objects with Object Lock".
    """

    mode: Literal["GOVERNANCE", "COMPLIANCE"]
    """GOVERNANCE: who may s3:BypassGovernanceRetention can still delete. COMPLIANCE: nobody can, not even root."""

    days: Days
    """Days each object is locked from the moment it is written."""


class FindingsBucketInputs(ResourceInputs):
    """Desired state of one bucket.

    Source of every bound: Amazon S3 API Reference, "CreateBucket", "PutBucketLifecycleConfiguration",
    "PutBucketLogging" and "PutObjectLockConfiguration".
    """

    LOOKED_UP: ClassVar[frozenset[str]] = frozenset({"region", "bucket", "policy"})

    bucket: Annotated[Annotated[str, parsed_by(BucketName.parse)] | None, REPLACES] = None
    """Name, 3 to 63 characters; without it one is made of the resource's identity. A change replaces."""

    kms_key_arn: KeyArnText
    """Key that encrypts every object: a key, not an alias, in the bucket's region."""

    policy: Annotated[PolicyText, AfterValidator(_sized)] | None = None
    """JSON text of the bucket policy; without it the least that lets `exporters` export."""

    exporters: ExporterList | None = None
    """Detectors that may write to the bucket; without it the one of this account and region."""

    prefix: Annotated[str, AfterValidator(_bare)] | None = None
    """Folder that findings go to; its folder object is kept in place. Without it the bucket's root."""

    retention_days: Days | None = None
    """Days, 1 to 36,500, after which findings expire; without it they are kept."""

    noncurrent_retention_days: Days = 90
    """Days, 1 to 36,500, that overwritten, deleted and expired findings are still kept as older versions."""

    abort_incomplete_upload_days: Days = 7
    """Days, 1 to 36,500, after which uploads that were never finished are removed."""

    object_lock: ObjectLock | None = None
    """Lock on every new object; once a bucket has been locked, Object Lock itself stays on."""

    access_log_bucket: Annotated[str, StringConstraints(min_length=3, max_length=63)] | None = None
    """Bucket that gets this one's access log; its own policy has to let S3's log delivery in."""

    access_log_prefix: Annotated[str, StringConstraints(max_length=512)] | None = None
    """What the names of the log's objects begin with; without it the bucket's name and a slash."""

    tags: ResourceTags | None = None
    """Tags, at most 49; keys 1 to 128, values up to 256 characters."""

    force_destroy: bool = False
    """Whether deleting the bucket deletes the findings in it; a bucket without findings needs no force."""

    client_token: CarriedIdentity = None
    """Identity that the bucket carries as a tag; without it one is derived from the resource's identity."""

    adopt: OptionalAdopt = None
    """Take over a bucket of this account that has the name already, and bring it to this declaration."""


def between_fields(inputs: FindingsBucketInputs) -> Mapping[str, str]:
    """What is wrong between fields, by field."""
    wrong: dict[str, str] = {}
    if inputs.kms_key_arn and inputs.region and (away := KeyArn.parse(inputs.kms_key_arn).region) != inputs.region:
        wrong["kms_key_arn"] = (
            f"is in {away} and the bucket in {inputs.region}, where S3 cannot use it; "
            f"declare a key in {inputs.region}, or the bucket in {away}"
        )
    if inputs.policy is not None and inputs.exporters is not None:
        wrong["exporters"] = "has no effect beside policy, which is used as it is; declare one of the two"
    if inputs.access_log_prefix is not None and inputs.access_log_bucket is None:
        wrong["access_log_prefix"] = "has no effect without access_log_bucket; declare that too, or leave it out"
    if inputs.access_log_bucket is not None and inputs.access_log_bucket == inputs.bucket:
        wrong["access_log_bucket"] = (
            "is the bucket itself, whose log would then be logged in turn without end; name another bucket"
        )
    if inputs.object_lock is not None and (inputs.retention_days or inputs.object_lock.days) < inputs.object_lock.days:
        wrong["retention_days"] = (
            f"lets findings expire after {inputs.retention_days} days while object_lock keeps them for "
            f"{inputs.object_lock.days}; make it at least {inputs.object_lock.days}"
        )
    return wrong
