"""Every limit of a findings bucket is one clean failure, named, before any AWS call."""

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN
from pulumi_guardduty.findings_bucket.lifecycle import HANDLERS


KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
DECLARED = {"bucket": "audit-findings", "kmsKeyArn": KEY, "prefix": "findings"}
EXPORTER = {"accountId": "123456789012", "region": "us-east-1", "detectorId": "d" * 32}


def failures(bag, call=None):
    _, found = HANDLERS.check({}, bag, call or Call())
    return {failure.property: failure.reason for failure in found}


def test_a_good_declaration_passes_with_its_defaults_filled_in():
    inputs, found = HANDLERS.check({}, DECLARED, Call())

    assert found == []
    assert inputs == {
        **DECLARED,
        "noncurrentRetentionDays": 90,
        "abortIncompleteUploadDays": 7,
        "forceDestroy": False,
    }


@pytest.mark.parametrize(
    ("changed", "path", "words"),
    [
        pytest.param({"bucket": "Audit"}, "bucket", "lowercase letters", id="bucket-capital"),
        pytest.param({"bucket": "ab"}, "bucket", "3 to 63 characters", id="bucket-short"),
        pytest.param({"bucket": "a..b"}, "bucket", "two dots in a row", id="bucket-dots"),
        pytest.param({"bucket": "192.168.5.4"}, "bucket", "IP address", id="bucket-ip"),
        pytest.param({"kmsKeyArn": None}, "kms_key_arn", "is required", id="no-key"),
        pytest.param({"kmsKeyArn": KEY.replace("key/", "alias/")}, "kms_key_arn", "ARN of an alias", id="alias"),
        pytest.param({"prefix": "/findings"}, "prefix", "empty folder name", id="prefix-leading-slash"),
        pytest.param({"prefix": "a//b"}, "prefix", "empty folder name", id="prefix-two-slashes"),
        pytest.param({"prefix": "x" * 1020}, "prefix", "too long", id="prefix-long"),
        pytest.param({"policy": "{"}, "policy", "is not JSON", id="policy-no-json"),
        pytest.param({"policy": '{"a":"' + "x" * 21_000 + '"}'}, "policy", "AWS takes at most 20,480", id="policy-big"),
        pytest.param({"retentionDays": 0.0}, "retention_days", "greater than or equal to 1", id="retention-0"),
        pytest.param({"retentionDays": 1.5}, "retention_days", "valid integer", id="retention-half"),
        pytest.param({"retentionDays": 36_501.0}, "retention_days", "less than or equal to 36500", id="retention-far"),
        pytest.param({"noncurrentRetentionDays": 0.0}, "noncurrent_retention_days", "to 1", id="noncurrent-0"),
        pytest.param({"abortIncompleteUploadDays": 0.0}, "abort_incomplete_upload_days", "to 1", id="abort-0"),
        pytest.param({"objectLock": {"mode": "SOFT", "days": 1.0}}, "object_lock", "at mode", id="lock-mode"),
        pytest.param({"objectLock": {"mode": "GOVERNANCE"}}, "object_lock", "at days: is required", id="lock-no-days"),
        pytest.param(
            {"objectLock": {"mode": "GOVERNANCE", "days": 30.0}, "retentionDays": 7.0},
            "retention_days",
            "make it at least 30",
            id="retention-below-lock",
        ),
        pytest.param({"region": "eu-west-1"}, "kms_key_arn", "declare a key in eu-west-1", id="key-elsewhere"),
        pytest.param({"accessLogPrefix": "x/"}, "access_log_prefix", "no effect", id="log-prefix-alone"),
        pytest.param({"accessLogBucket": "audit-findings"}, "access_log_bucket", "without end", id="log-to-itself"),
        pytest.param({"tags": {"aws:x": "1"}}, "tags", "reserved", id="tag-aws"),
        pytest.param({"tags": {"pulumi-guardduty:identity": "1"}}, "tags", "reserved", id="tag-ours"),
        pytest.param({"tags": {"a!": "1"}}, "tags", "not allowed", id="tag-sign"),
        pytest.param({"tags": {f"k{n}": "" for n in range(50)}}, "tags", "at most 49 items", id="tags-50"),
        pytest.param({"exporters": []}, "exporters", "at least 1 item", id="exporters-none"),
        pytest.param({"exporters": [{"accountId": "1"}]}, "exporters", "12 digits", id="exporter-account"),
        pytest.param(
            {"exporters": [{"accountId": "222233334444"}]}, "exporters", "declare it", id="exporter-detector-missing"
        ),
        pytest.param({"exporters": [{"region": "Mars"}]}, "exporters", "not a region name", id="exporter-region"),
        pytest.param({"exporters": [EXPORTER], "policy": "{}"}, "exporters", "one of the two", id="exporters-policy"),
        pytest.param({"forceDestroy": "yes"}, "force_destroy", "valid boolean", id="force-string"),
        pytest.param({"versioning": "off"}, "versioning", "is not a property", id="misspelled"),
    ],
)
def test_check_names_the_one_field_that_is_wrong(changed, path, words):
    found = failures({**DECLARED, **changed})

    assert list(found) == [path]
    assert words in found[path]


def test_compliance_is_warned_of_in_plain_words():
    said = []

    found = failures({**DECLARED, "objectLock": {"mode": "COMPLIANCE", "days": 30.0}}, Call(warn=said.append))

    assert found == {}
    (warning,) = said
    assert warning == (
        "object_lock: in COMPLIANCE mode nobody, not even the account's root, can delete a finding for 30 days, nor "
        "shorten that: `pulumi destroy` cannot delete the bucket before"
    )


def test_a_prefix_is_the_same_with_and_without_its_last_slash():
    inputs, _ = HANDLERS.check({}, {**DECLARED, "prefix": "findings/"}, Call())

    assert inputs["prefix"] == "findings"


def test_a_key_that_is_not_made_yet_is_passed_on_and_not_judged():
    assert failures({**DECLARED, "kmsKeyArn": UNKNOWN}) == {}


def test_rules_between_properties_are_judged_while_the_key_is_not_made_yet():
    said = []
    locked = {"objectLock": {"mode": "COMPLIANCE", "days": 30.0}, "retentionDays": 7.0}

    found = failures({**DECLARED, "kmsKeyArn": UNKNOWN, **locked}, Call(warn=said.append))

    assert found == {
        "retention_days": "lets findings expire after 7 days while object_lock keeps them for 30; make it at least 30"
    }
    assert [warning.partition(":")[0] for warning in said] == ["object_lock"]


def test_a_log_bucket_that_is_not_made_yet_is_not_taken_for_a_missing_one():
    assert failures({**DECLARED, "accessLogBucket": UNKNOWN, "accessLogPrefix": "x/"}) == {}


def test_what_is_passed_on_beside_a_key_that_is_not_made_yet_is_as_it_was_declared():
    declared = {**DECLARED, "kmsKeyArn": UNKNOWN}

    assert HANDLERS.check({}, declared, Call()) == (declared, [])
