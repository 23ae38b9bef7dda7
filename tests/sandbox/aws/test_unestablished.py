"""What AWS does is not known here: each is a switch, and each position does what it says. None of it is evidence."""

import json

import pytest
from pulumi_guardduty_sandbox.aws import ControlError


UNSEEN = "[sandbox: AWS's own text is not established] "


def test_a_text_that_is_not_established_has_the_form_of_one_that_is(scene, intel, raw):
    scene.sandbox.control.switch(duplicate_names="refuse")
    intel.create("one")
    body = {"name": "one", "format": "TXT", "location": "s3://lists/x", "activate": False}

    status, headers, content = raw("POST", intel.path(), body)

    assert (status, headers["x-amzn-ErrorType"], headers["Content-Type"]) == (
        400,
        "BadRequestException",
        "application/json",
    )
    assert json.loads(content) == {
        "message": UNSEEN + "there is a list of the name one",
        "__type": "InvalidInputException",
        "type": "InvalidInputException",
    }


class TestTokensOfDeletedResources:
    def test_of_a_destination_make_a_new_one(self, scene):
        scene.build()
        first = scene.create(ClientToken="t")
        scene.delete(first)

        second = scene.create(ClientToken="t")

        assert second != first
        assert scene.create(ClientToken="t") == second

    def test_of_a_destination_answer_the_old_id(self, scene, refused):
        scene.sandbox.control.switch(token_after_delete="deleted")
        scene.build()
        first = scene.create(ClientToken="t")
        scene.delete(first)

        assert scene.create(ClientToken="t") == first
        assert "one or more input" in refused(scene.describe, destination=first).message
        assert scene.create(ClientToken="u") != first

    def test_of_a_destination_are_refused(self, scene, refused):
        scene.sandbox.control.switch(token_after_delete="refuse")
        scene.build()
        scene.delete(scene.create(ClientToken="t"))

        found = refused(scene.create, ClientToken="t")

        assert found.message == UNSEEN + "the client token belongs to a destination that was deleted"

    def test_of_a_list_make_a_new_one(self, lists):
        first = lists.create(ClientToken="t")
        lists.delete(first)

        second = lists.create(ClientToken="t")

        assert second != first
        assert lists.create(ClientToken="t") == second

    def test_of_a_list_answer_the_old_id(self, lists):
        lists.scene.sandbox.control.switch(token_after_delete="deleted")
        first = lists.create(ClientToken="t")
        lists.delete(first)

        assert lists.create(ClientToken="t") == first
        assert lists.get(first)["Status"] == "DELETED"

    def test_of_a_list_are_refused(self, lists, refused):
        lists.scene.sandbox.control.switch(token_after_delete="refuse")
        lists.delete(lists.create(ClientToken="t"))

        found = refused(lists.create, ClientToken="t")

        assert found.message == UNSEEN + "the client token belongs to a list that was deleted"


@pytest.mark.parametrize(("position", "words"), [("E12", "out-of-range value"), ("E13", "one or more input")])
def test_update_of_an_unknown_destination_with_properties(position, words, scene, refused):
    scene.build()
    scene.sandbox.control.switch(update_unknown=position)

    assert words in refused(scene.update, destination="0" * 32, KmsKeyArn=scene.key).message


class TestAliases:
    @pytest.fixture
    def alias(self, scene):
        scene.build()
        scene.kms.create_alias(AliasName="alias/findings", TargetKeyId=scene.key)
        return {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:alias/findings"}

    @pytest.mark.parametrize(("position", "words"), [("E10", "kmsKeyArn parameter"), ("E5", "service principal")])
    def test_are_refused(self, position, words, scene, alias, refused):
        scene.sandbox.control.switch(alias_key=position)

        assert words in refused(scene.create, properties=scene.properties(**alias)).message

    def test_are_accepted_and_mean_their_key(self, scene, alias):
        scene.sandbox.control.switch(alias_key="accept")

        destination = scene.create(properties=scene.properties(**alias))

        (tick,) = scene.sandbox.control.export_tick()
        assert scene.describe(destination)["DestinationProperties"]["KmsKeyArn"] == alias["KmsKeyArn"]
        assert scene.s3.head_object(Bucket="findings", Key="AWSLogs/")["SSEKMSKeyId"] == scene.key
        assert tick["status"] == "PUBLISHING"

    def test_of_nothing_are_no_key(self, scene, alias, refused):
        scene.sandbox.control.switch(alias_key="accept")
        unknown = {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:alias/none"}

        assert "does not have permission" in refused(scene.create, properties=scene.properties(**unknown)).message


WRONG = {"ExpectedBucketOwner": "210987654321"}


class TestOwnersOfDestinations:
    def test_are_noticed_at_the_next_export(self, scene):
        scene.build()
        destination = scene.create(properties=scene.properties(**WRONG))
        before = scene.describe(destination)["Status"]

        (tick,) = scene.sandbox.control.export_tick()

        assert (before, tick["status"]) == ("PUBLISHING", "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY")
        assert tick["why"] == ["bucket findings does not belong to 210987654321"]

    def test_are_noticed_at_once(self, scene, refused):
        scene.sandbox.control.switch(destination_owner="E5")
        scene.build()

        assert "does not have permission" in refused(scene.create, properties=scene.properties(**WRONG)).message
        assert scene.create(properties=scene.properties(ExpectedBucketOwner="123456789012"))

    def test_are_never_noticed(self, scene):
        scene.sandbox.control.switch(destination_owner="ignore")
        scene.build().create(properties=scene.properties(**WRONG))

        assert scene.sandbox.control.export_tick()[0]["status"] == "PUBLISHING"

    @pytest.mark.parametrize("owner", [None, "123456789012"])
    def test_that_are_right_are_fine(self, owner, scene):
        scene.build().create(properties=scene.properties(ExpectedBucketOwner=owner))

        assert scene.sandbox.control.export_tick()[0]["status"] == "PUBLISHING"


def test_names_may_have_to_be_unique(intel, refused):
    intel.scene.sandbox.control.switch(duplicate_names="refuse")
    first = intel.create("one", ClientToken="t")

    found = refused(intel.create, name="one", ClientToken="u")
    replayed = intel.create("one", ClientToken="t")
    intel.create("two")
    intel.delete(first)

    assert found.message == UNSEEN + "there is a list of the name one"
    assert replayed == first
    assert intel.create("one", ClientToken="u")


class TestCreatesThatFailToActivate:
    def test_leave_a_list_in_error(self, lists, refused):
        refused(lists.create, activate=True)

        (found,) = lists.listed()[lists.ids_name]
        assert lists.get(found)["Status"] == "ERROR"

    def test_leave_nothing(self, lists, refused):
        lists.scene.sandbox.control.switch(failed_create="drop")

        found = refused(lists.create, activate=True)

        assert found.code == "InternalServerErrorException"
        assert lists.listed()[lists.ids_name] == []

    def test_of_inactive_lists_read_nothing(self, lists):
        lists.scene.sandbox.control.switch(failed_create="drop")

        assert lists.get(lists.create(location="s3://nowhere/list.txt"))["Status"] == "INACTIVE"

    def test_that_do_not_fail_stay(self, lists):
        lists.scene.sandbox.control.switch(failed_create="drop")

        assert lists.get(lists.create(location=lists.scene.put_list(), activate=True))["Status"] == "ACTIVE"
        assert lists.scene.sandbox.control.state()["lists"][0]["reads"] == 1


class TestActivationsThatFailLater:
    def test_answer_200_and_turn_to_error(self, lists):
        lists.scene.sandbox.control.switch(failed_activation="status", profile="slow", polls=1)

        found = lists.create(activate=True)

        seen = [lists.get(found) for _ in range(2)]
        assert [one["Status"] for one in seen] == ["ACTIVATING", "ERROR"]
        assert seen[1].get("ErrorDetails") == ("there is no bucket lists" if lists.is_entity else None)


class TestBusyLists:
    @pytest.fixture
    def busy(self, lists):
        lists.scene.sandbox.control.switch(busy_lists="refuse", profile="slow", polls=1)
        return lists.create(location=lists.scene.put_list(), activate=True)

    @pytest.mark.parametrize("call", ["update", "delete"])
    def test_are_left_alone_until_they_have_settled(self, call, lists, busy, refused):
        found = refused(getattr(lists, call), list_id=busy)
        lists.get(busy)
        lists.get(busy)
        getattr(lists, call)(busy)

        assert found.message == UNSEEN + f"list {busy} is ACTIVATING; wait until that is over"

    def test_settle_with_time_too(self, lists):
        control = lists.scene.sandbox.control
        control.switch(busy_lists="refuse", profile="slow", seconds=10)
        found = lists.create(location=lists.scene.put_list(), activate=True)
        control.advance(11)

        lists.delete(found)

    def test_can_be_changed_by_default(self, lists):
        lists.scene.sandbox.control.switch(profile="slow")
        found = lists.create(location=lists.scene.put_list(), activate=True)

        lists.delete(found)

        assert lists.get(found)["Status"] == "DELETE_PENDING"


class TestActiveListsThatMove:
    def test_can_be_deactivated_by_it(self, lists):
        lists.scene.sandbox.control.switch(moved_while_active="deactivate")
        found = lists.create(location=lists.scene.put_list(), activate=True)

        lists.update(found)
        before = lists.get(found)["Status"]
        lists.update(found, Name="renamed")

        assert (before, lists.get(found)["Status"]) == ("ACTIVE", "INACTIVE")

    def test_are_not_when_activate_is_said(self, lists):
        lists.scene.sandbox.control.switch(moved_while_active="deactivate")
        found = lists.create(location=lists.scene.put_list(), activate=True)

        lists.update(found, Name="renamed", Activate=True)

        assert lists.get(found)["Status"] == "ACTIVE"


class TestMalformedLines:
    @pytest.mark.parametrize("line", ["198.51.100.300", "what ever", "10.0.0.0/33"])
    def test_can_be_ignored_or_refused(self, line, lists, refused):
        body = f"198.51.100.1\n{line}\n"
        found = lists.create(location=lists.scene.put_list(body), activate=True)
        assert lists.get(found)["Status"] == "ACTIVE"

        lists.scene.sandbox.control.switch(malformed_lines="refuse")
        if lists.is_entity and " " not in line:
            lists.update(found, Activate=True)
            return
        assert refused(lists.update, list_id=found, Activate=True).code == "InternalServerErrorException"
        assert lists.scene.sandbox.control.state()["lists"][0]["errorDetails"] == f"{line!r} is no entry"

    def test_a_range_may_be_named_by_any_of_its_addresses(self, lists):
        lists.scene.sandbox.control.switch(malformed_lines="refuse")

        assert lists.create(location=lists.scene.put_list("198.51.100.1/24\n"), activate=True)

    def test_domains_are_entries_of_entity_lists_only(self, lists, refused):
        lists.scene.sandbox.control.switch(malformed_lines="refuse")
        location = lists.scene.put_list("198.51.100.0/24\n2001:db8::1\nevil.example.com\n")

        if lists.is_entity:
            assert lists.create(location=location, activate=True)
        else:
            refused(lists.create, location=location, activate=True)

    def test_other_formats_are_not_looked_at(self, intel):
        intel.scene.sandbox.control.switch(malformed_lines="refuse")

        assert intel.create(location=intel.scene.put_list("a#b c\n"), Format="ALIEN_VAULT", activate=True)


def test_the_quota_of_threat_entity_sets(make_lists, refused):
    lists = make_lists("threatentityset")
    lists.scene.sandbox.control.switch(entity_quota=2)
    for number in range(2):
        lists.create(f"list {number}")

    assert "account limits" in refused(lists.create).message


def test_tombstones_may_fade(lists, refused):
    control = lists.scene.sandbox.control
    control.switch(tombstone_seconds=100)
    found = lists.create()
    lists.delete(found)
    control.advance(99)
    seen = lists.get(found)["Status"]
    control.advance(2)

    assert seen == "DELETED"
    assert "no such resource found" in refused(lists.get, list_id=found).message
    assert lists.get(lists.create())["Status"] == "INACTIVE"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "there is no switch 'colour'; there are profile, polls, seconds, caller_policies"),
        ({"profile": "fast"}, "switch 'profile' has no position 'fast'; it has instant, slow"),
        ({"transport": "ftp"}, "switch 'transport' has no position 'ftp'; it has https, http"),
        ({"alias_key": "E6"}, "switch 'alias_key' has no position 'E6'; it has E10, E5, accept"),
    ],
)
def test_a_switch_that_is_none_is_refused(changes, message, sandbox):
    with pytest.raises(ControlError) as caught:
        sandbox.control.switch(**changes)

    assert str(caught.value).startswith(message)
