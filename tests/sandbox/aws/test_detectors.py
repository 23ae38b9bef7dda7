"""Detectors, where moto's own are not what AWS does, and member accounts."""

import pytest


def test_a_region_has_one_detector(scene, refused):
    """Evidence: AWS's text as users of terraform-provider-aws report it."""
    found = refused(scene.guardduty.create_detector, Enable=True)

    assert (found.status, found.code, found.type) == (400, "BadRequestException", "InvalidInputException")
    assert found.message == "The request is rejected because a detector already exists for the current account."


def test_after_a_delete_there_is_room_for_another(scene):
    scene.guardduty.delete_detector(DetectorId=scene.detector)

    another = scene.guardduty.create_detector(Enable=True)["DetectorId"]

    assert scene.guardduty.list_detectors()["DetectorIds"] == [another]


def test_deleting_a_detector_that_is_not_there_is_refused(scene, refused):
    """Evidence: tf, E1 of every call on an unknown detector."""
    found = refused(scene.guardduty.delete_detector, DetectorId="0" * 32)

    assert found.message == "The request is rejected because the input detectorId is not owned by the current account."


def test_a_detector_that_comes_after_starts_empty(scene):
    scene.build().create()
    scene.guardduty.delete_detector(DetectorId=scene.detector)

    scene.detector = scene.guardduty.create_detector(Enable=True)["DetectorId"]

    assert scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"] == []


@pytest.mark.parametrize("holds", ["destination", "list", "nothing", "deleted-list"])
def test_deleting_a_detector_that_holds_something_is_a_switch(holds, scene, intel, refused):
    scene.sandbox.control.switch(detector_delete="refuse")
    scene.build()
    if holds == "destination":
        scene.create()
    elif "list" in holds:
        found = intel.create()
        if holds == "deleted-list":
            intel.delete(found)

    if holds in ("destination", "list"):
        found = refused(scene.guardduty.delete_detector, DetectorId=scene.detector)
        assert found.message == (
            "[sandbox: AWS's own text is not established] the detector has a publishing destination or lists; "
            "delete them first"
        )
        assert (found.status, found.code, found.type) == (400, "BadRequestException", "InvalidInputException")
    else:
        scene.guardduty.delete_detector(DetectorId=scene.detector)


class TestMembers:
    ADMINISTRATOR = "210987654321"

    @pytest.fixture
    def member(self, scene):
        scene.sandbox.control.set_administrator(
            account=scene.account, region=scene.region, administrator=self.ADMINISTRATOR
        )
        return scene

    def test_a_stand_alone_account_has_no_administrator(self, scene, raw):
        found = scene.guardduty.get_administrator_account(DetectorId=scene.detector)
        status, headers, body = raw("GET", f"/detector/{scene.detector}/administrator")

        assert "Administrator" not in found
        assert (status, headers["Content-Type"], body) == (200, "application/json", b"{}")

    def test_a_member_is_told_its_administrator(self, member):
        """Evidence: botocore's model of GetAdministratorAccount."""
        found = member.guardduty.get_administrator_account(DetectorId=member.detector)

        assert found["Administrator"] == {"AccountId": self.ADMINISTRATOR, "RelationshipStatus": "Enabled"}

    def test_the_administrator_of_an_unknown_detector_is_not_told(self, scene, refused):
        found = refused(scene.guardduty.get_administrator_account, DetectorId="0" * 32)

        assert "detectorId is not owned" in found.message

    def test_an_account_can_stand_alone_again(self, member, intel):
        member.sandbox.control.set_administrator(account=member.account, region=member.region, administrator=None)

        assert "Administrator" not in member.guardduty.get_administrator_account(DetectorId=member.detector)
        assert intel.create()

    @pytest.mark.parametrize("call", ["create", "update", "delete"])
    def test_a_member_may_not_manage_lists(self, call, scene, lists, refused):
        """Evidence: API Reference, only users of the administrator account; the text is not established."""
        found = lists.create()
        scene.sandbox.control.set_administrator(
            account=scene.account, region=scene.region, administrator=self.ADMINISTRATOR
        )

        refusal = refused(getattr(lists, call), **({} if call == "create" else {"list_id": found}))

        assert refusal.message == (
            "[sandbox: AWS's own text is not established] account 123456789012 is a member; only its administrator "
            "210987654321 manages lists"
        )

    def test_a_member_sees_its_administrators_lists(self, scene, make_scene, make_lists):
        """Evidence: botocore's text of ListThreatIntelSets."""
        theirs = make_lists("threatintelset", make_scene(account=self.ADMINISTRATOR))
        known = theirs.create()
        mine = make_lists("threatintelset", scene)
        scene.sandbox.control.set_administrator(
            account=scene.account, region=scene.region, administrator=self.ADMINISTRATOR
        )

        assert mine.listed()["ThreatIntelSetIds"] == [known]

    def test_a_member_of_an_administrator_without_detector_sees_none(self, member, intel):
        assert intel.listed()["ThreatIntelSetIds"] == []

    def test_a_member_may_export_its_own_findings(self, member):
        assert member.build().create()


def test_what_moto_does_well_is_still_there(scene):
    found = scene.guardduty.get_detector(DetectorId=scene.detector)

    assert found["Status"] == "ENABLED"
    assert found["FindingPublishingFrequency"] == "SIX_HOURS"
