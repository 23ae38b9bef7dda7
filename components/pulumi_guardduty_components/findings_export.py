"""An export of findings: key, bucket, folder object and destination in one component."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import pulumi
import pulumi_guardduty as guardduty

from pulumi_guardduty_components.arguments import below, is_later, joined, refuse


class ExporterArgs(TypedDict, total=False):
    """One detector that exports to a central bucket."""

    account_id: pulumi.Input[str]
    """Its account, 12 digits; without it the account of the credentials."""

    region: pulumi.Input[str]
    """Its region; without it the stack's."""

    detector_id: pulumi.Input[str]
    """Its id; without it the only detector of that region, in the account of the credentials."""


class ObjectLockArgs(TypedDict):
    """How long every new object is locked against deletion."""

    mode: pulumi.Input[str]
    """GOVERNANCE, or COMPLIANCE, which nobody can lift and which blocks destroy."""

    days: pulumi.Input[int]
    """Days each object is locked."""


class AwsArgs(TypedDict, total=False):
    """How to reach AWS, over the standard chain and the stack's config."""

    profile: pulumi.Input[str]
    """Profile of the shared AWS config and credentials files."""

    role_arn: pulumi.Input[str]
    """Role to assume."""

    external_id: pulumi.Input[str]
    """External id the role's trust policy asks for."""

    session_name: pulumi.Input[str]
    """Name of the assumed role's session."""


class FindingsExportArgs(TypedDict, total=False):
    """Arguments of `FindingsExport`; every one is optional."""

    detector_id: pulumi.Input[str]
    """Detector whose findings are exported; without it the region's only one."""

    bucket_name: pulumi.Input[str]
    """Name of the bucket that is made; without it one is generated."""

    prefix: pulumi.Input[str]
    """Folder that findings go to; without it the bucket's root."""

    retention_days: pulumi.Input[int]
    """Days after which findings expire; without it they are kept."""

    object_lock: pulumi.Input[ObjectLockArgs]
    """Lock on every new object."""

    access_log_bucket: pulumi.Input[str]
    """Bucket that gets the access log."""

    force_destroy: pulumi.Input[bool]
    """Whether destroying the bucket deletes the findings in it. Default: no."""

    tags: pulumi.Input[Mapping[str, pulumi.Input[str]]]
    """Tags of key, bucket and destination, at most 49."""

    region: pulumi.Input[str]
    """Region of the detector; without it the stack's."""

    aws: pulumi.Input[AwsArgs]
    """Profile or role AWS is reached with."""

    bucket_arn: pulumi.Input[str]
    """A bucket of your own, without a folder: nothing of it is changed."""

    kms_key_arn: pulumi.Input[str]
    """A key of your own, not an alias: nothing of it is changed."""

    manage_policies: bool
    """Keep the export's statements in the policies of your own bucket and key. Default: no."""

    exporters: Sequence[pulumi.Input[ExporterArgs]]
    """Further detectors that may export to this bucket; they enter the policies only."""

    bucket_region: pulumi.Input[str]
    """Region of bucket and key where it is not the detector's."""


#: No arguments at all. The annotation of `args` has to be the class itself: the schema is read from it.
_NOTHING: FindingsExportArgs = {}


class FindingsExport(pulumi.ComponentResource):
    """Exports GuardDuty's findings to an encrypted bucket that nobody else can be tricked into writing to.

    Makes a KMS key, a bucket with its folder object, both with the least policies AWS documents, and the publishing
    destination; `pulumi up` ends with the status PUBLISHING, or with the reason why not. With `bucket_arn` or
    `kms_key_arn` the bucket or key is your own, and nothing of it is changed unless `manage_policies` is set.
    """

    detector_id: pulumi.Output[str]
    """Detector whose findings are exported."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""

    bucket_arn: pulumi.Output[str]
    """ARN of the bucket."""

    kms_key_arn: pulumi.Output[str]
    """ARN of the key."""

    kms_key_alias: pulumi.Output[str | None]
    """Alias of the key, where this component made it."""

    destination_id: pulumi.Output[str]
    """Id of the publishing destination."""

    status: pulumi.Output[str]
    """PUBLISHING when all is well."""

    findings_location: pulumi.Output[str]
    """Where findings appear: ``s3://…/AWSLogs/<account>/GuardDuty/<region>/``."""

    def __init__(
        self,
        name: str,
        args: FindingsExportArgs = _NOTHING,
        opts: pulumi.ResourceOptions | None = None,
        *,
        detector_id: pulumi.Input[str] | None = None,
        bucket_name: pulumi.Input[str] | None = None,
        prefix: pulumi.Input[str] | None = None,
        retention_days: pulumi.Input[int] | None = None,
        object_lock: pulumi.Input[ObjectLockArgs] | None = None,
        access_log_bucket: pulumi.Input[str] | None = None,
        force_destroy: pulumi.Input[bool] | None = None,
        tags: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        region: pulumi.Input[str] | None = None,
        aws: pulumi.Input[AwsArgs] | None = None,
        bucket_arn: pulumi.Input[str] | None = None,
        kms_key_arn: pulumi.Input[str] | None = None,
        manage_policies: bool | None = None,
        exporters: Sequence[pulumi.Input[ExporterArgs]] | None = None,
        bucket_region: pulumi.Input[str] | None = None,
    ) -> None:
        """Declare an export, with the arguments of `FindingsExportArgs` as a dictionary or as keywords.

        Raises:
            pulumi.RunError: An argument has no effect beside another, or is given twice.
        """
        keywords = {key: value for key, value in locals().items() if key in FindingsExportArgs.__annotations__}
        given = joined(f"FindingsExport {name!r}", args, keywords, FindingsExportArgs.__annotations__)
        refuse(f"FindingsExport {name!r}", _problems(given))
        super().__init__("guardduty:index:FindingsExport", name, {}, opts)
        self._name_of, self._given, self._opts = name, given, opts
        key, key_done = self._key()
        bucket, bucket_done = self._bucket(key)
        destination = guardduty.PublishingDestination(
            f"{name}-destination",
            detector_id=given.get("detector_id"),
            destination_arn=_folder(bucket, given.get("prefix")),
            kms_key_arn=key,
            tags=given.get("tags"),
            region=given.get("region"),
            aws=given.get("aws"),
            opts=below(self, opts, *key_done, *bucket_done),
        )
        self.detector_id = destination.detector_id
        self.bucket_arn, self.kms_key_arn = bucket, key
        self.bucket_name = bucket.apply(_name_in)
        self.kms_key_alias = key_done[0].alias if given.get("kms_key_arn") is None else pulumi.Output.from_input(None)
        self.destination_id, self.status = destination.destination_id, destination.status
        self.findings_location = pulumi.Output.all(
            arn=destination.destination_arn, account=destination.account_id, region=destination.region
        ).apply(lambda known: _location(**known))
        self.register_outputs(
            {
                "detectorId": self.detector_id,
                "bucketName": self.bucket_name,
                "bucketArn": self.bucket_arn,
                "kmsKeyArn": self.kms_key_arn,
                "kmsKeyAlias": self.kms_key_alias,
                "destinationId": self.destination_id,
                "status": self.status,
                "findingsLocation": self.findings_location,
            }
        )

    def _key(self) -> tuple[pulumi.Output[str], list[Any]]:
        """ARN of the key, and what has to be there before it can be used."""
        given = self._given
        own = given.get("kms_key_arn")
        if own is None:
            made = guardduty.FindingsKey(
                f"{self._name_of}-key",
                exporters=self._exporters(),
                tags=given.get("tags"),
                region=given.get("bucket_region", given.get("region")),
                aws=given.get("aws"),
                opts=below(self, self._opts),
            )
            return made.arn, [made]
        arn = pulumi.Output.from_input(own)
        if not given.get("manage_policies"):
            return arn, []
        statements = guardduty.KeyPolicyStatements(
            f"{self._name_of}-key-policy",
            kms_key_arn=own,
            exporters=self._exporters(),
            region=given.get("bucket_region", given.get("region")),
            aws=given.get("aws"),
            opts=below(self, self._opts),
        )
        return arn, [statements]

    def _bucket(self, key: pulumi.Output[str]) -> tuple[pulumi.Output[str], list[Any]]:
        """ARN of the bucket, and what has to be there before it can be used."""
        given = self._given
        own = given.get("bucket_arn")
        if own is None:
            made = guardduty.FindingsBucket(
                f"{self._name_of}-bucket",
                bucket=given.get("bucket_name"),
                kms_key_arn=key,
                exporters=self._exporters(),
                prefix=given.get("prefix"),
                retention_days=given.get("retention_days"),
                object_lock=given.get("object_lock"),
                access_log_bucket=given.get("access_log_bucket"),
                force_destroy=given.get("force_destroy"),
                tags=given.get("tags"),
                region=given.get("bucket_region", given.get("region")),
                aws=given.get("aws"),
                opts=below(self, self._opts),
            )
            return made.arn, [made]
        arn = pulumi.Output.from_input(own)
        if not given.get("manage_policies"):
            return arn, []
        statements = guardduty.BucketPolicyStatements(
            f"{self._name_of}-bucket-policy",
            bucket=arn.apply(_name_in),
            kms_key_arn=key,
            prefix=given.get("prefix"),
            exporters=self._exporters(),
            region=given.get("bucket_region", given.get("region")),
            aws=given.get("aws"),
            opts=below(self, self._opts),
        )
        return arn, [statements]

    def _exporters(self) -> list[Any]:
        """This export's own detector, and those that share the bucket."""
        own = {key: self._given[key] for key in ("region", "detector_id") if key in self._given}
        return [own, *self._given.get("exporters", ())]


def _problems(given: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the arguments, as far as they are known without asking anybody."""
    return _malformed(given) or _without_effect(given)


def _malformed(given: Mapping[str, Any]) -> dict[str, str]:
    """Arguments that decide what is made, and are not what they have to be."""
    wrong: dict[str, str] = {}
    for name in ("bucket_arn", "kms_key_arn"):
        if not (isinstance(given.get(name, ""), str) or is_later(given[name])):
            wrong[name] = f"has to be an ARN (got {given[name]!r})"
    if isinstance(arn := given.get("bucket_arn"), str) and "/" in arn:
        wrong["bucket_arn"] = f"names a folder ({arn!r}); give the bucket alone, and the folder as prefix"
    if not isinstance(manage := given.get("manage_policies", False), bool):
        # Text such as 'false', and an output whatever it comes to, would count as a yes.
        wrong["manage_policies"] = f"has to be True or False (got {'an output' if is_later(manage) else repr(manage)})"
    rows = given.get("exporters", ())
    if isinstance(rows, str | Mapping) or not isinstance(rows, Sequence):
        wrong["exporters"] = "has to be a list, each {'account_id': …, 'region': …, 'detector_id': …}"
    elif gaps := [number for number, row in enumerate(rows, start=1) if row is None]:
        wrong["exporters"] = f"number {gaps[0]} is None; name a detector, or leave it out"
    return wrong


def _without_effect(given: Mapping[str, Any]) -> dict[str, str]:
    """Arguments that have no effect beside others: silence would be a lie."""
    wrong: dict[str, str] = {}
    own_bucket, own_key = "bucket_arn" in given, "kms_key_arn" in given
    if own_bucket:
        for name in ("bucket_name", "retention_days", "object_lock", "access_log_bucket", "force_destroy"):
            if name in given:
                wrong[name] = "is of the bucket that is made here, and bucket_arn names your own; leave one of them out"
    if not own_bucket and not own_key and given.get("manage_policies"):
        wrong["manage_policies"] = (
            "is about a bucket or key of your own; give bucket_arn or kms_key_arn, or leave it out"
        )
    if own_bucket and own_key and "bucket_region" in given:
        wrong["bucket_region"] = "is of a bucket and key that are made here; leave it out"
    if own_bucket and own_key and "exporters" in given and not given.get("manage_policies"):
        wrong["exporters"] = "enter policies, and those of your own bucket and key are not touched; set manage_policies"
    return wrong


def _name_in(arn: Any) -> str:
    """Name of the bucket; what is no ARN is refused where the destination is checked."""
    return str(arn).rpartition(":::")[2]


def _folder(bucket: pulumi.Output[str], prefix: pulumi.Input[str] | None) -> pulumi.Output[str]:
    if prefix is None:
        return bucket
    return pulumi.Output.all(bucket, prefix).apply(lambda both: f"{both[0]}/{both[1]}" if both[1] else both[0])


def _location(arn: str, account: str, region: str) -> str:
    place = arn.rpartition(":::")[2].rstrip("/")
    return f"s3://{place}/AWSLogs/{account}/GuardDuty/{region}/"
