"""Every limit of each property of a list is one clean failure, named, before any AWS call."""

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN


DECLARED = {
    "detectorId": "d" * 32,
    "name": "hostile",
    "format": "TXT",
    "location": "s3://lists/hostile.txt",
    "activate": True,
}


def failures(kind, bag, **call):
    _, found = kind.handlers.check({}, bag, Call(**call))
    return {failure.property: failure.reason for failure in found}


def test_a_good_declaration_passes_unchanged(kind):
    inputs, found = kind.handlers.check({}, DECLARED, Call())

    assert (inputs, found) == (DECLARED, [])


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        pytest.param({"detectorId": ""}, "detector_id", "at least 1 character", id="detector-empty"),
        pytest.param({"detectorId": "d" * 301}, "detector_id", "at most 300 characters", id="detector-301"),
        pytest.param({"name": None}, "name", "is required", id="name-none"),
        pytest.param({"name": ""}, "name", "at least 1 character", id="name-empty"),
        pytest.param({"name": "n" * 301}, "name", "at most 300 characters", id="name-301"),
        pytest.param({"name": "..."}, "name", "a letter or a digit", id="name-punctuated"),
        pytest.param({"name": 7.0}, "name", "valid string", id="name-number"),
        pytest.param({"format": "CSV"}, "format", "'FIRE_EYE' (got 'CSV')", id="format-unknown"),
        pytest.param({"format": None}, "format", "is required", id="format-none"),
        pytest.param({"location": "lists/hostile.txt"}, "location", "not the S3 URL", id="location-path"),
        pytest.param({"location": "s3://lists/"}, "location", "not the S3 URL", id="location-no-key"),
        pytest.param({"location": "s3://lists/" + "k" * 290}, "location", "1 to 300 characters", id="location-301"),
        pytest.param({"location": ""}, "location", "1 to 300 characters", id="location-empty"),
        pytest.param({"activate": None}, "activate", "is required", id="activate-none"),
        pytest.param({"activate": "true"}, "activate", "valid boolean (got 'true')", id="activate-string"),
        pytest.param({"expectedBucketOwner": "1" * 11}, "expected_bucket_owner", "12 digits", id="owner-11"),
        pytest.param({"expectedBucketOwner": "1" * 13}, "expected_bucket_owner", "12 digits", id="owner-13"),
        pytest.param({"tags": {"aws:x": "1"}}, "tags", "begins with aws:", id="tag-aws"),
        pytest.param({"tags": {"k" * 129: "1"}}, "tags", "at most 128 characters", id="tag-key-129"),
        pytest.param({"tags": {f"k{n}": "" for n in range(201)}}, "tags", "at most 200 items", id="tags-201"),
        pytest.param({"clientToken": "t" * 65}, "client_token", "at most 64 characters", id="token-65"),
        pytest.param({"contentVersion": "v" * 1025}, "content_version", "at most 1024 characters", id="version-1025"),
        pytest.param({"adopt": "yes"}, "adopt", "valid boolean", id="adopt-string"),
        pytest.param({"region": "Frankfurt"}, "region", "got 'Frankfurt'", id="region-name"),
        pytest.param({"detector": "x"}, "detector", "is not a property", id="misspelled"),
    ],
)
def test_check_names_the_one_property_that_is_wrong(kind, changed, path, words):
    found = failures(kind, {**DECLARED, **changed})

    assert list(found) == [path]
    assert words in found[path]


def test_all_problems_are_reported_at_once_in_the_order_of_the_properties(kind):
    found = failures(kind, {"detectorId": "", "name": "", "format": "X", "location": "x", "activate": 1.0})

    assert list(found) == ["detector_id", "name", "format", "location", "activate"]


@pytest.mark.parametrize(
    "location",
    [
        "s3://lists/a/hostile.txt",
        "https://s3.amazonaws.com/lists/hostile.txt",
        "https://s3-eu-west-1.amazonaws.com/lists/hostile.txt",
        "https://s3.eu-west-1.amazonaws.com/lists/hostile.txt",
        "http://lists.s3.amazonaws.com/hostile.txt",
        "http://lists.s3-eu-west-1.amazonaws.com/hostile.txt",
        "https://s3.cn-north-1.amazonaws.com.cn/lists/hostile.txt",
    ],
)
def test_every_form_of_a_location_is_taken_as_it_stands(kind, location):
    inputs, found = kind.handlers.check({}, {**DECLARED, "location": location}, Call())

    assert (inputs["location"], found) == (location, [])


def test_what_is_known_beside_an_unknown_is_still_judged(kind):
    assert failures(kind, {**DECLARED, "location": UNKNOWN}) == {}
    assert list(failures(kind, {**DECLARED, "location": UNKNOWN, "format": "X"})) == ["format"]


def test_more_tags_than_aws_keeps_are_a_warning(kind):
    said = []

    found = failures(kind, {**DECLARED, "tags": {f"k{n}": "" for n in range(51)}}, warn=said.append)

    assert found == {}
    assert said == ["tags: 51 are declared, and AWS keeps at most 50 on a resource; remove some"]
