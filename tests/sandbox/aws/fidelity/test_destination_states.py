"""The life of a publishing destination, state by state and event by event.

Evidence marks as in the table of errors: `wire`, `wire-2nd`; `doc`, AWS's own guide; `assumed` where a document names
the state but not how it is reached.
"""

import json

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


@pytest.mark.parametrize(
    ("prefix", "marker"), [("", "AWSLogs/"), ("logs", "logs/AWSLogs/"), ("a/b", "a/b/AWSLogs/"), ("a~", "a~/AWSLogs/")]
)
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

        status, headers, body = raw(
            "POST",
            f"/detector/{scene.detector}/publishingDestination/{destination}",
            {"destinationProperties": {"kmsKeyArn": scene.key}},
        )

        assert (status, headers["Content-Type"], body) == (200, "application/json", b"")

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

    def test_nulls_say_nothing(self, scene, raw):
        """assumed: as absent members"""
        destination = scene.build().create()
        path = f"/detector/{scene.detector}/publishingDestination/{destination}"
        properties = {"destinationArn": None, "kmsKeyArn": scene.key, "expectedBucketOwner": None}

        assert raw("POST", path, {"destinationProperties": properties})[0] == 200
        assert scene.describe(destination)["DestinationProperties"]["DestinationArn"] == "arn:aws:s3:::findings"

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

        status, headers, body = raw("DELETE", f"/detector/{scene.detector}/publishingDestination/{destination}")

        assert (status, headers["Content-Type"], body) == (200, "application/json", b"")
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
        later = [
            json.loads(raw("GET", f"/detector/{scene.detector}/publishingDestination?{size}nextToken={token}")[2])
            for size in ("maxResults=1&", "")
        ]

        assert token == f"{destination}/S3"
        assert later == [{"destinations": [], "nextToken": None}] * 2

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
