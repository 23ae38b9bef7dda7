"""What happens in AWS to a list of any kind, on the sandbox over HTTP."""

import pytest
from findings_sink import ACCOUNT, REGION, make_detector, put_list
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call


def test_create_ends_active_and_reads_back_as_declared(sandbox, kind, lists):
    location = put_list(sandbox)

    resource_id, outputs = lists.create(location, tags={"team": "security"}, expectedBucketOwner=ACCOUNT)
    seen, inputs = kind.handlers.read(resource_id, outputs, Call())

    assert resource_id == f"{lists.detector}:{outputs[kind.output]}"
    assert outputs["status"] == kind.get(sandbox, resource_id)["Status"] == "ACTIVE"
    assert outputs["arn"] == (
        f"arn:aws:guardduty:{REGION}:{ACCOUNT}:detector/{lists.detector}/{kind.segment}/{outputs[kind.output]}"
    )
    assert seen == outputs
    assert inputs == lists.checked(location, tags={"team": "security"}, expectedBucketOwner=ACCOUNT)
    assert kind.handlers.diff(seen, inputs, Call()).changed == frozenset()


def test_an_inactive_list_needs_no_object(sandbox, kind, lists):
    resource_id, outputs = lists.create("s3://nowhere/hostile.txt", activate=False)

    assert outputs["status"] == kind.get(sandbox, resource_id)["Status"] == "INACTIVE"
    assert kind.reads(sandbox) == 0


def test_a_second_create_with_the_same_token_finds_the_first_and_converges_it(sandbox, kind, lists):
    first, _ = lists.create(put_list(sandbox), tags={"old": "1"})

    second, outputs = lists.create(put_list(sandbox, key="other.txt"), tags={"new": "2"})

    assert second == first
    assert kind.ids(sandbox, lists.detector) == [outputs[kind.output]]
    seen = kind.get(sandbox, second)
    assert (seen["Location"], seen["Status"], seen["Tags"]) == ("s3://lists/other.txt", "ACTIVE", {"new": "2"})


def test_a_second_create_has_an_active_list_read_again_as_its_content_may_have_changed(sandbox, kind, lists):
    location = put_list(sandbox)
    lists.create(location)
    put_list(sandbox, "198.51.100.2\n")
    sandbox.control.clear_calls()

    _, outputs = lists.create(location)

    assert kind.reads(sandbox) == 1
    head = sandbox.client("s3").head_object(Bucket="lists", Key="hostile.txt")
    assert outputs["contentEtag"] == head["ETag"].strip('"')


def test_a_detector_that_is_not_named_is_looked_up_and_stays_undeclared(sandbox, kind, lists):
    bag = lists.checked(put_list(sandbox), detectorId=None)

    resource_id, outputs = kind.handlers.create(bag, Call())
    seen, inputs = kind.handlers.read(resource_id, outputs, Call())

    assert outputs["detectorId"] == lists.detector
    assert "detectorId" not in inputs
    assert kind.handlers.diff(seen, bag, Call()).changed == frozenset()


def test_without_a_detector_one_sentence_says_so(sandbox, lists):
    sandbox.client("guardduty").delete_detector(DetectorId=lists.detector)

    with pytest.raises(errors.InvalidInputError) as caught:
        lists.create(put_list(sandbox), detectorId=None)

    assert str(caught.value) == (
        "detector_id: account 123456789012 has no GuardDuty detector in us-east-1; enable GuardDuty there, or correct "
        "region or credentials"
    )


def test_another_list_of_that_name_is_refused_by_id_and_left_alone(sandbox, kind, lists):
    location = put_list(sandbox)
    foreign = kind.make(sandbox, lists.detector, location)

    with pytest.raises((errors.ConflictError, errors.QuotaError)) as caught:
        lists.create(location)

    said = str(caught.value)
    assert f"detector {lists.detector} has {kind.words} {foreign} named 'hostile' at {location} (INACTIVE)" in said
    assert kind.ids(sandbox, lists.detector) == [foreign]


def test_the_refusal_of_a_namesake_says_every_way_out(sandbox, kind, lists):
    foreign = kind.make(sandbox, lists.detector, put_list(sandbox))

    with pytest.raises(errors.GuardDutyProviderError) as caught:
        lists.create(put_list(sandbox))

    if kind.quota == 1:
        assert isinstance(caught.value, errors.QuotaError)
        assert "delete one, or merge two" in str(caught.value)
    else:
        assert str(caught.value) == (
            f"detector {lists.detector} has {kind.words} {foreign} named 'hostile' at s3://lists/hostile.txt "
            "(INACTIVE), which this resource did not make; set adopt=True to take it over once nothing else manages "
            "it, give the renamed resource an alias, choose another name, or delete that list first"
        )


def test_adopt_takes_the_namesake_over_and_converges_it(sandbox, kind, lists):
    foreign = kind.make(sandbox, lists.detector, put_list(sandbox, key="old.txt"), Tags={"old": "1"})
    said = []

    resource_id, outputs = lists.create(put_list(sandbox), Call(say=said.append), adopt=True, tags={"new": "2"})

    assert resource_id == f"{lists.detector}:{foreign}"
    seen = kind.get(sandbox, resource_id)
    assert (seen["Location"], seen["Status"], seen["Tags"]) == ("s3://lists/hostile.txt", "ACTIVE", {"new": "2"})
    assert outputs["contentEtag"]
    assert f"adopting {kind.words} {resource_id}" in said


def test_adopt_has_an_active_list_read_again(sandbox, kind, lists):
    location = put_list(sandbox)
    kind.make(sandbox, lists.detector, location, Activate=True)
    sandbox.control.clear_calls()

    lists.create(location, adopt=True)

    assert kind.reads(sandbox) == 1


def test_adopt_refuses_a_namesake_of_another_format(sandbox, kind, lists):
    foreign = kind.make(sandbox, lists.detector, put_list(sandbox), Format="STIX")

    with pytest.raises(errors.InvalidInputError) as caught:
        lists.create(put_list(sandbox), adopt=True)

    assert str(caught.value) == (
        f"adopt: {kind.words} {lists.detector}:{foreign} has the format STIX, which cannot be changed to TXT; declare "
        "format STIX, or delete that list first"
    )


def test_adopt_makes_a_list_where_there_is_none_to_take_over(sandbox, kind, lists):
    resource_id, _ = lists.create(put_list(sandbox), adopt=True)

    assert kind.get(sandbox, resource_id)["Status"] == "ACTIVE"


def test_a_full_quota_is_explained_with_what_fills_it(sandbox, kind, lists):
    location = put_list(sandbox)
    if kind.quota is None:
        sandbox.control.switch(entity_quota=2)
    for number in range(kind.quota or 2):
        kind.make(sandbox, lists.detector, location, f"other-{number}")

    with pytest.raises(errors.QuotaError) as caught:
        lists.create(location)

    said = str(caught.value)
    assert all(f"named 'other-{number}' at {location} (INACTIVE)" in said for number in range(kind.quota or 2))
    assert "delete one, or merge two" in said
    assert "attempt to create resources beyond the current AWS account limits" in said
    assert len(kind.ids(sandbox, lists.detector)) == (kind.quota or 2)


def test_update_sends_location_and_activation_together(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    sandbox.control.clear_calls()

    after = kind.handlers.update(resource_id, outputs, lists.checked(put_list(sandbox, key="b.txt")), Call())

    (sent,) = sandbox.control.calls(operation=f"Update{kind.name}")
    assert (sent["params"]["location"], sent["params"]["activate"]) == ("s3://lists/b.txt", True)
    assert after["status"] == "ACTIVE"
    assert after["contentEtag"] == outputs["contentEtag"], "the same content lies at both places"


@pytest.mark.parametrize(("before", "after"), [(True, "INACTIVE"), (False, "ACTIVE")], ids=["off", "on"])
def test_a_list_is_switched_on_and_off_in_place(sandbox, kind, lists, before, after):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, activate=before)

    outputs = kind.handlers.update(resource_id, outputs, lists.checked(location, activate=not before), Call())

    assert outputs["status"] == kind.get(sandbox, resource_id)["Status"] == after


def test_a_name_is_changed_in_place_and_the_list_stays_active(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)

    kind.handlers.update(resource_id, outputs, lists.checked(location, name="very hostile"), Call())

    seen = kind.get(sandbox, resource_id)
    assert (seen["Name"], seen["Status"]) == ("very hostile", "ACTIVE")


def test_only_tags_are_touched_when_only_tags_differ(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, tags={"a": "1", "b": "2"})
    sandbox.control.clear_calls()

    after = kind.handlers.update(resource_id, outputs, lists.checked(location, tags={"b": "3"}), Call())

    made = {row["operation"] for row in sandbox.control.calls()}
    assert kind.get(sandbox, resource_id)["Tags"] == after["tags"] == {"b": "3"}
    assert f"Update{kind.name}" not in made
    assert {"TagResource", "UntagResource"} <= made
    assert after["contentEtag"] == outputs["contentEtag"]


def test_update_of_nothing_but_the_token_makes_no_call(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, contentVersion="1")
    sandbox.control.clear_calls()

    after = kind.handlers.update(
        resource_id, outputs, lists.checked(location, contentVersion="1", clientToken="x"), Call()
    )

    assert after == {**outputs, "clientToken": "x"}
    assert sandbox.control.calls() == []


@pytest.mark.parametrize(
    ("change", "first"),
    [
        pytest.param({"format": "STIX"}, True, id="format"),
        pytest.param({"detectorId": "e" * 32}, False, id="detector"),
        pytest.param({"region": "eu-west-1"}, False, id="region"),
        pytest.param({"expectedBucketOwner": None}, True, id="owner-removed"),
    ],
)
def test_what_aws_cannot_change_replaces_and_says_when_the_list_is_missing_meanwhile(kind, lists, change, first):
    held = lists.checked("s3://lists/a.txt", expectedBucketOwner=ACCOUNT)
    warned = []

    found = kind.handlers.diff(
        {**held, "status": "ACTIVE"},
        lists.checked("s3://lists/a.txt", **{"expectedBucketOwner": ACCOUNT, **change}),
        Call(warn=warned.append),
    )

    assert found.replaces == set(change)
    assert found.delete_first is first
    gap = f"this {kind.words} is deleted before it is made again, and GuardDuty does without it meanwhile"
    assert warned == ([gap] if first else [])


def test_a_list_made_before_its_format_was_edited_is_made_anew(sandbox, kind, lists):
    location = put_list(sandbox)
    first, _ = lists.create(location)

    second, _ = lists.create(location, format="PROOF_POINT")

    assert second != first
    assert kind.get(sandbox, second)["Format"] == "PROOF_POINT"
    assert kind.ids(sandbox, lists.detector) == [second.split(":")[1]]


def test_read_says_gone_in_every_form_aws_has_for_it(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))

    kind.delete(sandbox, resource_id)
    assert kind.get(sandbox, resource_id)["Status"] == "DELETED"
    assert kind.handlers.read(resource_id, outputs, Call()) is None

    never = f"{lists.detector}:{'0' * 32}"
    assert kind.handlers.read(never, outputs, Call()) is None

    sandbox.client("guardduty").delete_detector(DetectorId=lists.detector)
    assert kind.handlers.read(resource_id, outputs, Call()) is None


def test_update_of_a_list_that_is_gone_says_what_to_do(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))
    kind.delete(sandbox, resource_id)

    with pytest.raises(errors.InvalidInputError) as caught:
        kind.handlers.update(resource_id, outputs, lists.checked("s3://lists/b.txt"), Call())

    assert str(caught.value) == (
        f"{kind.words} {resource_id} is gone; run `pulumi refresh`, then `pulumi up` makes it again"
    )


def test_delete_is_a_success_the_second_time_too_and_when_the_detector_is_gone(sandbox, kind, lists):
    resource_id, outputs = lists.create(put_list(sandbox))

    kind.handlers.delete(resource_id, outputs, Call())
    kind.handlers.delete(resource_id, outputs, Call())

    assert kind.ids(sandbox, lists.detector) == []
    sandbox.client("guardduty").delete_detector(DetectorId=lists.detector)
    kind.handlers.delete(resource_id, outputs, Call())


@pytest.mark.parametrize("answer", ["new", "deleted"])
def test_a_create_after_a_delete_makes_a_new_list_whatever_a_replay_answers(sandbox, kind, lists, answer):
    sandbox.control.switch(token_after_delete=answer)
    location = put_list(sandbox)
    first, outputs = lists.create(location)
    kind.handlers.delete(first, outputs, Call())

    second, after = lists.create(location)

    assert second != first
    assert after["status"] == "ACTIVE"


def test_a_member_account_is_told_who_manages_lists(sandbox, lists):
    sandbox.control.set_administrator(account=ACCOUNT, region=REGION, administrator="999988887777")

    with pytest.raises(errors.AwsCallError) as caught:
        lists.create(put_list(sandbox))

    assert str(caught.value).startswith(
        f"account {ACCOUNT} is a member of GuardDuty administrator account 999988887777, and only the administrator "
        "manages lists: declare this list there; "
    )


def test_lists_of_two_regions_do_not_meet(sandbox, lists):
    other = make_detector(sandbox, "eu-west-1")
    location = put_list(sandbox)

    first, _ = lists.create(location)
    second, outputs = lists.create(location, detectorId=other, region="eu-west-1")

    assert first.split(":")[0] != second.split(":")[0]
    assert outputs["arn"].startswith("arn:aws:guardduty:eu-west-1:")


def test_a_location_in_any_of_its_forms_is_echoed_and_is_no_difference(sandbox, kind, lists):
    put_list(sandbox)
    location = "https://s3.us-east-1.amazonaws.com/lists/hostile.txt"

    resource_id, outputs = lists.create(location)
    seen, inputs = kind.handlers.read(resource_id, outputs, Call())

    assert seen["location"] == location
    assert kind.handlers.diff(seen, inputs, Call()).changed == frozenset()
