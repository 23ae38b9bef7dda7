"""An export of findings from its declaration to PUBLISHING and back, on the engine, embedded and real."""

import json

import pytest
from findings_sink import ACCOUNT, REGION, make_detector, make_sink


HEAD = """
import pulumi
from pulumi_guardduty_components import FindingsExport

config = pulumi.Config()
"""

EXPORT = """
export = FindingsExport("export", prefix="findings", force_destroy=config.get_bool("force"))
for name in ("detector_id", "bucket_name", "bucket_arn", "kms_key_arn", "kms_key_alias", "destination_id", "status"):
    pulumi.export(name, getattr(export, name))
pulumi.export("findings", export.findings_location)
"""

THREE = """
for region in ("us-east-1", "us-east-2", "us-west-2"):
    export = FindingsExport(
        region,
        region=region,
        bucket_arn=config.require("bucket"),
        kms_key_arn=config.require("key"),
        manage_policies=True,
    )
    pulumi.export(region, export.status)
"""


CHILDREN = {
    "export-key": "FindingsKey",
    "export-bucket": "FindingsBucket",
    "export-destination": "PublishingDestination",
}


@pytest.fixture
def declare(sandbox, make_stack, tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")

    def declared(text, **config):
        (folder / "__main__.py").write_text(HEAD + text)
        return make_stack(folder, env=sandbox.environment, config=config)

    return declared


def done(result):
    assert result.ok, result.text
    return result


def errors_of(result):
    assert not result.ok, result.text
    return [row.text.strip() for row in result.diagnostics if row.severity == "error" and row.urn]


def resources(stack):
    rows = stack.export()["deployment"]["resources"]
    return {row["urn"].rpartition("::")[2]: row for row in rows if "FindingsExport" in row["urn"]}


def objects(sandbox, bucket):
    return [row["Key"] for row in sandbox.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_an_export_publishes_keeps_its_findings_and_goes_when_it_may(sandbox, declare):
    detector = make_detector(sandbox)
    stack = declare(EXPORT)

    outputs = done(stack.up()).outputs

    bucket = outputs["bucket_name"]
    assert (outputs["status"], outputs["detector_id"]) == ("PUBLISHING", detector)
    assert outputs["bucket_arn"] == f"arn:aws:s3:::{bucket}"
    assert outputs["kms_key_alias"].startswith("alias/guardduty-findings-")
    assert outputs["findings"] == f"s3://{bucket}/findings/AWSLogs/{ACCOUNT}/GuardDuty/{REGION}/"
    held = resources(stack)
    assert held["export"]["type"] == "guardduty:index:FindingsExport"
    assert held.keys() == {"export", *CHILDREN}
    for name, kind in CHILDREN.items():
        assert held[name]["type"] == f"pulumi-python:dynamic/guardduty:{kind}"
        assert held[name]["parent"] == held["export"]["urn"]

    sandbox.control.export_tick()
    before = objects(sandbox, bucket)
    (said,) = errors_of(stack.destroy())

    assert "\n" not in said
    assert said.startswith(f"bucket {bucket} is kept, as it holds ")
    assert "set force_destroy=True, run `pulumi up`, then `pulumi destroy` again" in said
    assert objects(sandbox, bucket) == before

    stack = declare(EXPORT, force="true")
    done(stack.up())
    done(stack.destroy())

    assert sandbox.client("s3").list_buckets()["Buckets"] == []
    assert [row for row in sandbox.control.state()["destinations"] if not row["deleted"]] == []
    kms = sandbox.client("kms")
    assert kms.describe_key(KeyId=outputs["kms_key_arn"])["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_folder_object_deleted_by_hand_is_restored_by_the_next_up_with_refresh(sandbox, declare):
    make_detector(sandbox)
    stack = declare(EXPORT)
    bucket = done(stack.up()).outputs["bucket_name"]
    sandbox.client("s3").delete_object(Bucket=bucket, Key="findings/")

    steps = done(stack.up(refresh=True)).steps

    assert "findings/" in objects(sandbox, bucket)
    assert [urn.rpartition("::")[2] for op, urn in steps if op == "update"] == ["export-bucket"]


def test_three_exports_share_a_foreign_bucket_and_key_and_leave_both_as_they_were(sandbox, declare):
    regions = ("us-east-1", "us-east-2", "us-west-2")
    detectors = [make_detector(sandbox, region) for region in regions]
    sink = make_sink(sandbox, detector_id="f" * 32)
    s3, kms = sandbox.client("s3"), sandbox.client("kms")

    def policies():
        return (
            s3.get_bucket_policy(Bucket=sink.bucket)["Policy"],
            kms.get_key_policy(KeyId=sink.key_arn, PolicyName="default")["Policy"],
        )

    before = policies()
    stack = declare(THREE, bucket=sink.destination_arn, key=sink.key_arn)

    outputs = done(stack.up()).outputs

    assert outputs == dict.fromkeys(regions, "PUBLISHING")
    for old, new in zip(before, policies(), strict=True):
        assert new.startswith(old[: old.rindex("]")])
        assert all(detector in new for detector in detectors)
        assert len(json.loads(new)["Statement"]) > len(json.loads(old)["Statement"]) + 2
    assert {op for op, _ in done(stack.up(refresh=True)).steps} <= {"same", "refresh"}

    done(stack.destroy())

    assert policies() == before


def test_a_user_reads_in_one_line_what_the_policies_of_their_bucket_and_key_lack(sandbox, declare):
    detector = make_detector(sandbox)
    sink = make_sink(sandbox, detector_id="f" * 32)
    sandbox.client("s3").delete_bucket_policy(Bucket=sink.bucket)
    own = 'FindingsExport("export", bucket_arn=config.require("bucket"), kms_key_arn=config.require("key"))'

    (said,) = errors_of(declare(own, bucket=sink.destination_arn, key=sink.key_arn).up())

    arn = f"arn:aws:guardduty:{REGION}:{ACCOUNT}:detector/{detector}"
    foreign = arn.replace(detector, "f" * 32)
    text, _, aws = said.partition("; CreatePublishingDestination failed with BadRequestException: ")
    assert "\n" not in said
    assert text == (
        f"GuardDuty may not export: (1) the policy of key {sink.key_arn!r} has no statement that lets "
        f"'guardduty.amazonaws.com' call kms:GenerateDataKey for {arn}; statement 'GuardDuty' comes nearest, but its "
        f"condition StringEquals aws:SourceArn lists {foreign!r} and GuardDuty sends {arn!r}; correct it, or add what "
        "pulumi_guardduty.guardduty_key_policy writes; (2) bucket 'audit' has no policy, so nothing lets "
        f"'guardduty.amazonaws.com' call s3:GetBucketLocation and s3:PutObject for {arn}; add what "
        "pulumi_guardduty.guardduty_bucket_policy writes"
    )
    assert aws.startswith("The request failed because the GuardDuty service principal does not have permission")
    assert sandbox.client("kms").get_key_policy(KeyId=sink.key_arn, PolicyName="default")["Policy"].count("Sid") == 2


RENAMED = """
FindingsExport(
    "audit", prefix="findings", force_destroy=True, opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="export")])
)
"""


def test_an_export_that_was_renamed_with_an_alias_keeps_all_it_made_and_takes_it_along(sandbox, declare):
    make_detector(sandbox)
    done(declare('FindingsExport("export", prefix="findings")').up())
    stack = declare(RENAMED)

    steps = done(stack.up()).steps
    sandbox.control.export_tick()
    done(stack.destroy())

    assert {op for op, urn in steps if urn.rpartition("::")[2] in ("audit-key", "audit-destination")} == {"same"}
    assert [op for op, urn in steps if urn.endswith("audit-bucket")] == ["update"]
    assert sandbox.client("s3").list_buckets()["Buckets"] == []


def test_a_bucket_arn_that_comes_to_nothing_is_named_and_no_traceback(sandbox, declare):
    make_detector(sandbox)
    nothing = 'FindingsExport("export", bucket_arn=pulumi.Output.from_input(None), prefix="findings")'

    result = declare(nothing).preview()

    (said,) = errors_of(result)
    assert "property destination_arn" in said
    assert "'None/findings' is not the ARN of an S3 bucket or folder; expected arn:<partition>:s3:::bucket" in said
    assert "Traceback" not in result.text
