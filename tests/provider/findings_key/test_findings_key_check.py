"""Every limit of a findings key is one clean failure, named, before any AWS call."""

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN
from pulumi_guardduty.findings_key.lifecycle import HANDLERS


EXPORTER = {"accountId": "123456789012", "region": "us-east-1", "detectorId": "d" * 32}


def failures(bag):
    _, found = HANDLERS.check({}, bag, Call())
    return {failure.property: failure.reason for failure in found}


def test_nothing_has_to_be_declared_and_the_defaults_are_strict():
    inputs, found = HANDLERS.check({}, {}, Call())

    assert found == []
    assert inputs == {
        "rotationEnabled": True,
        "deletionWindowInDays": 30,
        "description": "Encrypts the findings that GuardDuty exports",
    }


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        pytest.param({"alias": "findings"}, "alias", "has to be alias/", id="alias-without-its-prefix"),
        pytest.param({"alias": "alias/aws/s3"}, "alias", "which AWS keeps", id="alias-of-aws"),
        pytest.param({"alias": "alias/" + "x" * 251}, "alias", "1 to 250", id="alias-long"),
        pytest.param({"alias": "alias/a b"}, "alias", "has to be alias/", id="alias-space"),
        pytest.param({"policy": "{"}, "policy", "is not JSON", id="policy-no-json"),
        pytest.param({"policy": "[]"}, "policy", "must be a JSON object", id="policy-list"),
        pytest.param({"policy": '{"a":"' + "x" * 33_000 + '"}'}, "policy", "at most 32,768", id="policy-big"),
        pytest.param({"exporters": [EXPORTER], "policy": "{}"}, "exporters", "one of the two", id="both"),
        pytest.param({"exporters": [{"detectorID": "x"}]}, "exporters", "is not a property", id="exporter-misspelled"),
        pytest.param({"deletionWindowInDays": 6.0}, "deletion_window_in_days", "equal to 7", id="window-6"),
        pytest.param({"deletionWindowInDays": 31.0}, "deletion_window_in_days", "equal to 30", id="window-31"),
        pytest.param({"deletionWindowInDays": 7.5}, "deletion_window_in_days", "valid integer", id="window-half"),
        pytest.param({"rotationEnabled": "yes"}, "rotation_enabled", "valid boolean", id="rotation-string"),
        pytest.param({"description": "x" * 8193}, "description", "at most 8192", id="description-long"),
        pytest.param({"tags": {"aws:x": "1"}}, "tags", "reserved", id="tag-aws"),
        pytest.param({"tags": {"k": "v" * 257}}, "tags", "at most 256 characters", id="tag-value-257"),
        pytest.param({"region": "Frankfurt"}, "region", "got 'Frankfurt'", id="region-name"),
        pytest.param({"keySpec": "RSA_2048"}, "keySpec", "is not a property", id="misspelled"),
    ],
)
def test_check_names_the_one_field_that_is_wrong(changed, path, words):
    found = failures(changed)

    assert list(found) == [path]
    assert words in found[path]


def test_a_policy_that_is_not_known_yet_is_not_judged():
    assert failures({"policy": UNKNOWN, "tags": {"team": UNKNOWN}}) == {}


@pytest.mark.parametrize(
    ("bag", "reason"),
    [
        pytest.param(
            {"exporters": [{}, {"accountId": 5.0, "detectorId": "d"}]},
            "at 1.account_id: Input should be a valid string (got 5.0)",
            id="exporter",
        ),
        pytest.param({"exporters": ["x"]}, "at 0: has to be a map (got 'x')", id="exporter-text"),
        pytest.param({"aws": {"roleArn": 5.0}}, "at role_arn: Input should be a valid string (got 5.0)", id="aws"),
        pytest.param({"tags": {"roleArn": 5.0}}, "at roleArn: Input should be a valid string (got 5.0)", id="tag"),
    ],
)
def test_what_is_wrong_inside_a_property_is_spelled_as_in_the_program_and_shown_alone(bag, reason):
    _, (failure,) = HANDLERS.check({}, bag, Call())

    assert failure.reason == reason
