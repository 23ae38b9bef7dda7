"""The life of a publishing destination, state by state and event by event.

Evidence marks as in the table of errors: `wire`, `wire-2nd`; `doc`, AWS's own guide; `assumed` where a document names
the state but not how it is reached.
"""

import gzip
import json
import time

import pytest


def test_create_answers_an_id_of_32_hex_digits(scene):
    """wire"""
    destination = scene.build().create()

    assert len(destination) == 32
    int(destination, 16)


def test_a_new_destination_publishes_at_the_first_describe_and_nulls_are_on_the_wire(scene, raw):
    """wire"""
    destination = scene.build().create(Tags={"team": "security"})

    status, headers, body = raw("GET", f"/detector/{scene.detector}/publishingDestination/{destination}")

    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert json.loads(body) == {
        "destinationId": destination,
        "destinationType": "S3",
        "status": "PUBLISHING",
        "publishingFailureStartTimestamp": None,
        "destinationProperties": {
            "destinationArn": "arn:aws:s3:::findings",
            "kmsKeyArn": scene.key,
            "expectedBucketOwner": None,
        },
        "tags": {"team": "security"},
    }


@pytest.mark.parametrize(("prefix", "marker"), [("", "AWSLogs/"), ("logs", "logs/AWSLogs/"), ("a/b", "a/b/AWSLogs/")])
def test_create_writes_an_empty_marker_encrypted_with_the_key(prefix, marker, scene):
    """wire"""
    scene.build(prefix=prefix)
    scene.create(prefix)

    found = scene.s3.head_object(Bucket=scene.bucket, Key=marker)

    assert (found["ContentLength"], found["ContentType"]) == (0, "application/octet-stream")
    assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", scene.key)


@pytest.mark.parametrize("arn", ["arn:aws:s3:::findings/logs", "arn:aws:s3:::findings/logs/"])
def test_a_prefix_is_echoed_as_it_was_sent(arn, scene):
    """wire for the form without slash; botocore documents the other"""
    scene.build(prefix="logs")

    destination = scene.create(properties=scene.properties(DestinationArn=arn))

    assert scene.describe(destination)["DestinationProperties"]["DestinationArn"] == arn
    assert scene.objects() == ["logs/", "logs/AWSLogs/"]


def test_the_expected_owner_is_stored_and_shown(scene):
    """botocore"""
    destination = scene.build().create(properties=scene.properties(ExpectedBucketOwner="123456789012"))

    assert scene.describe(destination)["DestinationProperties"]["ExpectedBucketOwner"] == "123456789012"


class TestReplay:
    def test_the_same_token_answers_the_same_id_and_changes_nothing(self, scene):
        """wire"""
        scene.build(prefix="other")
        destination = scene.create(ClientToken="t", Tags={"a": "1"})

        replayed = scene.create(prefix="other", ClientToken="t", Tags={"a": "2"})

        found = scene.describe(destination)
        assert replayed == destination
        assert found["DestinationProperties"]["DestinationArn"] == "arn:aws:s3:::findings"
        assert found["Tags"] == {"a": "1"}

    def test_a_replay_writes_the_marker_where_the_new_request_says(self, scene):
        """wire-2nd"""
        scene.build(prefix="other")
        scene.create(ClientToken="t")

        scene.create(prefix="other", ClientToken="t")

        assert scene.objects() == ["AWSLogs/", "other/", "other/AWSLogs/"]

    def test_an_empty_token_is_no_token(self, scene, refused):
        """assumed"""
        scene.build().create(ClientToken="")

        assert "already exists" in refused(scene.create, ClientToken="").message

    def test_a_token_is_the_detectors_own(self, scene, make_scene):
        """botocore: the token belongs to one account and region"""
        scene.build()
        other = make_scene("eu-west-1").build("elsewhere")

        assert scene.create(ClientToken="t") != other.create(ClientToken="t")


class TestUpdate:
    def test_answers_200_without_a_body(self, scene, raw):
        """wire"""
        destination = scene.build().create()

        status, _, body = raw(
            "POST",
            f"/detector/{scene.detector}/publishingDestination/{destination}",
            {"destinationProperties": {"kmsKeyArn": scene.key}},
        )

        assert (status, body) == (200, b"")

    def test_what_is_not_said_stays(self, scene):
        """wire for ARN and key; botocore for the owner, which therefore cannot be cleared"""
        scene.build(prefix="logs")
        destination = scene.create(properties=scene.properties(ExpectedBucketOwner="123456789012"))

        scene.update(destination, DestinationArn="arn:aws:s3:::findings/logs")
        moved = scene.describe(destination)["DestinationProperties"]
        first, _ = scene.key, scene.make_key()
        scene.put_key_policy(scene.key_statements())
        scene.put_bucket_policy(scene.bucket_statements())
        scene.update(destination, KmsKeyArn=scene.key)
        rekeyed = scene.describe(destination)["DestinationProperties"]

        owner = {"ExpectedBucketOwner": "123456789012"}
        assert moved == {"DestinationArn": "arn:aws:s3:::findings/logs", "KmsKeyArn": first, **owner}
        assert rekeyed == {"DestinationArn": "arn:aws:s3:::findings/logs", "KmsKeyArn": scene.key, **owner}

    def test_the_owner_can_be_changed(self, scene):
        """botocore"""
        destination = scene.build().create()

        scene.update(destination, ExpectedBucketOwner="123456789012")

        assert scene.describe(destination)["DestinationProperties"]["ExpectedBucketOwner"] == "123456789012"

    def test_rewrites_the_marker(self, scene):
        """wire"""
        destination = scene.build().create()
        scene.s3.delete_object(Bucket=scene.bucket, Key="AWSLogs/")

        scene.update(destination, KmsKeyArn=scene.key)

        assert scene.objects() == ["AWSLogs/"]

    def test_same_values_validate_everything_again(self, scene, refused):
        """wire"""
        destination = scene.build().create()
        scene.put_bucket_policy(scene.bucket_statements()[1:])

        found = refused(scene.update, destination=destination, KmsKeyArn=scene.key)

        assert "does not have permission" in found.message

    def test_a_failed_update_leaves_properties_and_status(self, scene, refused):
        """wire"""
        destination = scene.build().create()
        before = scene.describe(destination)

        refused(scene.update, destination=destination, DestinationArn="arn:aws:s3:::findings/nowhere")

        after = scene.describe(destination)
        for found in (before, after):
            del found["ResponseMetadata"]
        assert after == before

    @pytest.mark.parametrize("status", ["UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY", "STOPPED"])
    def test_starts_a_failed_export_again(self, status, scene):
        """doc 2022: updating the configuration restarts it"""
        destination = scene.build().create()
        scene.sandbox.control.set_status(destination, status)

        scene.update(destination, KmsKeyArn=scene.key)

        found = scene.describe(destination)
        assert found["Status"] == "PUBLISHING"
        assert "PublishingFailureStartTimestamp" not in found


class TestDelete:
    def test_answers_200_without_a_body_and_is_seen_at_once(self, scene, raw):
        """wire"""
        destination = scene.build().create()

        status, _, body = raw("DELETE", f"/detector/{scene.detector}/publishingDestination/{destination}")

        assert (status, body) == (200, b"")
        assert scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"] == []

    def test_leaves_what_is_in_the_bucket(self, scene):
        """wire"""
        scene.delete(scene.build().create())

        assert scene.objects() == ["AWSLogs/"]

    def test_frees_the_slot(self, scene):
        """wire: a new one was accepted 2.7 s later"""
        first = scene.build().create()
        scene.delete(first)

        assert scene.create() != first

    @pytest.mark.parametrize(("call", "words"), [("describe", "one or more input"), ("update", "out-of-range")])
    def test_makes_every_later_call_an_unknown_id(self, call, words, scene, refused):
        """tf for describe; assumed for update"""
        destination = scene.build().create()
        scene.delete(destination)

        more = {"KmsKeyArn": scene.key} if call == "update" else {}
        assert words in refused(getattr(scene, call), destination=destination, **more).message

    def test_of_the_detector_makes_every_call_e1(self, scene, refused):
        """tf: read as not found"""
        destination = scene.build().create()
        scene.guardduty.delete_detector(DetectorId=scene.detector)

        for call in (scene.describe, scene.delete):
            assert "detectorId is not owned" in refused(call, destination=destination).message


class TestList:
    def test_an_empty_list_has_a_null_token(self, scene, raw):
        """wire"""
        _, _, body = raw("GET", f"/detector/{scene.detector}/publishingDestination")

        assert json.loads(body) == {"destinations": [], "nextToken": None}

    def test_rows_have_id_type_and_status_only(self, scene, raw):
        """botocore"""
        destination = scene.build().create()

        _, _, body = raw("GET", f"/detector/{scene.detector}/publishingDestination")

        row = {"destinationId": destination, "destinationType": "S3", "status": "PUBLISHING"}
        assert json.loads(body) == {"destinations": [row], "nextToken": None}

    def test_a_full_last_page_still_has_a_token_and_the_next_page_is_empty(self, scene, raw):
        """wire"""
        destination = scene.build().create()

        _, _, first = raw("GET", f"/detector/{scene.detector}/publishingDestination?maxResults=1")
        token = json.loads(first)["nextToken"]
        _, _, second = raw("GET", f"/detector/{scene.detector}/publishingDestination?maxResults=1&nextToken={token}")

        assert token == f"{destination}/S3"
        assert json.loads(second) == {"destinations": [], "nextToken": None}

    @pytest.mark.parametrize("size", [1, 50])
    def test_the_bounds_of_a_page_are_allowed(self, size, scene):
        """wire"""
        scene.build().create()

        found = scene.guardduty.list_publishing_destinations(DetectorId=scene.detector, MaxResults=size)

        assert len(found["Destinations"]) == 1
        assert ("NextToken" in found) is (size == 1)

    def test_an_empty_id_hits_the_list(self, scene, raw):
        """measured: botocore sends an empty DestinationId as a path that ends in a slash"""
        _, _, body = raw("GET", f"/detector/{scene.detector}/publishingDestination/")

        assert json.loads(body)["destinations"] == []


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

        stored = scene.s3.get_object(Bucket=scene.bucket, Key=result["key"])
        lines = gzip.decompress(stored["Body"].read()).decode().splitlines()
        day = time.strftime("%Y/%m/%d", time.gmtime())
        folder = f"{prefix}/" if prefix else ""
        start, _, name = result["key"].rpartition("/")
        assert start == f"{folder}AWSLogs/123456789012/GuardDuty/us-east-1/{day}"
        assert name.endswith(".jsonl.gz")
        assert [json.loads(line)["accountId"] for line in lines] == ["123456789012"] * 2
        assert stored["SSEKMSKeyId"] == scene.key

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
