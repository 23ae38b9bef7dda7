"""What happens in AWS to a publishing destination, on the sandbox over HTTP."""

import pytest
from findings_sink import REGION, make_detector, make_sink
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.publishing_destination.lifecycle import HANDLERS


pytestmark = pytest.mark.usefixtures("aws_environment")


def declared(sink, **changes):
    bag = {
        "detectorId": sink.detector_id,
        "destinationArn": sink.destination_arn,
        "kmsKeyArn": sink.key_arn,
        "clientToken": "t-1",
        "region": REGION,
        **changes,
    }
    inputs, failures = HANDLERS.check({}, bag, Call())
    assert failures == []
    return inputs


def create(sink, **changes):
    return HANDLERS.create(declared(sink, **changes), Call())


def destinations(sandbox, detector_id):
    return sandbox.client("guardduty").list_publishing_destinations(DetectorId=detector_id)["Destinations"]


def test_create_ends_publishing_and_reads_back_as_declared(sandbox):
    sink = make_sink(sandbox, prefix="findings")

    resource_id, outputs = create(sink, tags={"team": "security"})
    seen, inputs = HANDLERS.read(resource_id, outputs, Call())

    assert resource_id == f"{sink.detector_id}:{outputs['destinationId']}"
    assert outputs["status"] == "PUBLISHING"
    assert outputs["arn"].endswith(f"/publishingdestination/{outputs['destinationId']}")
    assert seen == outputs
    assert inputs == declared(sink, tags={"team": "security"})


def test_an_untouched_destination_shows_no_difference(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink)

    seen, inputs = HANDLERS.read(resource_id, outputs, Call())

    assert HANDLERS.diff(seen, inputs, Call()).changed == frozenset()


def test_a_second_create_with_the_same_token_finds_the_first(sandbox):
    sink = make_sink(sandbox)
    first, _ = create(sink)

    second, _ = create(sink)

    assert second == first
    assert len(destinations(sandbox, sink.detector_id)) == 1


def test_a_create_run_again_after_an_edit_converges_properties_and_tags(sandbox):
    sink = make_sink(sandbox, prefix="findings")
    first, _ = create(sink, tags={"old": "1"})

    second, outputs = create(sink, destinationArn=f"arn:aws:s3:::{sink.bucket}", tags={"new": "2"})

    assert second == first
    assert (outputs["destinationArn"], outputs["tags"]) == (f"arn:aws:s3:::{sink.bucket}", {"new": "2"})


def test_a_detector_that_is_not_named_is_looked_up_and_stays_undeclared(sandbox):
    sink = make_sink(sandbox)
    bag = {key: value for key, value in declared(sink).items() if key != "detectorId"}

    resource_id, outputs = HANDLERS.create(bag, Call())
    seen, inputs = HANDLERS.read(resource_id, outputs, Call())

    assert outputs["detectorId"] == sink.detector_id
    assert "detectorId" not in inputs
    assert HANDLERS.diff(seen, bag, Call()).changed == frozenset()


def test_without_a_detector_in_the_region_one_sentence_says_so(sandbox):
    sink = make_sink(sandbox)
    sandbox.client("guardduty").delete_detector(DetectorId=sink.detector_id)
    bag = {key: value for key, value in declared(sink).items() if key != "detectorId"}

    with pytest.raises(errors.InvalidInputError) as caught:
        HANDLERS.create(bag, Call())

    assert str(caught.value) == (
        "detector_id: account 123456789012 has no GuardDuty detector in us-east-1; enable GuardDuty there, or correct "
        "region or credentials"
    )


def test_another_destination_on_the_detector_is_refused_by_name_and_left_alone(sandbox):
    sink = make_sink(sandbox)
    _, foreign = create(sink, clientToken="somebody-elses")

    with pytest.raises(errors.ConflictError) as caught:
        create(sink, clientToken="ours")

    assert foreign["destinationId"] in str(caught.value)
    assert "set adopt=True to take it over once nothing else manages it" in str(caught.value)
    assert [row["DestinationId"] for row in destinations(sandbox, sink.detector_id)] == [foreign["destinationId"]]


def test_adopt_takes_the_other_destination_over_and_converges_it(sandbox):
    sink = make_sink(sandbox, prefix="findings")
    _, foreign = create(sink, clientToken="somebody-elses", tags={"old": "1"})

    _, outputs = create(sink, clientToken="ours", adopt=True, destinationArn=f"arn:aws:s3:::{sink.bucket}")

    assert outputs["destinationId"] == foreign["destinationId"]
    assert outputs["destinationArn"] == f"arn:aws:s3:::{sink.bucket}"
    assert "tags" not in outputs


def test_adopting_an_unhealthy_destination_repairs_it(sandbox):
    sink = make_sink(sandbox)
    _, foreign = create(sink, clientToken="somebody-elses")
    sandbox.control.set_status(foreign["destinationId"], "STOPPED")

    _, outputs = create(sink, clientToken="ours", adopt=True)

    assert outputs["status"] == "PUBLISHING"


def test_update_changes_what_differs_and_only_tags_when_only_tags_do(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink, tags={"a": "1", "b": "2"})
    sandbox.control.clear_calls()

    after = HANDLERS.update(resource_id, outputs, declared(sink, tags={"b": "3"}), Call())

    made = {row["operation"] for row in sandbox.control.calls()}
    assert after["tags"] == {"b": "3"}
    assert "UpdatePublishingDestination" not in made
    assert {"TagResource", "UntagResource"} <= made


def test_update_of_nothing_makes_no_call(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink)
    sandbox.control.clear_calls()

    after = HANDLERS.update(resource_id, outputs, declared(sink, clientToken="other"), Call())

    assert after == {**outputs, "clientToken": "other"}
    assert sandbox.control.calls() == []


def test_an_unhealthy_destination_is_repaired_by_issuing_the_update_again(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink)
    sandbox.control.set_status(outputs["destinationId"], "STOPPED")

    seen, inputs = HANDLERS.read(resource_id, outputs, Call())
    found = HANDLERS.diff(seen, inputs, Call())
    after = HANDLERS.update(resource_id, seen, inputs, Call())

    assert (seen["status"], found.changed) == ("STOPPED", {"status"})
    assert after["status"] == "PUBLISHING"


def test_a_pending_destination_is_waited_for(sandbox):
    sandbox.control.switch(profile="slow", polls=3)
    sink = make_sink(sandbox)
    said = []

    _, outputs = HANDLERS.create(declared(sink), Call(say=said.append))

    assert outputs["status"] == "PUBLISHING"
    assert any("PENDING_VERIFICATION now" in line and "300 s at most" in line for line in said)


def test_a_destination_that_stays_pending_is_kept_with_the_reason(sandbox):
    sandbox.control.switch(profile="slow", polls=10_000)
    sink = make_sink(sandbox)

    with pytest.raises(errors.NotReadyError) as caught:
        HANDLERS.create(declared(sink), Call(timeout_seconds=1.0))

    assert caught.value.resource_id.startswith(f"{sink.detector_id}:")
    assert caught.value.outputs["status"] == "PENDING_VERIFICATION"
    assert "is still PENDING_VERIFICATION after 1 s" in str(caught.value)


def test_read_says_gone_for_a_deleted_destination_and_for_a_deleted_detector(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink)
    guardduty = sandbox.client("guardduty")

    guardduty.delete_publishing_destination(DetectorId=sink.detector_id, DestinationId=outputs["destinationId"])

    assert HANDLERS.read(resource_id, outputs, Call()) is None
    guardduty.delete_detector(DetectorId=sink.detector_id)
    assert HANDLERS.read(resource_id, outputs, Call()) is None


def test_delete_is_a_success_the_second_time_too(sandbox):
    sink = make_sink(sandbox)
    resource_id, outputs = create(sink)

    HANDLERS.delete(resource_id, outputs, Call())
    HANDLERS.delete(resource_id, outputs, Call())

    assert destinations(sandbox, sink.detector_id) == []


def test_a_create_after_a_delete_takes_the_tokens_next_generation_when_a_replay_names_the_dead(sandbox):
    sandbox.control.switch(token_after_delete="deleted")
    sink = make_sink(sandbox)
    first, outputs = create(sink)
    HANDLERS.delete(first, outputs, Call())

    second, after = create(sink)

    assert second != first
    assert after["status"] == "PUBLISHING"


def test_missing_permission_is_waited_for_while_policies_propagate(sandbox):
    sink = make_sink(sandbox)
    sandbox.control.fault("not_propagated", times=2)

    _, outputs = create(sink)

    assert outputs["status"] == "PUBLISHING"


def test_the_id_has_to_have_its_form():
    with pytest.raises(errors.InvalidInputError, match="expected <detector id>:<resource id>"):
        HANDLERS.read("nonsense", {"region": REGION}, Call())


def test_two_detectors_in_two_regions_do_not_meet(sandbox):
    sink = make_sink(sandbox)
    other = make_detector(sandbox, "eu-west-1")
    bag = {key: value for key, value in declared(sink, region="eu-west-1").items() if key != "detectorId"}

    with pytest.raises(errors.SinkPermissionError):
        HANDLERS.create(bag, Call(timeout_seconds=0.5))

    assert other != sink.detector_id
