"""`s3-lifecycle`."""

import pytest
from policy_buckets import (
    ARN,
    AWS,
    AWS_V2,
    DESTINATIONS,
    NAME,
    NATIVE,
    OWN,
    PLUGIN,
    bucket,
    export_to,
    own_bucket,
    part,
)
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Pack


RULE = "s3-lifecycle"
STACK = "s3-lifecycle-stack"

NO_LIFECYCLE = f"bucket {NAME} has no lifecycle, so it grows without end; declare one that expires and aborts uploads"
NO_ABORT = f"the lifecycle of bucket {NAME} keeps the parts of incomplete uploads for ever; abort them after some days"
MARKER = (
    f"the lifecycle of bucket {NAME} deletes the folder object 'findings/', without which GuardDuty refuses every "
    "change of the destination; limit the rule to findings/AWSLogs/"
)


def inline(*, on=True, abort=7, expire=None, prefix=None, tags=None, date=None):
    made = {"enabled": on, "abortIncompleteMultipartUploadDays": abort, "prefix": prefix, "tags": tags}
    if expire or date:
        made["expiration"] = _present({"days": expire, "date": date})
    return _present(made)


def v2(**said):
    made = inline(**said)
    if "expiration" in made:
        made["expirations"] = [made.pop("expiration")]
    return made


def split(*, on=True, abort=7, expire=None, prefix=None, tags=None, size=None, date=None):
    made = {"id": "r", "status": _status(on)}
    if abort:
        made["abortIncompleteMultipartUpload"] = {"daysAfterInitiation": abort}
    if expire or date:
        made["expiration"] = _present({"days": expire, "date": date})
    parts = _present({"prefix": prefix, "tags": tags, "objectSizeGreaterThan": size})
    if parts:
        made["filter"] = {"and": parts} if len(parts) > 1 or tags else parts
    return made


def native(*, on=True, abort=7, expire=None, prefix=None, tags=None, size=None, date=None):
    made = {"status": _status(on), "expirationInDays": expire, "expirationDate": date, "prefix": prefix}
    if abort:
        made["abortIncompleteMultipartUpload"] = {"daysAfterInitiation": abort}
    if tags:
        made["tagFilters"] = [{"key": key, "value": value} for key, value in tags.items()]
    if size is not None:
        made["objectSizeGreaterThan"] = str(size)
    return _present(made)


def _status(on):
    return {True: "Enabled", False: "Disabled"}.get(on, on)


def _present(made):
    return {name: value for name, value in made.items() if value is not None}


SHAPES = {
    "inline": lambda *rules: bucket({"lifecycleRules": [inline(**rule) for rule in rules]}),
    "inline-v2": lambda *rules: bucket({"lifecycleRules": [v2(**rule) for rule in rules]}, type_=AWS_V2),
    "split": lambda *rules: part("BucketLifecycleConfiguration", {"rules": [split(**rule) for rule in rules]}),
    "split-v2": lambda *rules: part(
        "BucketLifecycleConfiguration", {"rules": [split(**rule) for rule in rules]}, version="V2"
    ),
    "native": lambda *rules: bucket(
        {"lifecycleConfiguration": {"rules": [native(**rule) for rule in rules]}}, type_=NATIVE
    ),
}

every_shape = pytest.mark.parametrize("declare", SHAPES.values(), ids=SHAPES)
every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])


def in_stack(declared, *beside):
    return Pack(RULE).stack(*([] if declared.name == "bucket" else [bucket()]), declared, *beside)


def exported(declared, kind="own", folder="findings"):
    return in_stack(declared, export_to(kind, arn=f"{ARN}/{folder}"))


@every_shape
def test_a_lifecycle_that_aborts_uploads_passes(declare):
    assert Pack(RULE).declared(declare({})).passed
    assert not in_stack(declare({})).violations


@every_shape
@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([{"abort": None, "expire": 365}], id="absent"),
        pytest.param([{"on": False}], id="rule-off"),
        pytest.param([{"abort": None, "expire": 1}, {"on": False}], id="another-rule-off"),
    ],
)
def test_a_lifecycle_that_keeps_incomplete_uploads_is_a_violation(declare, rules):
    assert Pack(RULE).declared(declare(*rules)).violations == [(RULE, NO_ABORT)]


@every_shape
def test_any_one_rule_may_abort_them(declare):
    assert Pack(RULE).declared(declare({"abort": None, "expire": 365}, {})).passed


@pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])
def test_a_bucket_without_a_lifecycle_is_a_violation_of_the_stack(type_):
    assert in_stack(bucket(type_=type_)).violations == [(STACK, NO_LIFECYCLE)]


@every_shape
def test_an_empty_lifecycle_is_none(declare):
    assert in_stack(declare()).messages == [NO_LIFECYCLE]


@every_shape
@pytest.mark.parametrize("unknown", [{"on": UNKNOWN}, {"abort": UNKNOWN}], ids=["status", "days"])
def test_what_is_not_known_yet_is_neither_pass_nor_violation(declare, unknown):
    answer = Pack(RULE).declared(declare(unknown))

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize(
    "declared",
    [
        bucket({"lifecycleRules": UNKNOWN_OBJECT}),
        bucket({"lifecycleConfiguration": UNKNOWN_OBJECT}, type_=NATIVE),
        part("BucketLifecycleConfiguration", {"rules": UNKNOWN_OBJECT}),
    ],
    ids=["inline", "native", "split"],
)
def test_a_whole_lifecycle_that_is_not_known_yet_is_neither_pass_nor_violation(declared):
    assert "is not known before" in Pack(RULE).declared(declared).reason
    assert not in_stack(declared).violations


@every_shape
@pytest.mark.parametrize("kind", DESTINATIONS)
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"expire": 365}, id="everything"),
        pytest.param({"date": "2030-01-01T00:00:00Z"}, id="on-a-day"),
        pytest.param({"expire": 365, "prefix": "findings/"}, id="the-folder"),
        pytest.param({"expire": 365, "prefix": "fin"}, id="whatever-begins-so"),
        pytest.param({"expire": 365, "prefix": ""}, id="empty-prefix"),
    ],
)
def test_expiring_the_folder_object_of_an_export_is_a_violation(declare, kind, rule):
    assert exported(declare(rule), kind).violations == [(STACK, MARKER)]


@every_shape
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"expire": 365, "prefix": "findings/AWSLogs/"}, id="below-the-folder"),
        pytest.param({"expire": 365, "prefix": "other/"}, id="another-folder"),
        pytest.param({"expire": 365, "on": False}, id="rule-off"),
        pytest.param({}, id="no-expiry"),
        pytest.param({"expire": 365, "prefix": "findings/", "tags": {"a": "b"}}, id="tagged-objects"),
    ],
)
def test_rules_that_spare_the_folder_object_pass(declare, rule):
    assert exported(declare(rule)).passed


@pytest.mark.parametrize("name", ["split", "split-v2", "native"])
@pytest.mark.parametrize("size", [0, 128])
def test_a_rule_for_objects_that_are_not_empty_spares_it(name, size):
    assert exported(SHAPES[name]({"expire": 365, "prefix": "findings/", "size": size})).passed


def test_a_rule_for_one_tag_spares_it():
    rule = {"status": "Enabled", "expiration": {"days": 1}, "filter": {"tag": {"key": "a", "value": "b"}}}

    assert exported(part("BucketLifecycleConfiguration", {"rules": [rule]})).passed


def test_a_prefix_outside_the_filter_counts_too():
    rule = {"status": "Enabled", "expiration": {"days": 1}, "prefix": "other/"}

    assert exported(part("BucketLifecycleConfiguration", {"rules": [rule]})).passed


@every_shape
def test_an_export_to_the_root_of_a_bucket_has_no_folder_object(declare):
    assert exported(declare({"expire": 365}), folder="").passed


@every_shape
def test_a_rule_that_may_turn_out_to_expire_it_leaves_it_open(declare):
    answer = exported(declare({"expire": UNKNOWN}))

    assert not answer.violations
    assert "is not known before" in answer.reason


@every_own
@pytest.mark.parametrize("said", [{}, {"retentionDays": None}, {"prefix": None}], ids=str)
def test_our_own_bucket_aborts_uploads_and_spares_its_folder(type_, said):
    assert Pack(RULE).declared(own_bucket(type_, **said)).passed
    assert not exported(own_bucket(type_, **said)).violations


@every_own
def test_our_own_bucket_is_held_to_sparing_its_folder_by_whoever_exports_to_it(type_):
    hardened = Pack("guardduty-export-bucket-hardened", hold=["s3-lifecycle"])

    assert hardened.stack(own_bucket(type_), export_to("own", arn=f"{ARN}/findings")).passed
