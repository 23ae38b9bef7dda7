"""The example with `pulumi_aws`, under Pulumi's mocks with its real SDK."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from example_under_mocks import ACCOUNT, BUCKET, DETECTOR, KEY, REGION
from pulumi_guardduty.diagnosis import SinkFacts, diagnose
from pulumi_guardduty.policy_documents import Exporter


ROOT = Path(__file__).parents[2]

#: Beside the environment's own packages: where a program of the Pulumi CLI saw it, the CLI would fetch the provider's
#: plugin of several hundred MB.
SDK = Path(sys.prefix) / "pulumi-aws"


@pytest.fixture(scope="module")
def resources():
    assert SDK.is_dir(), f"pulumi_aws is not in {SDK}; run scripts/setup"
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore::DeprecationWarning",
            "-m",
            "example_under_mocks",
            ROOT / "examples/pulumi-aws/__main__.py",
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "tests/support"), str(SDK)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {(row["type"], row["name"]): row["inputs"] for row in json.loads(done.stdout)}


def test_the_policies_on_the_aws_resources_let_guardduty_export(resources):
    exporter = Exporter(ACCOUNT, REGION, DETECTOR)
    facts = SinkFacts(
        exporter,
        f"{BUCKET}/findings",
        KEY,
        bucket_exists=True,
        bucket_region=REGION,
        bucket_policy=resources["aws:s3/bucketPolicy:BucketPolicy", "findings"]["policy"],
        prefix_marker=True,
        key={"Arn": KEY, "KeyState": "Enabled"},
        key_policy=resources["aws:kms/keyPolicy:KeyPolicy", "findings"]["policy"],
    )

    assert diagnose(facts) == []


def test_the_folder_object_is_written_as_the_policy_asks(resources):
    folder = resources["aws:s3/bucketObjectv2:BucketObjectv2", "folder"]

    assert (folder["key"], folder["serverSideEncryption"], folder["kmsKeyId"]) == ("findings/", "aws:kms", KEY)


def test_the_destination_takes_the_aws_bucket_and_key_and_nothing_else_is_made(resources):
    own = {kind.rpartition(":")[2]: inputs for (kind, _), inputs in resources.items() if "dynamic" in kind}

    assert own.keys() == {"PublishingDestination"}
    destination = own["PublishingDestination"]
    assert destination["destinationArn"] == f"{BUCKET}/findings"
    assert (destination["kmsKeyArn"], destination["detectorId"]) == (KEY, DETECTOR)
