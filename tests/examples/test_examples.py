"""Every example runs: up, nothing to do, refresh, and a destroy that leaves nothing behind."""

from pathlib import Path

import pytest
from findings_sink import ACCOUNT, make_detector, make_sink


EXAMPLES = Path(__file__).parents[2] / "examples"

#: Examples that are about something else than bringing a stack up on AWS; each has a test of its own.
APART = {"policy-violations", "pulumi-aws"}

REGIONS = ("us-east-1", "eu-west-1", "eu-central-1")


def without_statements_for_guardduty(sandbox):
    """A bucket and key as they are before an export: nobody has thought of GuardDuty yet."""
    sink = make_sink(sandbox, detector_id="f" * 32)
    return {"bucketArn": sink.destination_arn, "kmsKeyArn": sink.key_arn, "managePolicies": "true"}


#: What an example finds in the account, and the config that names it.
PREPARED = {"own-bucket-and-key": without_statements_for_guardduty}

STATUS = {
    "central-bucket": {"eu-central-1": "PUBLISHING", "eu-west-1": "PUBLISHING", "us-east-1": "PUBLISHING"},
    "threat-list": {"hostile": "ACTIVE", "hostile-domains": "ACTIVE", "own-scanners": "ACTIVE"},
}

FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/__main__.py"))


def buckets(sandbox):
    return {row["Name"] for row in sandbox.client("s3").list_buckets()["Buckets"]}


def live_keys(sandbox):
    found = set()
    for region in REGIONS:
        kms = sandbox.client("kms", region=region)
        for row in kms.list_keys()["Keys"]:
            if kms.describe_key(KeyId=row["KeyId"])["KeyMetadata"]["KeyState"] == "Enabled":
                found.add(row["KeyArn"])
    return found


def destinations(sandbox):
    return [row for row in sandbox.control.state()["destinations"] if not row["deleted"]]


@pytest.mark.parametrize("name", sorted(set(FOLDERS) - APART))
def test_an_example_comes_up_stays_and_goes(sandbox, make_stack, name):
    for region in REGIONS:
        make_detector(sandbox, region)
    config = PREPARED.get(name, lambda _: {})(sandbox)
    before = buckets(sandbox), live_keys(sandbox)
    stack = make_stack(EXAMPLES / name, env=sandbox.environment, config={"aws:region": "us-east-1", **config})

    up = stack.up()
    assert up.ok, up.text
    assert up.outputs["status"] == STATUS.get(name, "PUBLISHING")

    again = stack.up(refresh=True)
    assert again.ok, again.text
    assert {op for op, _ in again.steps} <= {"same", "refresh"}

    destroyed = stack.destroy()
    assert destroyed.ok, destroyed.text
    assert destinations(sandbox) == []
    assert (buckets(sandbox), live_keys(sandbox)) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_an_example_says_what_it_is(name):
    readme = (EXAMPLES / name / "README.md").read_text()

    assert readme.startswith("# ")
    assert len(readme.split()) > 40


def test_findings_of_three_regions_meet_in_one_bucket(sandbox, make_stack):
    for region in REGIONS:
        make_detector(sandbox, region)
    stack = make_stack(EXAMPLES / "central-bucket", env=sandbox.environment)

    up = stack.up()

    places = up.outputs["findings"]
    assert len({place.split("/AWSLogs/")[0] for place in places.values()}) == 1
    assert {place.split("/AWSLogs/")[1] for place in places.values()} == {
        f"{ACCOUNT}/GuardDuty/{region}/" for region in REGIONS
    }
    assert {row["status"] for row in sandbox.control.export_tick()} == {"PUBLISHING"}
