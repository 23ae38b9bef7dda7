"""New content at the same place is noticed by one HEAD, and GuardDuty reads it."""

import json

import pytest
from findings_sink import ACCOUNT, put_list
from pulumi_guardduty import errors
from pulumi_guardduty._core.call import Call


NOT_FOR_THE_CALLER = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::lists/*",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:root"}},
    },
}


def operations(sandbox):
    return [(call["service"], call["operation"]) for call in sandbox.control.calls()]


def test_unchanged_content_is_no_difference_and_costs_one_head_and_no_other_call(sandbox, kind, lists):
    location = put_list(sandbox)
    _, outputs = lists.create(location)
    sandbox.control.clear_calls()

    found = kind.handlers.diff(outputs, lists.checked(location), Call())

    assert found.changed == frozenset()
    assert operations(sandbox) == [("s3", "HeadObject")]


def test_new_content_at_the_same_place_is_one_update_after_which_guardduty_has_read_it(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    put_list(sandbox, "198.51.100.2\n198.51.100.3\n")
    declared = lists.checked(location)
    sandbox.control.clear_calls()

    found = kind.handlers.diff(outputs, declared, Call())
    after = kind.handlers.update(resource_id, outputs, declared, Call())

    assert (found.changed, found.replaces) == ({"contentEtag"}, frozenset())
    assert found.reasons["contentEtag"] == f"is {after['contentEtag']} at {location} now"
    assert kind.reads(sandbox) == 1
    assert after["status"] == "ACTIVE"
    assert kind.handlers.diff(after, declared, Call()).changed == frozenset()


def test_what_guardduty_holds_after_the_update_is_the_new_content(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    put_list(sandbox, "198.51.100.2\n198.51.100.3\n")
    kind.handlers.update(resource_id, outputs, lists.checked(location), Call())

    etag = sandbox.client("s3").head_object(Bucket="lists", Key="hostile.txt")["ETag"].strip('"')

    assert etag in json.dumps(sandbox.control.state())


def test_an_inactive_list_is_not_looked_at(sandbox, kind, lists):
    location = put_list(sandbox)
    _, outputs = lists.create(location, activate=False)
    put_list(sandbox, "198.51.100.2\n")
    sandbox.control.clear_calls()

    assert kind.handlers.diff(outputs, lists.checked(location, activate=False), Call()).changed == frozenset()
    assert operations(sandbox) == []


def test_with_a_content_version_no_call_is_made_and_a_new_version_has_it_read_again(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location, contentVersion="sha-1")
    put_list(sandbox, "198.51.100.2\n")
    sandbox.control.clear_calls()

    same = kind.handlers.diff(outputs, lists.checked(location, contentVersion="sha-1"), Call())
    other = kind.handlers.diff(outputs, lists.checked(location, contentVersion="sha-2"), Call())
    assert (same.changed, other.changed, operations(sandbox)) == (frozenset(), {"contentVersion"}, [])

    kind.handlers.update(resource_id, outputs, lists.checked(location, contentVersion="sha-2"), Call())
    assert kind.reads(sandbox) == 1


def test_refresh_keeps_which_content_was_read_so_that_new_content_still_shows(sandbox, kind, lists):
    location = put_list(sandbox)
    resource_id, outputs = lists.create(location)
    put_list(sandbox, "198.51.100.2\n")

    seen, inputs = kind.handlers.read(resource_id, outputs, Call())

    assert seen["contentEtag"] == outputs["contentEtag"]
    assert kind.handlers.diff(seen, inputs, Call()).changed == {"contentEtag"}


def test_where_the_caller_may_not_look_one_line_says_so_and_previews_stay_quiet(sandbox, kind, lists):
    location = put_list(sandbox)
    sandbox.client("s3").put_bucket_policy(Bucket="lists", Policy=json.dumps(NOT_FOR_THE_CALLER))
    said = []
    if kind.entity:
        with pytest.raises(errors.NotReadyError, match="the credentials Pulumi runs with need s3:GetObject on it"):
            lists.create(location)
        return

    _, outputs = lists.create(location, Call(say=said.append))
    sandbox.control.clear_calls()
    found = kind.handlers.diff(outputs, lists.checked(location), Call())

    assert outputs["status"] == "ACTIVE"
    assert outputs["contentChecked"] is False
    assert "contentEtag" not in outputs
    (line,) = said
    assert line == (
        f"location {location} cannot be looked at with these credentials (s3:GetObject), so that new content there "
        "goes unnoticed; declare content_version to have it activated"
    )
    assert (found.changed, operations(sandbox)) == (frozenset(), [])


def test_an_object_that_is_gone_is_warned_of_and_is_no_reason_to_break_the_active_list(sandbox, kind, lists):
    location = put_list(sandbox)
    _, outputs = lists.create(location)
    sandbox.client("s3").delete_object(Bucket="lists", Key="hostile.txt")
    warned = []

    found = kind.handlers.diff(outputs, lists.checked(location), Call(warn=warned.append))

    assert found.changed == frozenset()
    (line,) = warned
    assert line == (
        f"location: there is no object at {location} any more; the list goes on with what GuardDuty has read, and "
        "cannot be activated again until the object is back"
    )


def test_content_at_a_new_place_is_not_compared_with_that_of_the_old(sandbox, kind, lists):
    _, outputs = lists.create(put_list(sandbox))
    sandbox.control.clear_calls()

    found = kind.handlers.diff(outputs, lists.checked("s3://lists/other.txt"), Call())

    assert (found.changed, operations(sandbox)) == ({"location"}, [])
