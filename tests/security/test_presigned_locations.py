"""A presigned URL is a credential: as a list's location it is refused, and no text shows it."""

from pathlib import Path

from pulumi_guardduty._core.call import Call
from pulumi_guardduty.threat_intel_set.lifecycle import HANDLERS


SIGNATURE = "6d5f0e1c2b"
PRESIGNED = f"https://lists.s3.us-east-1.amazonaws.com/hostile.txt?X-Amz-Signature={SIGNATURE}"
PROGRAM = f"""
import pulumi_guardduty as guardduty

guardduty.ThreatIntelSet(
    "hostile", detector_id="d", name="hostile", format="TXT", location="{PRESIGNED}", activate=False
)
"""


def test_check_refuses_it_in_words_that_name_the_property_and_not_the_value():
    bag = {"detectorId": "d", "name": "n", "format": "TXT", "location": PRESIGNED, "activate": False}

    _, failures = HANDLERS.check({}, bag, Call())

    ((named, reason),) = [(failure.property, failure.reason) for failure in failures]
    assert named == ""
    assert reason == (
        "location is a URL with a query, as a presigned one has; GuardDuty reads the object itself, so give its URL "
        "without the question mark and what follows"
    )


def test_an_object_whose_key_has_a_question_mark_is_still_named_by_s3():
    bag = {"detectorId": "d", "name": "n", "format": "TXT", "location": "s3://lists/what?.txt", "activate": False}

    assert HANDLERS.check({}, bag, Call())[1] == []


def test_no_line_of_a_preview_shows_the_signature(sandbox, make_stack, tmp_path: Path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "Pulumi.yaml").write_text("name: presigned\nruntime: python\n")
    (program / "__main__.py").write_text(PROGRAM)

    result = make_stack(program, env=sandbox.environment).preview()

    assert not result.ok
    assert "location is a URL with a query" in result.text
    assert SIGNATURE not in result.text
