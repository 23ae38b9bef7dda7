"""`s3-object-lock`."""

import pytest
from policy_buckets import AWS_V2, DESTINATIONS, NAME, NATIVE, OWN, PLUGIN, bucket, export_to, own_bucket, part
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Pack


RULE = "s3-object-lock"
STACK = "s3-object-lock-stack"

ENABLED = {"objectLockEnabled": "Enabled"}

FOREIGN = {
    "inline": lambda lock: bucket({"objectLockConfiguration": {**ENABLED, "rule": {"defaultRetention": lock}}}),
    "inline-v2": lambda lock: bucket(
        {"objectLockConfiguration": {**ENABLED, "rules": [{"defaultRetentions": [lock]}]}}, type_=AWS_V2
    ),
    "split": lambda lock: part("BucketObjectLockConfiguration", {"rule": {"defaultRetention": lock}}),
    "split-v2": lambda lock: part("BucketObjectLockConfiguration", {"rule": {"defaultRetention": lock}}, version="V2"),
    "native": lambda lock: bucket(
        {"objectLockConfiguration": {**ENABLED, "rule": {"defaultRetention": lock}}}, type_=NATIVE
    ),
}

every_shape = pytest.mark.parametrize("locked", FOREIGN.values(), ids=FOREIGN)
every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])

NO_LOCK = f"bucket {NAME} has no object lock, so whoever may delete objects can remove findings; lock it by default"


def short(days, needed=90):
    return f"bucket {NAME} locks findings for {days} days, which is less than {needed}; raise its default retention"


def exported(declared, kind="own", **settings):
    beside = [] if declared.name == "bucket" else [bucket()]
    return Pack(RULE, **settings).stack(*beside, declared, export_to(kind))


@every_own
def test_our_own_bucket_with_a_lock_passes(type_):
    assert Pack(RULE).declared(own_bucket(type_, objectLock={"mode": "GOVERNANCE", "days": 90})).passed


@every_own
def test_our_own_bucket_without_one_is_a_violation(type_):
    assert Pack(RULE).declared(own_bucket(type_)).violations == [(RULE, NO_LOCK)]
    assert not exported(own_bucket(type_)).violations


@every_own
def test_our_own_bucket_with_a_short_one_is_a_violation(type_):
    declared = own_bucket(type_, objectLock={"mode": "COMPLIANCE", "days": 89})

    assert Pack(RULE).declared(declared).messages == [short(89)]


@every_own
def test_our_own_bucket_with_one_that_is_not_known_yet_is_left_open(type_):
    for lock in (UNKNOWN_OBJECT, {"mode": UNKNOWN, "days": 90}, {"mode": "GOVERNANCE", "days": UNKNOWN}):
        answer = Pack(RULE).declared(own_bucket(type_, objectLock=lock))

        assert not answer.violations
        assert "is not known before" in answer.reason


@every_shape
def test_a_bucket_that_findings_are_exported_to_passes_with_a_lock(locked):
    assert exported(locked({"mode": "GOVERNANCE", "days": 365})).passed
    assert exported(locked({"mode": "COMPLIANCE", "years": 1})).passed


@every_shape
def test_a_short_lock_is_a_violation(locked):
    assert exported(locked({"mode": "GOVERNANCE", "days": 30})).violations == [(STACK, short(30))]


@every_shape
def test_a_lock_that_is_not_known_yet_is_neither_pass_nor_violation(locked):
    answer = exported(locked({"mode": "GOVERNANCE", "days": UNKNOWN}))

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize("kind", DESTINATIONS)
@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(bucket(), id="absent"),
        pytest.param(bucket({"objectLockConfiguration": ENABLED}), id="without-retention"),
        pytest.param(part("BucketObjectLockConfiguration", {"objectLockEnabled": "Enabled"}), id="split-without"),
    ],
)
def test_a_bucket_without_default_retention_is_a_violation(kind, declared):
    assert exported(declared, kind).messages == [NO_LOCK]


def test_the_fewest_days_are_configurable():
    locked = FOREIGN["split"]({"mode": "GOVERNANCE", "years": 1})

    assert exported(locked, minDays=366).messages == [short(365, 366)]
    assert exported(locked, minDays=365).passed


def test_buckets_that_nothing_is_exported_to_are_not_judged():
    assert Pack(RULE).stack(bucket()).reason == "nothing here that the rule is about"
    assert Pack(RULE).declared(FOREIGN["split"]({"mode": "GOVERNANCE", "days": 1})).reason == (
        "nothing here that the rule is about"
    )
