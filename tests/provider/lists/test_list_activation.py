"""A list is ACTIVE at the end, or one sentence says why not; and the old one stays active where AWS allows it."""

import pytest
from findings_sink import ACCOUNT, put_list
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.waiting import Deadline


MISSING = "s3://lists/missing.txt"


def test_a_list_that_cannot_be_read_is_kept_in_state_with_the_reason(sandbox, kind, lists):
    put_list(sandbox)

    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(MISSING)

    kept = caught.value
    assert kept.outputs["status"] == "ERROR"
    assert kept.resource_id == f"{lists.detector}:{kept.outputs[kind.output]}"
    assert "contentEtag" not in kept.outputs
    assert str(kept).startswith(
        f"{kind.words} {kept.resource_id}: GuardDuty could not read the list at {MISSING}: check"
    )
    needs = "s3:GetObject on it" if kind.entity else "iam:PutRolePolicy on the role AWSServiceRoleForAmazonGuardDuty"
    assert f"the credentials Pulumi runs with need {needs}" in str(kept)
    assert "The request is rejected because the caller is not authorized to call this API." in str(kept)


def test_a_list_in_error_is_repaired_by_the_next_update(sandbox, kind, lists):
    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(MISSING)
    put_list(sandbox, key="missing.txt")
    declared = lists.checked(MISSING)

    found = kind.handlers.diff(caught.value.outputs, declared, Call())
    after = kind.handlers.update(caught.value.resource_id, caught.value.outputs, declared, Call())

    assert found.changed == {"incomplete", "status"}
    assert "incomplete" not in after
    assert after["status"] == kind.get(sandbox, caught.value.resource_id)["Status"] == "ACTIVE"
    assert after["contentEtag"]


@pytest.mark.parametrize("failing", ["refuse", "status"], ids=["the-call-fails", "the-status-turns-error"])
@pytest.mark.parametrize("profile", ["instant", "slow"])
def test_a_failed_change_of_location_ends_with_the_old_list_active(sandbox, kind, lists, failing, profile):
    sandbox.control.switch(failed_activation=failing, profile=profile)
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)

    with pytest.raises(errors.InvalidInputError) as caught:
        kind.handlers.update(resource_id, outputs, lists.checked(MISSING, name="renamed"), Call())

    seen = kind.get(sandbox, resource_id)
    assert (seen["Status"], seen["Location"], seen["Name"]) == ("ACTIVE", location, "hostile")
    assert str(caught.value).startswith(
        f"{kind.words} {resource_id} could not be activated from {MISSING}, and is ACTIVE again with its former list "
        f"at {location}: "
    )


def test_after_a_failed_change_the_next_run_still_sees_the_difference(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    declared = lists.checked(MISSING)
    with pytest.raises(errors.InvalidInputError):
        kind.handlers.update(resource_id, outputs, declared, Call())
    put_list(sandbox, key="missing.txt")

    seen, _ = kind.handlers.read(resource_id, outputs, Call())
    assert kind.handlers.diff(seen, declared, Call()).changed == {"location"}

    after = kind.handlers.update(resource_id, seen, declared, Call())
    assert (after["status"], after["location"]) == ("ACTIVE", MISSING)


@pytest.mark.parametrize("owner", [ACCOUNT, None], ids=["owner-declared-before", "no-owner-before"])
def test_a_wrong_bucket_owner_ends_with_the_old_list_active(sandbox, kind, lists, owner):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, expectedBucketOwner=owner)

    with pytest.raises(errors.InvalidInputError) as caught:
        kind.handlers.update(resource_id, outputs, lists.checked(location, expectedBucketOwner="9" * 12), Call())

    seen = kind.get(sandbox, resource_id)
    assert (seen["Status"], seen["ExpectedBucketOwner"]) == ("ACTIVE", ACCOUNT)
    assert "is ACTIVE again" in str(caught.value)
    assert "belongs to another account than expected_bucket_owner says" in str(caught.value)


def test_where_the_old_list_cannot_be_activated_again_both_reasons_are_told(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    sandbox.client("s3").delete_object(Bucket="lists", Key="hostile.txt")

    with pytest.raises(errors.NotReadyError) as caught:
        kind.handlers.update(resource_id, outputs, lists.checked(MISSING), Call())

    assert caught.value.outputs["status"] == kind.get(sandbox, resource_id)["Status"] == "ERROR"
    said = str(caught.value)
    assert said.startswith(
        f"{kind.words} {resource_id} is in ERROR and GuardDuty uses nothing of it: it could not be activated from "
        f"{MISSING} ("
    )
    assert f"nor again from its former location {location} (" in said


def test_bad_content_at_the_same_place_is_said_to_leave_the_list_in_error(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, contentVersion="1")
    sandbox.client("s3").delete_object(Bucket="lists", Key="hostile.txt")

    with pytest.raises(errors.NotReadyError) as caught:
        kind.handlers.update(resource_id, outputs, lists.checked(location, contentVersion="2"), Call())

    assert caught.value.outputs["status"] == "ERROR"
    assert kind.reads(sandbox) == 2, "activating what has just failed once more is of no use"


def test_a_refused_change_that_changed_nothing_is_not_put_back(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    sandbox.control.clear_calls()

    with pytest.raises(errors.AwsCallError, match="invalid or out-of-range value"):
        kind.handlers.update(resource_id, outputs, lists.checked(MISSING, name="a.b"), Call())

    assert len(sandbox.control.calls(operation=f"Update{kind.name}")) == 1
    assert kind.get(sandbox, resource_id)["Status"] == "ACTIVE"


def test_an_activation_that_takes_its_time_is_waited_for_and_told(sandbox, lists):
    sandbox.control.switch(profile="slow", polls=3)
    said = []

    _, outputs = lists.create(put_list(sandbox), Call(say=said.append))

    assert outputs["status"] == "ACTIVE"
    assert any("ACTIVATING now" in line and "300 s at most" in line for line in said)


def test_a_deactivation_and_a_deletion_that_take_their_time_are_waited_for(sandbox, kind, lists):
    sandbox.control.switch(profile="slow", polls=2, busy_lists="refuse")
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)

    outputs = kind.handlers.update(resource_id, outputs, lists.checked(location, activate=False), Call())
    assert outputs["status"] == "INACTIVE"

    kind.handlers.delete(resource_id, outputs, Call())
    assert kind.get(sandbox, resource_id)["Status"] == "DELETED"


def test_a_list_that_moves_already_is_left_to_settle_before_it_is_changed(sandbox, kind, lists):
    sandbox.control.switch(profile="slow", polls=2, busy_lists="refuse")
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    kind.update(sandbox, resource_id, Activate=False)

    after = kind.handlers.update(resource_id, outputs, lists.checked(put_list(sandbox, key="b.txt")), Call())

    assert (after["status"], after["location"]) == ("ACTIVE", "s3://lists/b.txt")


def test_a_custom_timeout_ends_the_wait_and_the_list_stays_in_state(sandbox, kind, lists):
    sandbox.control.switch(profile="slow", polls=10_000)

    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(put_list(sandbox), Call(timeout_seconds=0.5))

    assert caught.value.outputs["status"] == "ACTIVATING"
    assert str(caught.value) == (
        f"{kind.words} {caught.value.resource_id} is still ACTIVATING after 0 s of waiting for it to be ACTIVE; run "
        "`pulumi up` again, or allow more with custom_timeouts"
    )


def test_a_list_left_activating_is_seen_through_to_active_by_the_next_run(sandbox, kind, lists):
    sandbox.control.switch(profile="slow", polls=10_000)
    location = put_list(sandbox)
    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(location, Call(timeout_seconds=0.2))
    left = caught.value
    sandbox.control.set_status(left.outputs[kind.output], "ACTIVE")
    sandbox.control.clear_calls()

    after = kind.handlers.update(left.resource_id, left.outputs, lists.checked(location), Call())

    assert after["status"] == "ACTIVE"
    assert after["contentEtag"] == left.outputs["contentEtag"]
    assert kind.reads(sandbox) == 0


def test_a_list_left_activating_is_read_again_when_another_version_is_declared_meanwhile(sandbox, kind, lists):
    sandbox.control.switch(profile="slow", polls=10_000)
    location = put_list(sandbox)
    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(location, Call(timeout_seconds=0.2), contentVersion="1")
    left = caught.value
    sandbox.control.switch(profile="instant")
    sandbox.control.set_status(left.outputs[kind.output], "ACTIVE")
    sandbox.control.clear_calls()

    kind.handlers.update(left.resource_id, left.outputs, lists.checked(location, contentVersion="2"), Call())

    assert kind.reads(sandbox) == 1


def test_a_version_that_never_got_past_another_ones_activation_is_read_by_the_next_run(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, contentVersion="1")
    sandbox.control.switch(profile="slow", polls=10_000)
    kind.update(sandbox, resource_id, Location=location, Activate=True)
    declared = lists.checked(location, contentVersion="2")
    with pytest.raises(errors.NotReadyError, match="to settle") as caught:
        kind.handlers.update(resource_id, outputs, declared, Call(timeout_seconds=0.2))
    sandbox.control.switch(profile="instant")
    sandbox.control.set_status(outputs[kind.output], "ACTIVE")
    sandbox.control.clear_calls()

    kind.handlers.update(resource_id, caught.value.outputs, declared, Call())

    assert kind.reads(sandbox) == 1


def test_a_late_activation_is_not_answered_by_putting_the_old_list_back(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    new = put_list(sandbox, key="b.txt")
    sandbox.control.switch(profile="slow", polls=10_000)

    with pytest.raises(errors.NotReadyError, match="is still ACTIVATING") as caught:
        kind.handlers.update(resource_id, outputs, lists.checked(new), Call(timeout_seconds=0.2))

    assert caught.value.outputs["location"] == new


@pytest.mark.parametrize("status", ["INACTIVE", "ERROR"])
def test_an_active_list_that_was_switched_off_by_hand_is_drift_and_is_repaired(sandbox, kind, lists, status):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    sandbox.control.set_status(outputs[kind.output], status)

    seen, inputs = kind.handlers.read(resource_id, outputs, Call())
    found = kind.handlers.diff(seen, inputs, Call())
    after = kind.handlers.update(resource_id, seen, inputs, Call())

    assert found.changed == {"status"}
    assert found.reasons == {"status": f"is {status}, not ACTIVE"}
    assert after["status"] == kind.get(sandbox, resource_id)["Status"] == "ACTIVE"


def test_an_inactive_list_that_was_switched_on_by_hand_is_drift_and_is_switched_off(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, activate=False)
    kind.update(sandbox, resource_id, Activate=True)

    seen, inputs = kind.handlers.read(resource_id, outputs, Call())

    assert kind.handlers.diff(seen, inputs, Call()).changed == {"status"}
    assert kind.handlers.update(resource_id, seen, inputs, Call())["status"] == "INACTIVE"


def test_a_list_that_was_repointed_by_hand_is_brought_back(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    kind.update(sandbox, resource_id, Location=put_list(sandbox, key="evil.txt"), Activate=True)

    seen, inputs = kind.handlers.read(resource_id, outputs, Call())
    assert inputs["location"] == "s3://lists/evil.txt"
    kind.handlers.update(resource_id, seen, lists.checked(location), Call())

    now = kind.get(sandbox, resource_id)
    assert (now["Location"], now["Status"]) == (location, "ACTIVE")


def test_an_entity_set_says_what_aws_says_of_the_error(sandbox, kind, lists):
    sandbox.control.switch(failed_activation="status")

    with pytest.raises(errors.NotReadyError) as caught:
        lists.create(MISSING)

    said = str(caught.value)
    assert "GuardDuty could not read the list at s3://lists/missing.txt: check that the object exists" in said
    assert kind.entity == ("there is no bucket lists" in said)
    assert kind.entity == ("errorDetails" in caught.value.outputs)
    assert "and has the format TXT" in said


def test_an_answer_lost_after_the_change_is_asked_for_again_and_found_done(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    new = put_list(sandbox, key="b.txt")
    sandbox.control.fault("cut_after", service="guardduty", operation=f"Update{kind.name}", times=1)

    after = kind.handlers.update(resource_id, outputs, lists.checked(new), Call())

    assert (after["status"], after["location"]) == ("ACTIVE", new)


def test_putting_back_has_time_of_its_own_when_the_failed_change_used_the_deadline_up(
    sandbox, kind, lists, monkeypatch
):
    sandbox.control.switch(profile="slow", polls=1, failed_activation="status")
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    now = [0.0]

    def pass_by(seconds):
        now[0] += seconds

    monkeypatch.setattr(Call, "deadline", lambda _call: Deadline(0.1, clock=lambda: now[0], sleep=pass_by))

    with pytest.raises(errors.InvalidInputError, match="is ACTIVE again with its former list"):
        kind.handlers.update(resource_id, outputs, lists.checked(MISSING), Call())

    assert kind.get(sandbox, resource_id)["Status"] == "ACTIVE"
