"""The life of a list, state by state and event by event, the same for every kind.

Evidence marks as in the table of errors; `doc`, AWS's own guide; `assumed` where neither shows it.
"""

import json

import pytest


class TestCreate:
    def test_inactive_reads_no_object(self, lists, raw):
        """wire: the object need not exist"""
        found = lists.create(location="s3://nowhere/x", Tags={"a": "b"})

        status, headers, body = raw("GET", lists.path(found))
        content = json.loads(body)
        entity = {"errorDetails": None} if lists.is_entity else {}
        for moment in ("createdAt", "updatedAt") if lists.is_entity else ():
            assert content.pop(moment) > 1e9
        assert (status, headers["Content-Type"]) == (200, "application/json")
        assert content == {
            "name": "hostile",
            "format": "TXT",
            "location": "s3://nowhere/x",
            "status": "INACTIVE",
            "tags": {"a": "b"},
            "expectedBucketOwner": None,
            **entity,
        }

    def test_answers_an_id_of_32_hex_digits(self, lists):
        """wire"""
        found = lists.create()

        assert len(found) == 32
        int(found, 16)

    def test_active_is_active_at_the_next_get(self, lists):
        """assumed to be as an update"""
        found = lists.create(location=lists.scene.put_list(), activate=True)

        assert lists.get(found)["Status"] == "ACTIVE"

    def test_a_wrong_owner_is_stored_while_inactive(self, lists):
        """wire"""
        found = lists.create(ExpectedBucketOwner="210987654321")

        seen = lists.get(found)
        assert (seen["Status"], seen["ExpectedBucketOwner"]) == ("INACTIVE", "210987654321")

    @pytest.mark.parametrize("name", ["a", "with space", " around ", "dash-and_underscore9", "n" * 300])
    def test_names_of_letters_digits_space_dash_and_underscore(self, name, lists):
        """wire: surrounding spaces are kept"""
        assert lists.get(lists.create(name))["Name"] == name

    @pytest.mark.parametrize("form", ["TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE"])
    def test_formats(self, form, intel):
        """botocore's enum"""
        assert intel.get(intel.create(Format=form))["Format"] == form

    @pytest.mark.parametrize(
        "location",
        [
            "https://s3.amazonaws.com/lists/list.txt",
            "https://s3-us-east-1.amazonaws.com/lists/list.txt",
            "https://s3.us-east-1.amazonaws.com/lists/list.txt",
            "http://lists.s3.amazonaws.com/list.txt",
            "http://lists.s3-us-east-1.amazonaws.com/list.txt",
            "https://lists.s3.us-east-1.amazonaws.com/list.txt",
            "s3://lists/list.txt",
            pytest.param("s3://lists/" + "x" * 289, id="300-characters"),
        ],
    )
    def test_locations_are_echoed_unchanged(self, location, intel):
        """doc for the older forms; wire for `https://s3.<region>` and `s3://`"""
        assert intel.get(intel.create(location=location))["Location"] == location

    @pytest.mark.parametrize(
        "location",
        [
            "https://s3.amazonaws.com/lists/a/list.txt",
            "https://s3-us-east-1.amazonaws.com/lists/a/list.txt",
            "https://s3.us-east-1.amazonaws.com/lists/a/list.txt",
            "http://lists.s3.amazonaws.com/a/list.txt",
            "http://lists.s3-us-east-1.amazonaws.com/a/list.txt",
            "s3://lists/a/list.txt",
        ],
    )
    def test_every_form_of_location_leads_to_the_object(self, location, intel):
        """doc"""
        intel.scene.put_list(key="a/list.txt")

        assert intel.get(intel.create(location=location, activate=True))["Status"] == "ACTIVE"


class TestActivation:
    def test_answers_200_without_a_body_and_is_active_at_the_next_get(self, lists, raw):
        """wire: ACTIVATING was never seen"""
        found = lists.create(location=lists.scene.put_list())

        status, headers, body = raw("POST", lists.path(found), {"activate": True})

        assert (status, headers["Content-Type"], body) == (200, "application/json", b"")
        assert lists.get(found)["Status"] == "ACTIVE"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"Location": "s3://lists/gone.txt"}, "Location"), ({"ExpectedBucketOwner": "210987654321"}, None)],
    )
    def test_that_fails_leaves_error_and_the_new_values(self, changes, field, lists, refused):
        """wire: not atomic"""
        found = lists.create(location=lists.scene.put_list(), activate=True)

        refused(lists.update, list_id=found, Activate=True, **changes)

        seen = lists.get(found)
        assert seen["Status"] == "ERROR"
        assert {name: seen[name] for name in changes} == changes
        assert bool(seen.get("ErrorDetails")) is lists.is_entity

    def test_of_a_repaired_list_in_error_succeeds(self, lists, refused):
        """wire"""
        found = lists.create()
        refused(lists.update, list_id=found, Activate=True)

        lists.update(found, Activate=True, Location=lists.scene.put_list())

        seen = lists.get(found)
        assert seen["Status"] == "ACTIVE"
        assert "ErrorDetails" not in seen

    def test_of_an_active_list_reads_the_object_again(self, lists):
        """wire"""
        control = lists.scene.sandbox.control
        found = lists.create(location=lists.scene.put_list("198.51.100.1\n"), activate=True)
        first = control.state()["lists"][0]
        lists.scene.put_list("198.51.100.1\n198.51.100.2\n")

        lists.update(found, Activate=True)

        (second,) = control.state()["lists"]
        assert (first["reads"], first["entries"]) == (1, 1)
        assert (second["reads"], second["entries"]) == (2, 2)
        assert first["etag"] != second["etag"]

    @pytest.mark.parametrize("change", ["overwrite", "delete"])
    def test_an_object_that_changes_later_changes_nothing(self, change, lists):
        """wire and doc"""
        found = lists.create(location=lists.scene.put_list(), activate=True)
        before = lists.scene.sandbox.control.state()["lists"]

        if change == "overwrite":
            lists.scene.put_list("203.0.113.9\n")
        else:
            lists.scene.sandbox.client("s3").delete_object(Bucket="lists", Key="list.txt")

        assert lists.get(found)["Status"] == "ACTIVE"
        assert lists.scene.sandbox.control.state()["lists"] == before

    def test_entity_lists_without_owner_need_a_bucket_of_the_own_account(self, lists, refused):
        """doc: IP lists skip that check"""
        other = lists.scene.sandbox.client("s3", account="210987654321")
        other.create_bucket(Bucket="theirs")
        other.put_object(Bucket="theirs", Key="list.txt", Body=b"198.51.100.1\n")
        anybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::theirs/*"}
        other.put_bucket_policy(Bucket="theirs", Policy=json.dumps({"Statement": anybody}))
        found = lists.create(location="s3://theirs/list.txt")

        if lists.is_entity:
            assert "expected bucket owner" in refused(lists.update, list_id=found, Activate=True).message
            lists.update(found, Activate=True, ExpectedBucketOwner="210987654321")
        else:
            lists.update(found, Activate=True)

        assert lists.get(found)["Status"] == "ACTIVE"


class TestUpdate:
    def test_with_nothing_set_is_a_200(self, lists, raw):
        """wire"""
        found = lists.create()

        assert raw("POST", lists.path(found), {})[0] == 200
        assert lists.get(found)["Status"] == "INACTIVE"

    @pytest.mark.parametrize("status", ["INACTIVE", "ACTIVE", "ERROR"])
    def test_of_name_and_location_alone_keeps_the_status(self, status, lists):
        """assumed"""
        found = lists.create(location=lists.scene.put_list(), activate=status == "ACTIVE")
        lists.scene.sandbox.control.set_status(found, status)

        lists.update(found, Name="renamed", Location="s3://lists/other.txt", ExpectedBucketOwner="210987654321")

        seen = lists.get(found)
        assert (seen["Name"], seen["Location"], seen["Status"]) == ("renamed", "s3://lists/other.txt", status)
        assert seen["ExpectedBucketOwner"] == "210987654321"

    def test_takes_a_name_of_301_characters(self, lists):
        """wire: despite the model's 300"""
        found = lists.create()

        lists.update(found, Name="n" * 301)

        assert lists.get(found)["Name"] == "n" * 301

    def test_to_inactive_of_an_inactive_list_is_a_200(self, lists):
        """wire"""
        found = lists.create()

        lists.update(found, Activate=False)

        assert lists.get(found)["Status"] == "INACTIVE"

    def test_to_inactive_of_an_active_list(self, lists):
        """doc"""
        found = lists.create(location=lists.scene.put_list(), activate=True)

        lists.update(found, Activate=False)

        assert lists.get(found)["Status"] == "INACTIVE"

    def test_to_inactive_of_a_list_in_error_leaves_the_error(self, lists, refused):
        """assumed"""
        found = lists.create()
        refused(lists.update, list_id=found, Activate=True)

        lists.update(found, Activate=False)

        assert lists.get(found)["Status"] == "ERROR"

    def test_moves_the_time_of_update(self, make_lists):
        """botocore: entity sets show it"""
        lists = make_lists("threatentityset")
        found = lists.create()
        lists.scene.sandbox.control.advance(100)

        lists.update(found, Name="renamed")

        seen = lists.get(found)
        assert (seen["UpdatedAt"] - seen["CreatedAt"]).total_seconds() >= 100


class TestDelete:
    @pytest.mark.parametrize("activate", [False, True])
    def test_leaves_a_tombstone_that_keeps_answering(self, activate, lists, raw):
        """wire: DELETED with tags {}, name, location and owner kept; never DELETE_PENDING"""
        found = lists.create(
            location=lists.scene.put_list(), activate=activate, Tags={"a": "b"}, ExpectedBucketOwner="123456789012"
        )

        status, headers, body = raw("DELETE", lists.path(found))

        seen = lists.get(found)
        assert (status, headers["Content-Type"], body) == (200, "application/json", b"")
        assert (seen["Status"], seen["Tags"]) == ("DELETED", {})
        assert (seen["Name"], seen["Location"]) == ("hostile", "s3://lists/list.txt")
        assert seen["ExpectedBucketOwner"] == "123456789012"
        assert lists.listed()[lists.ids_name] == []

    def test_frees_the_slot(self, lists):
        """wire"""
        first = [lists.create(f"list {number}") for number in range(lists.quota)]
        lists.delete(first[0])

        lists.create("another")

        assert len(lists.listed()[lists.ids_name]) == lists.quota

    def test_of_the_detector_makes_every_call_e1(self, lists, refused):
        """tf: read as not found"""
        found = lists.create()
        lists.scene.guardduty.delete_detector(DetectorId=lists.scene.detector)

        for call in (lists.get, lists.delete):
            assert "detectorId is not owned" in refused(call, list_id=found).message


class TestTokens:
    def test_the_same_name_and_token_answer_the_same_id_and_change_nothing(self, lists):
        """wire"""
        found = lists.create(ClientToken="t", Tags={"a": "1"})

        replayed = lists.create(ClientToken="t", Tags={"a": "2"}, location="s3://lists/other.txt")

        assert replayed == found
        assert lists.get(found)["Tags"] == {"a": "1"}
        assert lists.get(found)["Location"] == "s3://lists/list.txt"

    def test_a_replay_needs_no_free_slot(self, lists):
        """wire: the token comes before the quota"""
        first = [lists.create(f"list {number}", ClientToken="t") for number in range(lists.quota)]

        assert lists.create("list 0", ClientToken="t") == first[0]

    def test_the_same_token_with_another_name_makes_a_new_list(self, intel):
        """wire"""
        assert intel.create("one", ClientToken="t") != intel.create("two", ClientToken="t")

    def test_the_same_name_with_another_token_makes_a_new_list(self, intel):
        """not established: the mildest assumption, with a switch"""
        assert intel.create("one", ClientToken="t") != intel.create("one", ClientToken="u")

    def test_an_empty_token_is_no_token(self, intel):
        """assumed"""
        assert intel.create(ClientToken="") != intel.create(ClientToken="")

    def test_kinds_do_not_share_tokens(self, make_lists):
        """assumed"""
        threat, trusted = make_lists("threatentityset"), make_lists("trustedentityset")

        assert threat.create(ClientToken="t") != trusted.create(ClientToken="t")
