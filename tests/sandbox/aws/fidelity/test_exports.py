"""Exports and their health, and a destination's verification in the slow profile.

Evidence marks as in the table of errors: `wire`, `doc`, AWS's own guide, `iss`, an issue; `assumed` where a document
names the state but not how it is reached.
"""

import gzip
import json
import re
import time

import pytest


BREAKS = {
    "bucket-gone": lambda scene: (
        scene.s3.delete_object(Bucket=scene.bucket, Key="AWSLogs/"),
        scene.s3.delete_bucket(Bucket=scene.bucket),
    ),
    "bucket-policy-gone": lambda scene: scene.s3.delete_bucket_policy(Bucket=scene.bucket),
    "key-policy-changed": lambda scene: scene.put_key_policy(scene.key_statements()[:1]),
    "key-disabled": lambda scene: scene.kms.disable_key(KeyId=scene.key),
    "key-deleted": lambda scene: scene.kms.schedule_key_deletion(KeyId=scene.key, PendingWindowInDays=7),
}


class TestExport:
    @pytest.mark.parametrize("name", BREAKS)
    def test_a_broken_sink_is_noticed_at_the_next_attempt_only(self, name, scene):
        """doc 2022: health is lazy"""
        destination = scene.build().create()
        BREAKS[name](scene)
        before = scene.describe(destination)["Status"]

        (result,) = scene.sandbox.control.export_tick()

        found = scene.describe(destination)
        assert before == "PUBLISHING"
        assert found["Status"] == result["status"] == "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"
        assert result["why"]

    def test_the_failure_time_is_in_milliseconds_and_of_the_first_failure(self, scene):
        """botocore and wire: epoch milliseconds"""
        destination = scene.build().create()
        scene.s3.delete_bucket_policy(Bucket=scene.bucket)

        scene.sandbox.control.export_tick()
        first = scene.describe(destination)["PublishingFailureStartTimestamp"]
        scene.sandbox.control.advance(3600)
        scene.sandbox.control.export_tick()

        assert abs(first / 1000 - time.time()) < 60
        assert scene.describe(destination)["PublishingFailureStartTimestamp"] == first

    def test_a_repaired_sink_publishes_at_the_next_attempt(self, scene):
        """assumed"""
        destination = scene.build().create()
        scene.s3.delete_bucket_policy(Bucket=scene.bucket)
        scene.sandbox.control.export_tick()
        scene.put_bucket_policy(scene.bucket_statements())

        scene.sandbox.control.export_tick()

        found = scene.describe(destination)
        assert found["Status"] == "PUBLISHING"
        assert "PublishingFailureStartTimestamp" not in found

    def test_a_failure_of_long_standing_stops_the_export_until_an_update(self, scene):
        """doc 2022; the delay is a switch"""
        destination = scene.build().create()
        control = scene.sandbox.control
        control.switch(stopped_after_seconds=3600)
        scene.s3.delete_bucket_policy(Bucket=scene.bucket)
        control.export_tick()

        control.advance(3500)
        control.export_tick()
        before = scene.describe(destination)["Status"]
        control.advance(101)
        control.export_tick()
        stopped = scene.describe(destination)
        scene.put_bucket_policy(scene.bucket_statements())
        (given_up,) = control.export_tick()

        assert before == "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"
        assert stopped["Status"] == scene.describe(destination)["Status"] == "STOPPED"
        assert stopped["PublishingFailureStartTimestamp"]
        assert given_up["status"] == "STOPPED"
        assert given_up["why"] == ["the export was given up; an update starts it again"]
        assert given_up["key"] is None

    def test_the_prefix_marker_does_not_matter_to_exports(self, scene):
        """iss aws/aws-cli#10483: findings kept flowing after the marker had expired"""
        destination = scene.build(prefix="logs").create(prefix="logs")
        scene.s3.delete_object(Bucket=scene.bucket, Key="logs/")

        scene.sandbox.control.export_tick()

        assert scene.describe(destination)["Status"] == "PUBLISHING"

    @pytest.mark.parametrize("prefix", ["", "logs"])
    def test_an_export_writes_gzipped_json_lines_under_account_and_region(self, prefix, scene):
        """doc: layout; the level of the day is general knowledge"""
        scene.build(prefix=prefix).create(prefix=prefix)

        (result,) = scene.sandbox.control.export_tick(findings=2)

        (destination,) = scene.sandbox.control.state()["destinations"]
        assert result == {
            "destination": destination["destinationId"],
            "account": "123456789012",
            "region": "us-east-1",
            "status": "PUBLISHING",
            "why": [],
            "key": result["key"],
        }
        stored = scene.s3.get_object(Bucket=scene.bucket, Key=result["key"])
        lines = gzip.decompress(stored["Body"].read()).decode().splitlines()
        day = time.strftime("%Y/%m/%d", time.gmtime())
        folder = f"{prefix}/" if prefix else ""
        start, _, name = result["key"].rpartition("/")
        assert start == f"{folder}AWSLogs/123456789012/GuardDuty/us-east-1/{day}"
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl\.gz", name)
        findings = [json.loads(line) for line in lines]
        common = {"schemaVersion": "2.0", "accountId": "123456789012", "region": "us-east-1"}
        assert findings == [{**common, "id": finding["id"]} for finding in findings]
        assert len({finding["id"] for finding in findings}) == 2
        assert (stored["SSEKMSKeyId"], stored["ContentType"]) == (scene.key, "application/x-gzip")

    def test_a_policy_that_covers_the_marker_only_lets_no_export_through(self, scene):
        """doc: the statement's resource has to cover the objects"""
        destination = scene.build().create()
        statements = scene.bucket_statements()
        statements[1]["Resource"] = "arn:aws:s3:::findings/AWSLogs/"
        scene.put_bucket_policy(statements)

        scene.update(destination, KmsKeyArn=scene.key)
        scene.sandbox.control.export_tick()

        assert scene.describe(destination)["Status"] == "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"

    def test_a_tick_can_be_for_one_detector(self, scene, make_scene):
        other = make_scene("eu-west-1").build("elsewhere")
        scene.build().create()
        there = other.create()
        control = scene.sandbox.control

        for where in ({"region": "eu-west-1"}, {"detector_id": other.detector}):
            assert [result["destination"] for result in control.export_tick(**where)] == [there]
        assert control.export_tick(account="999999999999") == []
        assert len(control.export_tick(account="123456789012")) == 2


class TestSlowProfile:
    def test_polls_of_pending_verification_come_first(self, scene):
        """botocore's enum; never seen on the wire"""
        scene.sandbox.control.switch(profile="slow", polls=2)
        destination = scene.build().create()

        seen = [scene.describe(destination)["Status"] for _ in range(4)]

        assert seen == ["PENDING_VERIFICATION", "PENDING_VERIFICATION", "PUBLISHING", "PUBLISHING"]

    def test_lists_show_the_state_between_and_do_not_count_as_polls(self, scene):
        scene.sandbox.control.switch(profile="slow", polls=1)
        destination = scene.build().create()
        listed = scene.guardduty.list_publishing_destinations

        seen = [listed(DetectorId=scene.detector)["Destinations"][0]["Status"] for _ in range(3)]

        assert seen == ["PENDING_VERIFICATION"] * 3
        assert scene.describe(destination)["Status"] == "PENDING_VERIFICATION"
        assert scene.describe(destination)["Status"] == "PUBLISHING"

    def test_seconds_of_the_sandboxs_clock_end_it_too(self, scene):
        control = scene.sandbox.control
        control.switch(profile="slow", seconds=60)
        destination = scene.build().create()

        before = [scene.describe(destination)["Status"] for _ in range(3)]
        control.advance(61)
        listed = scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)

        assert before == ["PENDING_VERIFICATION"] * 3
        assert listed["Destinations"][0]["Status"] == "PUBLISHING"
        assert scene.describe(destination)["Status"] == "PUBLISHING"

    def test_an_update_is_verified_again(self, scene):
        destination = scene.build().create()
        scene.sandbox.control.switch(profile="slow", polls=1)

        scene.update(destination, KmsKeyArn=scene.key)

        assert [scene.describe(destination)["Status"] for _ in range(2)] == ["PENDING_VERIFICATION", "PUBLISHING"]
