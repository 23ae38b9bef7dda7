"""Every limit of each property is one clean failure, named, before any AWS call."""

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN
from pulumi_guardduty.publishing_destination.lifecycle import HANDLERS


KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
DECLARED = {"detectorId": "d" * 32, "destinationArn": "arn:aws:s3:::audit/findings", "kmsKeyArn": KEY}


def failures(bag, olds=None):
    _, found = HANDLERS.check(olds or {}, bag, Call())
    return {failure.property: failure.reason for failure in found}


def test_a_good_declaration_passes_with_its_defaults_filled_in():
    inputs, found = HANDLERS.check({}, DECLARED, Call())

    assert found == []
    assert inputs == {**DECLARED, "destinationType": "S3"}


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        pytest.param({"detectorId": ""}, "detector_id", "at least 1 character", id="detector-id-empty"),
        pytest.param({"detectorId": "d" * 301}, "detector_id", "at most 300 characters", id="detector-id-301"),
        pytest.param({"detectorId": 7.0}, "detector_id", "valid string (got 7.0)", id="detector-id-number"),
        pytest.param({"destinationType": "SQS"}, "destination_type", "'S3' (got 'SQS')", id="type-not-s3"),
        pytest.param({"destinationArn": "s3://audit"}, "destination_arn", "arn:<partition>:s3:::", id="no-arn"),
        pytest.param({"destinationArn": None}, "destination_arn", "is required", id="destination-none"),
        pytest.param({"kmsKeyArn": KEY.replace("key/", "alias/")}, "kms_key_arn", "ARN of an alias", id="alias"),
        pytest.param({"kmsKeyArn": ["x"]}, "kms_key_arn", "valid string", id="key-list"),
        pytest.param({"expectedBucketOwner": "12345678901"}, "expected_bucket_owner", "12 digits", id="owner-11"),
        pytest.param({"expectedBucketOwner": "12345678901x"}, "expected_bucket_owner", "12 digits", id="owner-letter"),
        pytest.param({"tags": {"aws:x": "1"}}, "tags", "begins with aws:", id="tag-aws"),
        pytest.param({"tags": {"a b": "1"}}, "tags", "not allowed", id="tag-space"),
        pytest.param({"tags": {"": "1"}}, "tags", "at least 1 character", id="tag-key-empty"),
        pytest.param({"tags": {"k" * 129: "1"}}, "tags", "at most 128 characters", id="tag-key-129"),
        pytest.param({"tags": {"k": "v" * 257}}, "tags", "at most 256 characters", id="tag-value-257"),
        pytest.param({"tags": {f"k{n}": "" for n in range(201)}}, "tags", "at most 200 items", id="tags-201"),
        pytest.param({"tags": "team"}, "tags", "valid dictionary (got 'team')", id="tags-string"),
        pytest.param({"clientToken": "t" * 65}, "client_token", "at most 64 characters", id="token-65"),
        pytest.param({"adopt": "yes"}, "adopt", "valid boolean (got 'yes')", id="adopt-string"),
        pytest.param({"region": "Frankfurt"}, "region", "got 'Frankfurt'", id="region-name"),
        pytest.param({"aws": {"roleArn": "admin"}}, "aws", "at role_arn", id="role-no-arn"),
        pytest.param({"aws": {"externalId": "xy"}}, "aws", "need role_arn", id="external-id-alone"),
        pytest.param({"kmsKey": KEY}, "kmsKey", "is not a property", id="misspelled"),
    ],
)
def test_check_names_the_one_field_that_is_wrong(changed, path, words):
    found = failures({**DECLARED, **changed})

    assert list(found) == [path]
    assert words in found[path]


def test_all_problems_are_reported_at_once_in_the_order_of_the_fields():
    found = failures({"detectorId": "", "destinationArn": "x", "kmsKeyArn": "y", "tags": {"aws:a": ""}})

    assert list(found) == ["detector_id", "destination_arn", "kms_key_arn", "tags"]


@pytest.mark.parametrize("token", ["", "t" * 64])
def test_a_client_token_of_any_allowed_length_is_taken_as_given(token):
    inputs, found = HANDLERS.check({}, {**DECLARED, "clientToken": token}, Call())

    assert (inputs["clientToken"], found) == (token, [])


def test_a_tag_key_may_hold_digits_as_the_range_in_aws_pattern_does():
    assert failures({**DECLARED, "tags": {"cost-center:42": "x", "a/b.c_d=e+f": ""}}) == {}


def test_unknown_values_are_passed_on_and_not_judged():
    bag = {**DECLARED, "kmsKeyArn": UNKNOWN, "tags": {"team": UNKNOWN}}

    inputs, found = HANDLERS.check({}, bag, Call())

    assert found == []
    assert inputs == bag


def test_what_is_known_beside_an_unknown_is_still_judged():
    assert list(failures({**DECLARED, "kmsKeyArn": UNKNOWN, "destinationArn": "x"})) == ["destination_arn"]


def test_the_stacks_region_is_filled_in_and_the_resources_own_wins():
    call = Call(config={"aws:region": "eu-central-1"})

    assert HANDLERS.check({}, DECLARED, call)[0]["region"] == "eu-central-1"
    assert HANDLERS.check({}, {**DECLARED, "region": "eu-west-1"}, call)[0]["region"] == "eu-west-1"


def test_more_tags_than_aws_keeps_are_a_warning():
    said = []

    _, found = HANDLERS.check({}, {**DECLARED, "tags": {f"k{n}": "" for n in range(51)}}, Call(warn=said.append))

    assert found == []
    assert said == ["tags: 51 are declared, and AWS keeps at most 50 on a resource; remove some"]


def test_a_long_value_is_cut_in_the_message():
    (reason,) = failures({**DECLARED, "clientToken": "t" * 5000}).values()

    assert len(reason) < 200
