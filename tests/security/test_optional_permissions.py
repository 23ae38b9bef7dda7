"""What docs/permissions.md says that only some declarations need: they fail without it, name it, and live with it."""

from dataclasses import replace

import pytest
from crash_kinds import ROWS
from findings_sink import put_list
from limited_caller import LimitedCaller
from permissions import PERMISSIONS, of_component


ROW = {row.kind: row for row in ROWS}


def without_detector(kind):
    """The detector, or the exporter's, is looked up."""
    row = ROW[kind]

    def undeclared(make):
        return lambda ground: {
            name: value for name, value in make(ground).items() if name not in ("detectorId", "exporters")
        }

    return replace(row, first=undeclared(row.first), changed=undeclared(row.changed))


def on_a_bucket_without_policy():
    def ground(sandbox):
        made = ROW["BucketPolicyStatements"].stands_on(sandbox)
        sandbox.client("s3").delete_bucket_policy(Bucket="shared-one")
        return made

    return replace(ROW["BucketPolicyStatements"], stands_on=ground)


def of_an_encrypted_object(kind):
    def ground(sandbox):
        key = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
        made = ROW[kind].stands_on(sandbox)
        _, _, name = put_list(sandbox).rpartition("/")
        sandbox.client("s3").put_object(
            Bucket="lists", Key=name, Body=b"8.8.8.8\n", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
        )
        return made

    return replace(ROW[kind], stands_on=ground)


def in_a_versioned_bucket():
    def ground(sandbox):
        made = ROW["ListObject"].stands_on(sandbox)
        sandbox.client("s3").put_bucket_versioning(Bucket="shared-one", VersioningConfiguration={"Status": "Enabled"})
        return made

    return replace(ROW["ListObject"], stands_on=ground)


def adopted():
    row = ROW["PublishingDestination"]

    def ground(sandbox):
        sink = row.stands_on(sandbox)
        sandbox.client("guardduty").create_publishing_destination(
            DetectorId=sink.detector_id,
            DestinationType="S3",
            DestinationProperties={"DestinationArn": sink.destination_arn, "KmsKeyArn": sink.key_arn},
        )
        return sink

    return replace(row, stands_on=ground, first=lambda sink: {**row.first(sink), "adopt": True})


CASES = [
    *(
        (without_detector(kind), {"guardduty:ListDetectors"})
        for kind in ROW
        if kind not in ("ListBucket", "ListObject")
    ),
    (on_a_bucket_without_policy(), {"s3:DeleteBucketPolicy"}),
    (of_an_encrypted_object("ThreatEntitySet"), {"kms:Decrypt"}),
    (of_an_encrypted_object("TrustedEntitySet"), {"kms:Decrypt"}),
    (
        in_a_versioned_bucket(),
        {"s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:ListBucketVersions"},
    ),
    (adopted(), {"guardduty:ListPublishingDestinations"}),
]


@pytest.mark.parametrize(
    ("row", "wanted"), CASES, ids=lambda value: value.kind if hasattr(value, "kind") else "+".join(sorted(value))
)
def test_is_needed_by_some_declarations_and_named_where_it_lacks(row, wanted, sandbox, monkeypatch):
    caller = LimitedCaller(sandbox, monkeypatch)
    found = PERMISSIONS[row.kind]
    grants = {**found.needed, **{action: found.optional[action].resources for action in wanted}}

    whole = caller.live(row, grants)
    lacking = {action: caller.live(row, {k: v for k, v in grants.items() if k != action}) for action in wanted}

    assert whole.ended_at == "", whole.text
    assert {action for action, life in lacking.items() if life.ended_at and action in life.text} == wanted


def test_the_policy_of_threat_list_is_enough_for_an_object_in_a_versioned_bucket(sandbox, monkeypatch):
    life = LimitedCaller(sandbox, monkeypatch).live(in_a_versioned_bucket(), of_component("ThreatList"))

    assert life.ended_at == "", life.text


def test_the_policy_of_findings_export_is_enough_for_a_bucket_without_a_policy(sandbox, monkeypatch):
    life = LimitedCaller(sandbox, monkeypatch).live(on_a_bucket_without_policy(), of_component("FindingsExport"))

    assert life.ended_at == "", life.text
