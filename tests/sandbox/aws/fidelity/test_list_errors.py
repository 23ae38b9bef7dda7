"""Every way in which AWS refuses a list, with its literal text and its code, which varies.

Evidence marks: `wire`, raw answers of a real account (us-west-2, 2026-09-29) for threat intel sets and IP sets; `tf`,
the text terraform-provider-aws matches on; `inferred`, the row's own rule applied to a case, or to the entity kinds,
that nobody recorded.
"""

import json

import pytest


BAD, INTERNAL = "BadRequestException", "InternalServerErrorException"
ROWS = {
    "E1": (BAD, "The request is rejected because the input detectorId is not owned by the current account."),
    "L1": (BAD, "The request is rejected since no such resource found."),
    "L2": (BAD, "The request is rejected because the JSON could not be processed."),
    "L3": (BAD, "The request is rejected because the parameter {name} has an invalid value."),
    "L4": (BAD, "The request is rejected because the parameter ipSetLocation has an invalid value."),
    "L5": (BAD, "The request failed because the 'accountId' was formatted incorrectly."),
    "L6": (INTERNAL, "The request is rejected because the caller is not authorized to call this API."),
    "L7": (
        BAD,
        (
            "The request failed because the expected bucket owner doesn't match the actual S3 bucket owner. Verify the"
            " account ID and bucket ownership, and then retry."
        ),
    ),
    "L8": (
        INTERNAL,
        (
            "The request is rejected because it\u2019s an attempt to create resources beyond the current AWS account"
            " limits."
        ),
    ),
    "L9": (
        INTERNAL,
        "The request is rejected because an invalid or out-of-range value is specified as an input parameter.",
    ),
    "L10": (BAD, "The request is rejected because the parameter maxResults is out-of-bounds."),
}
UNKNOWN = "0123456789abcdef0123456789abcdef"


def creates(lists, raw, **changes):
    body = {"name": "hostile", "format": "TXT", "location": "s3://lists/list.txt", "activate": False, **changes}
    return raw("POST", lists.path(), {name: value for name, value in body.items() if value is not None})


def create_with(**changes):
    return lambda lists, raw: creates(lists, raw, **changes)


def update_with(**changes):
    return lambda lists, raw: raw("POST", lists.path(lists.create()), changes)


def call(method, child, body=None):
    return lambda lists, raw: raw(method, lists.path(child), body)


def listed(query):
    return lambda lists, raw: raw("GET", f"{lists.path()}?{query}")


def foreign(method, child=""):
    def act(lists, raw):
        body = {"name": "x", "format": "TXT", "location": "s3://lists/x"} if method == "POST" else None
        return raw(method, f"/detector/{UNKNOWN}/{lists.kind}{child}", body)

    return act


def deleted(method, body=None):
    def act(lists, raw):
        found = lists.create()
        lists.delete(found)
        return raw(method, lists.path(found), body)

    return act


def beyond_the_quota(lists, raw):
    for number in range(lists.quota):
        lists.create(f"list {number}")
    return creates(lists, raw, name="one more")


def unreadable(lists, raw):
    return raw("POST", lists.path(lists.create(location="s3://nowhere/x")), {"activate": True})


def missing_object(lists, raw):
    lists.scene.put_list(key="other.txt")
    return raw("POST", lists.path(lists.create()), {"activate": True})


def wrong_owner(lists, raw):
    location = lists.scene.put_list()
    found = lists.create(location=location)
    return raw("POST", lists.path(found), {"activate": True, "expectedBucketOwner": "210987654321"})


def wrong_owner_and_missing_object(lists, raw):
    lists.scene.put_list(key="other.txt")
    found = lists.create(ExpectedBucketOwner="210987654321")
    return raw("POST", lists.path(found), {"activate": True})


CASES = [
    ("E1", "tf", "create", foreign("POST")),
    ("E1", "tf", "get", foreign("GET", f"/{UNKNOWN}")),
    ("E1", "tf", "update", foreign("POST", f"/{UNKNOWN}")),
    ("E1", "tf", "delete", foreign("DELETE", f"/{UNKNOWN}")),
    ("E1", "tf", "list", foreign("GET")),
    ("L1", "wire", "get", call("GET", UNKNOWN)),
    ("L1", "wire", "update", call("POST", UNKNOWN, {"activate": True})),
    ("L1", "wire", "delete", call("DELETE", UNKNOWN)),
    ("L1", "wire", "delete-twice", deleted("DELETE")),
    ("L1", "inferred", "update-deleted", deleted("POST", {"name": "x"})),
    ("L2", "wire", "format", create_with(format="CSV")),
    ("L2", "inferred", "no-format", create_with(format=None)),
    ("L3", "wire", "empty-name", create_with(name="")),
    ("L3", "wire", "punctuation", create_with(name="what?")),
    ("L3", "inferred", "no-name", create_with(name=None)),
    ("L3", "inferred", "not-text", create_with(name=7)),
    ("L3", "inferred", "301-characters", create_with(name="n" * 301)),
    ("L4", "wire", "create", create_with(location="lists/list.txt")),
    ("L4", "inferred", "no-location", create_with(location=None)),
    ("L4", "inferred", "bucket-only", create_with(location="s3://lists")),
    ("L4", "inferred", "301-characters", create_with(location="s3://lists/" + "x" * 290)),
    ("L4", "wire", "update", update_with(location="lists/list.txt")),
    ("L5", "wire", "11-digits", create_with(expectedBucketOwner="12345678901")),
    ("L5", "wire", "13-digits", create_with(expectedBucketOwner="1234567890123")),
    ("L5", "inferred", "letters", create_with(expectedBucketOwner="abcdefghijkl")),
    ("L5", "inferred", "not-text", create_with(expectedBucketOwner=123456789012)),
    ("L5", "wire", "update", update_with(expectedBucketOwner="1")),
    ("L6", "wire", "no-bucket", unreadable),
    ("L6", "wire", "no-object", missing_object),
    ("L6", "inferred", "create", create_with(activate=True)),
    ("L7", "wire", "update", wrong_owner),
    ("L7", "inferred", "no-object-either", wrong_owner_and_missing_object),
    ("L8", "wire", "quota", beyond_the_quota),
    ("L9", "wire", "empty-name", update_with(name="")),
    ("L9", "wire", "punctuation", update_with(name="what?")),
    ("L9", "inferred", "not-text", update_with(name=7)),
    ("L9", "wire", "token", listed("nextToken=what")),
    ("L10", "wire", "0", listed("maxResults=0")),
    ("L10", "wire", "51", listed("maxResults=51")),
]


@pytest.mark.parametrize(
    ("row", "act"), [pytest.param(row, act, id=f"{row}-{what}[{mark}]") for row, mark, what, act in CASES]
)
def test_aws_refuses(row, act, lists, raw):
    code, text = ROWS[row]

    status, headers, body = act(lists, raw)

    assert (status, headers["x-amzn-ErrorType"], headers["Content-Type"]) == (400, code, "application/json")
    assert json.loads(body) == {
        "message": text.format(name=lists.name_parameter),
        "__type": "InvalidInputException",
        "type": "InvalidInputException",
    }


def test_boto3_takes_the_code_from_the_header_and_keeps_the_bodys_type(intel, refused):
    """Evidence: measured on boto3 1.44.5."""
    found = refused(intel.update, list_id=intel.create(), Name="what?")

    assert (found.status, found.code, found.type) == (400, INTERNAL, "InvalidInputException")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("L9", {"name": "", "location": "s3://lists/other"}, id="L9"),
        pytest.param("L4", {"name": "other", "location": "nowhere"}, id="L4"),
        pytest.param("L5", {"name": "other", "location": "s3://lists/other", "expectedBucketOwner": "1"}, id="L5"),
    ],
)
def test_a_rejected_update_changes_nothing(name, body, lists, raw):
    """Evidence: wire."""
    found = lists.create()
    before = raw("GET", lists.path(found))[2]

    _, _, refusal = raw("POST", lists.path(found), body)

    assert json.loads(refusal)["message"] == ROWS[name][1]
    assert raw("GET", lists.path(found))[2] == before


@pytest.mark.parametrize("changes", [{"name": "what?"}, {"format": "CSV"}, {"location": "x"}, {"activate": True}])
def test_a_refused_create_holds_no_slot_unless_it_was_the_activation_that_failed(changes, lists, raw):
    """Evidence: wire for the fields; that a failed activation keeps the list is an assumption with a switch."""
    creates(lists, raw, **changes)

    found = lists.listed()[lists.ids_name]
    assert [lists.get(one)["Status"] for one in found] == (["ERROR"] if "activate" in changes else [])
