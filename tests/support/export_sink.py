"""A bucket and key in the sandbox, with policies that the provider wrote, for exporters of any account and region."""

import json
from dataclasses import dataclass, replace
from typing import Any

from pulumi_guardduty._core.arn import partition_of
from pulumi_guardduty.diagnosis import SinkFacts
from pulumi_guardduty.policy_documents import Exporter, guardduty_bucket_policy, guardduty_key_policy
from pulumi_guardduty_sandbox.aws import Sandbox


OWNER = "123456789012"
OTHER = "444455556666"


@dataclass(frozen=True)
class ExportSink:
    """What stands in AWS, and what was written."""

    sandbox: Sandbox
    region: str
    exporters: tuple[Exporter, ...]
    bucket: str
    prefix: str
    key_arn: str
    bucket_policy: dict[str, Any]
    key_policy: dict[str, Any]

    @property
    def destination_arn(self) -> str:
        folder = f"/{self.prefix}" if self.prefix else ""
        return f"arn:{partition_of(self.region)}:s3:::{self.bucket}{folder}"

    def client(self, service: str, **options: Any) -> Any:
        return self.sandbox.client(service, region=self.region, account=OWNER, **options)

    def written(self, **policies: dict[str, Any]) -> "ExportSink":
        """The same sink under other policies, which are stored."""
        changed = replace(self, **policies)
        changed.client("kms").put_key_policy(
            KeyId=self.key_arn, PolicyName="default", Policy=json.dumps(changed.key_policy)
        )
        changed.client("s3").put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(changed.bucket_policy))
        return changed

    def export(self, exporter: Exporter) -> str:
        """Make a destination for `exporter`; its status."""
        guardduty = self.sandbox.client("guardduty", region=exporter.region, account=exporter.account_id)
        properties = {"DestinationArn": self.destination_arn, "KmsKeyArn": self.key_arn}
        made = guardduty.create_publishing_destination(
            DetectorId=exporter.detector_id, DestinationType="S3", DestinationProperties=properties
        )
        described = guardduty.describe_publishing_destination(
            DetectorId=exporter.detector_id, DestinationId=made["DestinationId"]
        )
        return described["Status"]

    def facts(self, exporter: Exporter) -> SinkFacts:
        """What a lifecycle would find out."""
        return SinkFacts(
            exporter=exporter,
            destination_arn=self.destination_arn,
            kms_key_arn=self.key_arn,
            bucket_exists=True,
            bucket_region=self.region,
            bucket_policy=self.client("s3").get_bucket_policy(Bucket=self.bucket)["Policy"],
            prefix_marker=True,
            key=self.client("kms").describe_key(KeyId=self.key_arn)["KeyMetadata"],
            key_policy=self.client("kms").get_key_policy(KeyId=self.key_arn, PolicyName="default")["Policy"],
        )


def make_exporter(sandbox: Sandbox, region: str, account: str = OWNER) -> Exporter:
    """A detector that exports."""
    guardduty = sandbox.client("guardduty", region=region, account=account)
    return Exporter(account, region, guardduty.create_detector(Enable=True)["DetectorId"])


def make_export_sink(
    sandbox: Sandbox, region: str, exporters: list[Exporter], *, prefix: str = "findings", **options: Any
) -> ExportSink:
    """A bucket and key with the provider's policies, and the folder object written under them."""
    kms, s3 = (sandbox.client(service, region=region, account=OWNER) for service in ("kms", "s3"))
    key_arn = kms.create_key()["KeyMetadata"]["Arn"]
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket="audit", **place)
    bucket_arn = f"arn:{partition_of(region)}:s3:::audit"
    bucket_policy = guardduty_bucket_policy(
        bucket_arn=bucket_arn, kms_key_arn=key_arn, exporters=exporters, prefix=prefix, **options
    )
    key_policy = guardduty_key_policy(exporters=exporters, key_arn=key_arn)
    sink = ExportSink(sandbox, region, tuple(exporters), "audit", prefix, key_arn, bucket_policy, key_policy).written()
    if prefix:
        s3.put_object(Bucket="audit", Key=f"{prefix}/", ServerSideEncryption="aws:kms", SSEKMSKeyId=key_arn)
    return sink
