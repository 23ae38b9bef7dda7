"""What happens in AWS to a findings key, on the sandbox over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest
from findings_sink import ACCOUNT, REGION, make_detector
from pulumi_guardduty import errors
from pulumi_guardduty._core import aws_access, holders
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.findings_key.lifecycle import HANDLERS
from pulumi_guardduty.policy_documents import guardduty_key_policy, same_meaning
from pulumi_guardduty.sink_upkeep.resource_tags import IDENTITY_TAG
from struck_calls import at_each_call


pytestmark = pytest.mark.usefixtures("aws_environment")

TAGS = {"team": "security"}


@pytest.fixture(autouse=True)
def detector(sandbox):
    return make_detector(sandbox)


@pytest.fixture
def kms(sandbox):
    return sandbox.client("kms")


def declared(**changes):
    bag = {"alias": "alias/findings", "clientToken": "t-1", "region": REGION, **changes}
    inputs, failures = HANDLERS.check({}, {key: value for key, value in bag.items() if value is not None}, Call())
    assert failures == []
    return inputs


def create(call=None, **changes):
    return HANDLERS.create(declared(**changes), call or Call())


def refreshed(key_id, outputs, call=None):
    seen, inputs = HANDLERS.read(key_id, outputs, call or Call())
    return seen, inputs


def keys(kms):
    return [row["KeyId"] for row in kms.list_keys()["Keys"]]


def expected_policy(detector):
    exporter = {"account_id": ACCOUNT, "region": REGION, "detector_id": detector}
    return guardduty_key_policy(exporters=[exporter], account_id=ACCOUNT)


def test_a_key_is_made_symmetric_rotating_named_tagged_and_open_to_the_detector_only(kms, detector):
    key_id, outputs = create(tags=TAGS)

    found = kms.describe_key(KeyId="alias/findings")["KeyMetadata"]
    policy = kms.get_key_policy(KeyId=key_id, PolicyName="default")["Policy"]
    tags = {row["TagKey"]: row["TagValue"] for row in kms.list_resource_tags(KeyId=key_id)["Tags"]}
    assert (found["KeyId"], found["KeySpec"], found["KeyUsage"]) == (key_id, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    assert kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"] is True
    assert same_meaning(policy, expected_policy(detector))
    assert tags == {**TAGS, IDENTITY_TAG: "t-1"}
    assert (outputs["state"], outputs["rotationEnabled"], outputs["tags"]) == ("Enabled", True, TAGS)
    assert outputs["arn"] == found["Arn"]
    assert outputs["aliasArn"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/findings"


def test_an_untouched_key_shows_no_difference():
    key_id, outputs = create(tags=TAGS)

    seen, inputs = refreshed(key_id, outputs)

    assert HANDLERS.diff(seen, declared(tags=TAGS), Call()).changed == frozenset()
    assert inputs == declared(tags=TAGS)


def test_a_fresh_create_takes_few_calls(sandbox):
    sandbox.control.clear_calls()

    create(alias=None)

    assert len(sandbox.control.calls()) <= 16


def test_without_a_name_or_a_policy_both_are_derived_and_stay_undeclared(detector):
    key_id, outputs = create(alias=None)

    seen, inputs = refreshed(key_id, outputs)

    assert outputs["alias"].startswith("alias/guardduty-findings-")
    assert same_meaning(outputs["policy"], expected_policy(detector))
    assert {"alias", "policy"}.isdisjoint(inputs)
    assert HANDLERS.diff(seen, declared(alias=None), Call()).changed == frozenset()


def test_exporters_of_other_accounts_and_regions_enter_the_policy(sandbox, detector):
    ireland = make_detector(sandbox, "eu-west-1")
    foreign = {"accountId": "222233334444", "region": "eu-west-1", "detectorId": "f" * 32}

    _, outputs = create(exporters=[{}, {"region": "eu-west-1"}, foreign])

    for account, region, detector_id in (
        (ACCOUNT, REGION, detector),
        (ACCOUNT, "eu-west-1", ireland),
        ("222233334444", "eu-west-1", "f" * 32),
    ):
        assert f"arn:aws:guardduty:{region}:{account}:detector/{detector_id}" in outputs["policy"]


def test_an_exporters_region_without_a_detector_is_said_before_anything_is_made(kms):
    with pytest.raises(errors.InvalidInputError, match="has no GuardDuty detector in eu-west-1"):
        create(exporters=[{"region": "eu-west-1"}])

    assert keys(kms) == []


@pytest.mark.parametrize(
    ("spoil", "name", "named"),
    [
        pytest.param(
            lambda kms, key: kms.put_key_policy(
                KeyId=key,
                PolicyName="default",
                Policy=json.dumps({"Version": "2012-10-17", "Statement": [administration(kms, key)]}),
            ),
            "policy",
            "is missing",
            id="policy-statement-removed",
        ),
        pytest.param(lambda kms, key: kms.disable_key_rotation(KeyId=key), "rotationEnabled", "", id="rotation-off"),
        pytest.param(
            lambda kms, key: kms.update_key_description(KeyId=key, Description="x"), "description", "", id="description"
        ),
        pytest.param(
            lambda kms, key: kms.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "x"}]),
            "tags",
            "",
            id="tag-changed",
        ),
        pytest.param(lambda kms, key: kms.disable_key(KeyId=key), "state", "is Disabled", id="disabled"),
        pytest.param(
            lambda kms, key: kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7),
            "state",
            "is PendingDeletion",
            id="pending-deletion",
        ),
        pytest.param(
            lambda kms, _key: kms.delete_alias(AliasName="alias/findings"), "aliasArn", "is gone", id="alias-removed"
        ),
        pytest.param(
            lambda kms, _key: kms.update_alias(
                AliasName="alias/findings", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"]
            ),
            "aliasArn",
            "stands for another key",
            id="alias-moved",
        ),
    ],
)
def test_refresh_sees_what_was_changed_by_hand_and_update_restores_it(kms, spoil, name, named):
    key_id, outputs = create(tags=TAGS)
    spoil(kms, key_id)

    seen, _ = refreshed(key_id, outputs)
    found = HANDLERS.diff(seen, declared(tags=TAGS), Call())
    HANDLERS.update(key_id, seen, declared(tags=TAGS), Call())
    after, _ = refreshed(key_id, outputs)

    assert found.changed == {name}
    assert named in found.reasons.get(name, "")
    assert after == outputs
    assert kms.describe_key(KeyId="alias/findings")["KeyMetadata"]["KeyId"] == key_id


def administration(kms, key):
    policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    return next(row for row in policy["Statement"] if row["Sid"] == "AccountAdministration")


def test_a_person_is_told_which_statement_of_the_policy_is_gone(kms):
    key_id, outputs = create(alias=None)
    only = {"Version": "2012-10-17", "Statement": [administration(kms, key_id)]}
    kms.put_key_policy(KeyId=key_id, PolicyName="default", Policy=json.dumps(only))
    warned = []

    refreshed(key_id, outputs, Call(warn=warned.append))

    (warning,) = warned
    assert warning == (
        f"the policy of key {key_id} was changed outside of Pulumi: statement 'GuardDutyExportKey{ACCOUNT}' is "
        "missing; `pulumi up` restores it"
    )


def test_a_detector_that_was_made_anew_is_drift_of_the_policy_that_names_it(sandbox, detector):
    key_id, outputs = create()
    sandbox.client("guardduty").delete_detector(DetectorId=detector)
    anew = make_detector(sandbox)

    seen, _ = refreshed(key_id, outputs)
    found = HANDLERS.diff(seen, declared(), Call())
    after = HANDLERS.update(key_id, seen, declared(), Call())

    assert found.changed == {"policy"}
    assert same_meaning(after["policy"], expected_policy(anew))


def test_each_declared_property_is_changed_in_place(kms):
    key_id, outputs = create(tags=TAGS)
    policy = expected_policy("e" * 32)
    edited = declared(
        alias="alias/other",
        policy=json.dumps(policy),
        rotationEnabled=False,
        description="new",
        tags={"env": "prod"},
        deletionWindowInDays=7.0,
    )

    found = HANDLERS.diff(outputs, edited, Call())
    after = HANDLERS.update(key_id, outputs, edited, Call())

    names = {"alias", "policy", "rotationEnabled", "description", "tags", "deletionWindowInDays"}
    assert (found.changed, found.replaces) == (names, frozenset())
    assert {name: after[name] for name in names} == {**{name: edited[name] for name in names}}
    assert [row["AliasName"] for row in kms.list_aliases(KeyId=key_id)["Aliases"]] == ["alias/other"]
    assert keys(kms) == [key_id]


def test_a_policy_that_means_the_same_is_no_difference(detector):
    document = expected_policy(detector)
    _, outputs = create(policy=json.dumps(document))
    respelled = {**document, "Statement": list(reversed(document["Statement"]))}

    assert HANDLERS.diff(outputs, declared(policy=json.dumps(respelled)), Call()).changed == frozenset()


def test_a_longer_deletion_window_alone_makes_no_call(sandbox):
    key_id, outputs = create(deletionWindowInDays=7.0)
    sandbox.control.clear_calls()

    after = HANDLERS.update(key_id, outputs, declared(deletionWindowInDays=30.0), Call())

    assert after == {**outputs, "deletionWindowInDays": 30}
    assert sandbox.control.calls() == []


def test_delete_removes_the_alias_schedules_the_deletion_and_says_when_and_how_to_undo_it(kms):
    key_id, outputs = create(deletionWindowInDays=9.0)
    said = []

    HANDLERS.delete(key_id, outputs, Call(say=said.append))

    found = kms.describe_key(KeyId=key_id)["KeyMetadata"]
    assert found["KeyState"] == "PendingDeletion"
    assert kms.list_aliases(KeyId=key_id)["Aliases"] == []
    (line,) = said
    assert line == (
        f"key {key_id} will be deleted on {found['DeletionDate'].astimezone(UTC):%Y-%m-%d %H:%M} UTC, and what it "
        f"encrypted is unreadable from then on; until then `aws kms cancel-key-deletion --key-id {key_id}` brings it "
        "back"
    )


def test_delete_is_a_success_the_second_time_too(kms):
    key_id, outputs = create()

    HANDLERS.delete(key_id, outputs, Call())
    HANDLERS.delete(key_id, outputs, Call())

    assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_key_made_after_its_predecessor_was_deleted_is_another_one_and_that_is_said():
    first, outputs = create()
    HANDLERS.delete(first, outputs, Call())
    said = []

    second, after = create(Call(say=said.append))

    assert second != first
    assert after["state"] == "Enabled"
    assert len(said) == 1
    assert said[0].startswith(f"an earlier key of this resource, {first}, is pending deletion until ")


def test_an_alias_whose_own_key_is_pending_deletion_moves_to_a_new_key(kms):
    first, _ = create()
    kms.schedule_key_deletion(KeyId=first, PendingWindowInDays=7)

    second, _ = create()

    assert second != first
    assert kms.describe_key(KeyId="alias/findings")["KeyMetadata"]["KeyId"] == second


def foreign_key(kms):
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/findings", TargetKeyId=key_id)
    return key_id


def test_an_alias_of_a_foreign_key_is_refused_by_name_and_nothing_is_made(kms):
    key_id = foreign_key(kms)

    with pytest.raises(errors.ConflictError) as caught:
        create()

    assert str(caught.value) == (
        f"alias/findings stands for key {key_id} already, which this resource did not make; choose another alias, set "
        "adopt=True to take the key over, or give the renamed resource a Pulumi alias"
    )
    assert keys(kms) == [key_id]


def test_a_foreign_key_that_is_pending_deletion_is_told_apart(kms):
    key_id = foreign_key(kms)
    kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)

    with pytest.raises(errors.ConflictError) as caught:
        create()

    assert f"key {key_id}, which this resource did not make and which is pending deletion until " in str(caught.value)
    assert "set adopt=True to bring the key back and take it over" in str(caught.value)


def test_adopt_takes_a_foreign_key_over_and_converges_it(kms, detector):
    key_id = foreign_key(kms)
    kms.schedule_key_deletion(KeyId=key_id, PendingWindowInDays=7)

    adopted, outputs = create(adopt=True, tags=TAGS)

    assert adopted == key_id
    assert (outputs["state"], outputs["rotationEnabled"], outputs["tags"]) == ("Enabled", True, TAGS)
    assert same_meaning(outputs["policy"], expected_policy(detector))


def test_a_key_that_another_resource_adopted_outlives_the_first_ones_delete(kms):
    key_id, outputs = create()
    create(clientToken="t-2", adopt=True)
    warned = []

    HANDLERS.delete(key_id, outputs, Call(warn=warned.append))

    assert kms.describe_key(KeyId="alias/findings")["KeyMetadata"]["KeyState"] == "Enabled"
    assert warned == [f"key {key_id} is kept: another resource has taken it over"]


def test_renaming_to_an_alias_that_is_taken_is_refused_and_changes_nothing(kms):
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/taken", TargetKeyId=other)
    key_id, outputs = create()

    with pytest.raises(errors.ConflictError, match=f"alias/taken stands for key {other} already"):
        HANDLERS.update(key_id, outputs, declared(alias="alias/taken"), Call())

    assert kms.describe_key(KeyId="alias/taken")["KeyMetadata"]["KeyId"] == other


@pytest.fixture
def one_attempt(monkeypatch):
    """AWS is asked once: what botocore's own repetition would hide is seen."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr(aws_access, "_CLIENTS", {})


@pytest.mark.usefixtures("one_attempt")
@pytest.mark.parametrize("alias", ["alias/findings", None], ids=["named", "generated"])
@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_a_create_cut_off_at_any_call_and_run_again_leaves_one_key(sandbox, kms, alias, kind):
    failed = 0
    for outcome in at_each_call(sandbox, kind, lambda: make_detector(sandbox), lambda _: create(alias=alias)):
        failed += outcome.failed

        key_id, outputs = create(alias=alias)

        assert keys(kms) == [key_id]
        assert (outputs["state"], outputs["rotationEnabled"]) == ("Enabled", True)
    assert failed >= 10


@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "error_500", "throttle_400"])
def test_an_answer_lost_at_any_call_still_makes_one_key(sandbox, kms, kind):
    for outcome in at_each_call(sandbox, kind, lambda: make_detector(sandbox), lambda _: create()):
        key_id, outputs = outcome.answer

        assert keys(kms) == [key_id]
        assert outputs["aliasArn"] is not None


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_an_answer_lost_at_any_call_of_a_delete_is_made_good(sandbox, kms, kind):
    def prepare():
        make_detector(sandbox)
        return create()

    for outcome in at_each_call(sandbox, kind, prepare, lambda made: (made[0], HANDLERS.delete(*made, Call()))):
        key_id, _ = outcome.answer

        assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] == "PendingDeletion"


@pytest.mark.usefixtures("one_attempt")
def test_what_was_made_is_kept_when_a_later_call_is_refused(sandbox, kms):
    sandbox.control.fault("error_500", operation="CreateAlias", times=None)

    with pytest.raises(errors.NotReadyError) as caught:
        create()

    assert [caught.value.resource_id] == keys(kms)
    assert str(caught.value).startswith(f"key {caught.value.resource_id} was made, and then: ")
    assert "CreateAlias failed with" in str(caught.value)
    sandbox.control.clear_faults()
    partial = caught.value.outputs
    assert HANDLERS.diff(partial, declared(), Call()).changed >= {"aliasArn"}
    after = HANDLERS.update(caught.value.resource_id, partial, declared(), Call())
    assert (after["state"], after["rotationEnabled"]) == ("Enabled", True)


@pytest.fixture
def naming(sandbox):
    """A create that has made its key and is about to name it: gives what lets it go on and has its answer."""
    said = []
    sandbox.control.fault("hold_before", operation="CreateAlias")
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(create, Call(say=said.append, warn=said.append))
        sandbox.control.wait_until_held()

        def go_on():
            sandbox.control.release()
            return *answer.result(), said

        yield go_on
        sandbox.control.release()


def key_states(kms):
    return {key_id: kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] for key_id in keys(kms)}


def test_a_create_that_another_one_overtakes_gives_its_key_up_and_takes_the_other(kms, naming):
    (slow,) = keys(kms)
    # The other one would take this key where it sees it: here it looks before it can.
    kms.untag_resource(KeyId=slow, TagKeys=[IDENTITY_TAG])
    fast, _ = create()

    key_id, outputs, said = naming()

    assert key_id == fast
    assert outputs["aliasArn"] is not None
    assert key_states(kms) == {fast: "Enabled", slow: "PendingDeletion"}
    assert said == [f"key {slow} was made at the same time as key {fast}, which stays; its deletion is scheduled"]


def make_stray(kms):
    """A key that a call of a dead process makes meanwhile."""
    (own,) = keys(kms)
    policy = kms.get_key_policy(KeyId=own, PolicyName="default")["Policy"]
    return kms.create_key(Policy=policy, Tags=kms.list_resource_tags(KeyId=own)["Tags"])["KeyMetadata"]["KeyId"]


def test_a_key_that_a_dead_process_makes_during_a_create_is_given_up(kms, naming):
    stray = make_stray(kms)
    foreign = kms.create_key()["KeyMetadata"]["KeyId"]

    key_id, _, said = naming()

    assert key_states(kms) == {key_id: "Enabled", stray: "PendingDeletion", foreign: "Enabled"}
    assert said == [f"key {stray} was made at the same time as key {key_id}, which stays; its deletion is scheduled"]


def test_a_key_that_cannot_be_given_up_is_named(sandbox, kms, naming):
    stray = make_stray(kms)
    sandbox.control.fault("error_500", operation="ScheduleKeyDeletion", times=None)

    key_id, outputs, said = naming()

    assert (outputs["state"], outputs["rotationEnabled"]) == ("Enabled", True)
    (told,) = said
    assert told.startswith(f"key {stray} was made at the same time as key {key_id} and is used for nothing, but could ")
    assert told.endswith("; schedule its deletion by hand")


def test_an_alias_that_somebody_else_takes_during_a_create_stays_theirs(kms, naming):
    (own,) = keys(kms)
    foreign = foreign_key(kms)

    with pytest.raises(errors.NotReadyError, match="CreateAlias failed with AlreadyExistsException") as caught:
        naming()

    assert caught.value.resource_id == own
    assert kms.describe_key(KeyId="alias/findings")["KeyMetadata"]["KeyId"] == foreign
    assert key_states(kms) == {own: "Enabled", foreign: "Enabled"}


def test_read_of_a_key_that_does_not_exist_is_none():
    _, outputs = create()

    assert HANDLERS.read("11111111-2222-3333-4444-555555555555", outputs, Call()) is None


def test_a_key_whose_resource_was_renamed_is_still_its_own(kms):
    key_id, outputs = create()
    # An alias keeps the resource, and its identity is derived from the new name.
    renamed = declared(clientToken="t-2", deletionWindowInDays=7.0)

    outputs = HANDLERS.update(key_id, outputs, renamed, Call())
    holders.forget()
    HANDLERS.delete(key_id, outputs, Call())

    assert kms.describe_key(KeyId=key_id)["KeyMetadata"]["KeyState"] == "PendingDeletion"
