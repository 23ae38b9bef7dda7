"""What Terraform has made and let go of, taken over on the embedded engine and on the real CLI.

The calls are those that terraform-provider-aws 5.100.0, driven by Terraform 1.11.4, was seen to make for
`aws_guardduty_publishing_destination` and `aws_guardduty_threatintelset`: a UUID for a token, no owner of the bucket,
the location as an https URL. `terraform state rm` makes no call, so letting go leaves AWS as it is.
"""

import json
from pathlib import Path

import pytest
from world import world


PROGRAM = Path(__file__).with_name("program")
TAGS = {"team": "security"}
LOCATION = "https://s3.amazonaws.com/lists/hostile.txt"


@pytest.fixture
def stack(make_stack, sandbox, ground):
    def make(**config):
        given = {**ground, "location": LOCATION, "name": "one", "tags": json.dumps(TAGS), **config}
        return make_stack(PROGRAM, config=given, env=sandbox.environment)

    return make


def apply(sandbox, ground, *, activate=True, tags=TAGS):
    """Make the calls of `terraform apply`; the ids."""
    guardduty, detector = sandbox.client("guardduty"), ground["detector"]
    list_ = guardduty.create_threat_intel_set(
        DetectorId=detector,
        Activate=activate,
        ClientToken="7eb0c9b6-3d2b-4537-a5c8-a6baad4ddcd9",
        Format="TXT",
        Location=LOCATION,
        Name="hostile",
        Tags=tags,
    )
    guardduty.get_threat_intel_set(DetectorId=detector, ThreatIntelSetId=list_["ThreatIntelSetId"])
    destination = guardduty.create_publishing_destination(
        DetectorId=detector,
        ClientToken="84d3647c-2c97-40c8-bdda-f087c0355a0d",
        DestinationProperties={"DestinationArn": ground["destination"], "KmsKeyArn": ground["key"]},
        DestinationType="S3",
    )
    guardduty.describe_publishing_destination(DetectorId=detector, DestinationId=destination["DestinationId"])
    return {destination["DestinationId"], list_["ThreatIntelSetId"]}


def ids(stack):
    rows = stack.export()["deployment"]["resources"]
    return {row["id"].rpartition(":")[2] for row in rows if "guardduty" in row["type"]}


def test_what_terraform_made_is_refused_until_it_is_adopted(stack, sandbox, ground):
    made, held = apply(sandbox, ground), world(sandbox)

    refused = stack().up()
    untouched = world(sandbox)
    adopted = stack(adopt="true").up()
    settled = stack().up()

    assert not refused.ok
    assert all(one in refused.text for one in made)
    assert untouched == held
    assert adopted.ok, adopted.text
    assert ids(stack()) == made
    assert set(settled.changes) == {"same"}
    # Terraform gives its destinations no tags unless told to; all else is as it was.
    [destination] = world(sandbox)["destinations"]
    assert destination == {**held["destinations"][0], "tags": TAGS}
    assert world(sandbox)["lists"] == held["lists"]


def test_what_terraform_left_otherwise_is_brought_to_the_declaration(stack, sandbox, ground):
    made = apply(sandbox, ground, activate=False, tags={"owner": "network"})

    adopted = stack(adopt="true").up()

    assert adopted.ok, adopted.text
    assert ids(stack()) == made
    [found] = world(sandbox)["lists"]
    assert (found["status"], found["tags"]) == ("ACTIVE", TAGS)


def test_what_terraform_still_manages_and_destroys_is_made_again(stack, sandbox, ground):
    """The mistake: the blocks were taken out of the configuration before `terraform state rm`."""
    made = apply(sandbox, ground)
    assert stack(adopt="true").up().ok
    before = world(sandbox)
    guardduty = sandbox.client("guardduty")
    for row in sandbox.control.state()["lists"]:
        guardduty.delete_threat_intel_set(DetectorId=ground["detector"], ThreatIntelSetId=row["id"])
    for row in sandbox.control.state()["destinations"]:
        guardduty.delete_publishing_destination(DetectorId=ground["detector"], DestinationId=row["destinationId"])

    again = stack(adopt="true").up(refresh=True)

    assert again.ok, again.text
    assert world(sandbox) == before
    assert not ids(stack()) & made
