"""What a difference is, and when it means a new resource."""

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN
from pulumi_guardduty.publishing_destination.lifecycle import HANDLERS


KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
NEWS = {
    "detectorId": "d1",
    "destinationType": "S3",
    "destinationArn": "arn:aws:s3:::audit/findings",
    "kmsKeyArn": KEY,
    "clientToken": "t",
}
OLDS = {**NEWS, "status": "PUBLISHING", "destinationId": "x", "region": "us-east-1", "accountId": "123456789012"}


def diff(olds, news):
    return HANDLERS.diff(olds, news, Call())


@pytest.mark.parametrize(
    ("olds", "news"),
    [
        pytest.param(OLDS, NEWS, id="untouched"),
        pytest.param(OLDS, {**NEWS, "destinationArn": "arn:aws:s3:::audit/findings/"}, id="trailing-slash"),
        pytest.param(OLDS, {**NEWS, "clientToken": "other"}, id="write-only-token"),
        pytest.param(OLDS, {**NEWS, "adopt": True}, id="write-only-adopt"),
        pytest.param(OLDS, {**NEWS, "aws": {"profile": "p"}}, id="write-only-aws"),
        pytest.param(OLDS, {**NEWS, "tags": {}}, id="no-tags-and-empty-tags"),
        pytest.param({**OLDS, "tags": None}, NEWS, id="tags-none"),
        pytest.param({**OLDS, "lookedUp": ["detectorId"]}, {**NEWS, "detectorId": None}, id="detector-looked-up"),
        pytest.param(OLDS, {k: v for k, v in NEWS.items() if k != "destinationType"}, id="default-left-out"),
        pytest.param({**OLDS, "surprise": 1.0, "__x": [None]}, NEWS, id="keys-of-another-release"),
    ],
)
def test_what_means_the_same_is_no_difference(olds, news):
    assert diff(olds, news).changed == frozenset()


@pytest.mark.parametrize(
    ("changed", "replaces", "delete_first"),
    [
        pytest.param({"destinationArn": "arn:aws:s3:::other"}, set(), True, id="bucket-in-place"),
        pytest.param({"kmsKeyArn": KEY.replace("1111", "2222", 1)}, set(), True, id="key-in-place"),
        pytest.param({"tags": {"a": "b"}}, set(), True, id="tags-in-place"),
        pytest.param({"expectedBucketOwner": "1" * 12}, set(), True, id="owner-in-place"),
        pytest.param({"detectorId": "d2"}, {"detectorId"}, False, id="detector-creates-first"),
        pytest.param({"region": "eu-west-1"}, {"region"}, False, id="region-creates-first"),
        pytest.param({"detectorId": UNKNOWN}, {"detectorId"}, False, id="unknown-detector"),
        pytest.param({"kmsKeyArn": UNKNOWN}, set(), True, id="unknown-key"),
    ],
)
def test_a_change_updates_in_place_or_replaces_in_the_right_order(changed, replaces, delete_first):
    found = diff(OLDS, {**NEWS, **changed})

    assert found.changed == set(changed)
    assert (found.replaces, found.delete_first) == (replaces, delete_first)


def test_clearing_the_expected_owner_replaces_and_deletes_first():
    found = diff({**OLDS, "expectedBucketOwner": "1" * 12}, NEWS)

    assert (found.changed, found.replaces, found.delete_first) == (
        {"expectedBucketOwner"},
        {"expectedBucketOwner"},
        True,
    )


@pytest.mark.parametrize("status", ["STOPPED", "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"])
def test_an_unhealthy_status_asks_for_an_update(status):
    found = diff({**OLDS, "status": status}, NEWS)

    assert (found.changed, found.replaces) == ({"status"}, frozenset())


@pytest.mark.parametrize(
    "olds",
    [
        pytest.param({}, id="empty"),
        pytest.param({"destinationArn": 7.0, "tags": ["a"], "lookedUp": "x", "status": {}}, id="other-shapes"),
    ],
)
def test_state_of_any_shape_is_compared_and_never_trips_the_diff(olds):
    assert "kmsKeyArn" in diff(olds, NEWS).changed


def test_an_operation_that_broke_off_is_brought_to_its_end_though_all_values_look_alike():
    found = diff({**OLDS, "incomplete": True}, NEWS)

    assert (found.changed, found.replaces) == ({"incomplete"}, frozenset())
