"""Refresh sees every setting of a findings bucket that was changed by hand, and an update restores it."""

import json

import pytest
from findings_bucket import create, declared, refreshed
from findings_sink import ACCOUNT, make_detector
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.findings_bucket.lifecycle import HANDLERS


TAGS = {"team": "security"}
OPTIONS = {"tags": TAGS, "retentionDays": 30.0, "objectLock": {"mode": "GOVERNANCE", "days": 3.0}}


def without_statement(s3, bucket, role):
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    policy["Statement"] = [row for row in policy["Statement"] if not row["Sid"].startswith(f"GuardDutyExport{role}")]
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


def without_condition(s3, bucket, role):
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    for row in policy["Statement"]:
        if row["Sid"].startswith(f"GuardDutyExport{role}"):
            del row["Condition"]
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


def rule_changed(s3, bucket, name, **changes):
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    changed = [{**rule, **changes} if rule["ID"] == name else rule for rule in rules]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": changed})


def unblock_one(s3, bucket):
    four = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    configuration = {**four, "BlockPublicPolicy": False}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=configuration)


def encrypt(s3, bucket, bucket_key, **default):
    rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bucket_key}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


def key_of(s3, bucket):
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    return rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"]


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        pytest.param(unblock_one, "publicAccessBlocked", id="one-public-access-block-off"),
        pytest.param(lambda s3, b: s3.delete_public_access_block(Bucket=b), "publicAccessBlocked", id="blocks-gone"),
        pytest.param(
            lambda s3, b: s3.put_bucket_ownership_controls(
                Bucket=b, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
            ),
            "objectOwnership",
            id="ownership-of-writers",
        ),
        pytest.param(
            lambda s3, b: s3.put_bucket_versioning(Bucket=b, VersioningConfiguration={"Status": "Suspended"}),
            "versioning",
            id="versioning-suspended",
        ),
        pytest.param(
            lambda s3, b: encrypt(s3, b, bucket_key=True, SSEAlgorithm="AES256"), "kmsKeyArn", id="encryption-aes256"
        ),
        pytest.param(
            lambda s3, b: encrypt(s3, b, bucket_key=False, SSEAlgorithm="aws:kms", KMSMasterKeyID=key_of(s3, b)),
            "bucketKeyEnabled",
            id="bucket-key-off",
        ),
        pytest.param(lambda s3, b: s3.delete_bucket_policy(Bucket=b), "policy", id="policy-deleted"),
        pytest.param(lambda s3, b: without_statement(s3, b, "DenyWrongKey"), "policy", id="deny-removed"),
        pytest.param(
            lambda s3, b: rule_changed(s3, b, "guardduty-findings", Expiration={"Days": 7}),
            "retentionDays",
            id="retention-shortened",
        ),
        pytest.param(
            lambda s3, b: rule_changed(
                s3, b, "guardduty-older-versions", NoncurrentVersionExpiration={"NoncurrentDays": 1}
            ),
            "noncurrentRetentionDays",
            id="older-versions-shortened",
        ),
        pytest.param(
            lambda s3, b: rule_changed(s3, b, "guardduty-findings", Filter={"Prefix": ""}),
            "alteredRules",
            id="rule-opened-to-the-folder-object",
        ),
        pytest.param(
            lambda s3, b: s3.put_bucket_tagging(Bucket=b, Tagging={"TagSet": [{"Key": "team", "Value": "x"}]}),
            "tags",
            id="tags-replaced",
        ),
        pytest.param(
            lambda s3, b: s3.put_object_lock_configuration(
                Bucket=b,
                ObjectLockConfiguration={
                    "ObjectLockEnabled": "Enabled",
                    "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}},
                },
            ),
            "objectLock",
            id="lock-shortened",
        ),
        pytest.param(lambda s3, b: s3.delete_object(Bucket=b, Key="findings/"), "markerPresent", id="marker-deleted"),
    ],
)
def test_refresh_sees_it_and_update_restores_it(s3, key_arn, spoil, name):
    bucket, outputs = create(key_arn, **OPTIONS)
    spoil(s3, bucket)

    seen, _ = refreshed(bucket, outputs)
    found = HANDLERS.diff(seen, declared(key_arn, **OPTIONS), Call())
    HANDLERS.update(bucket, seen, declared(key_arn, **OPTIONS), Call())
    after, _ = refreshed(bucket, outputs)

    assert found.changed == {name}
    assert found.replaces == frozenset()
    assert after == outputs


def test_all_rules_removed_by_hand_are_seen_and_restored(s3, key_arn):
    bucket, outputs = create(key_arn, **OPTIONS)
    s3.delete_bucket_lifecycle(Bucket=bucket)

    seen, _ = refreshed(bucket, outputs)
    found = HANDLERS.diff(seen, declared(key_arn, **OPTIONS), Call())
    HANDLERS.update(bucket, seen, declared(key_arn, **OPTIONS), Call())

    assert found.changed == {"retentionDays", "noncurrentRetentionDays", "abortIncompleteUploadDays"}
    assert refreshed(bucket, outputs)[0] == outputs


def test_a_person_is_told_that_the_folder_object_is_gone(s3, key_arn):
    bucket, outputs = create(key_arn)
    s3.delete_object(Bucket=bucket, Key="findings/")
    warned = []

    refreshed(bucket, outputs, Call(warn=warned.append))

    (warning,) = warned
    assert warning == (
        "the folder object findings/ of bucket audit-findings is gone, and GuardDuty cannot export without it; "
        "`pulumi up` restores it"
    )


ROLES = [f"Location{ACCOUNT}", f"Put{ACCOUNT}", "DenyUnencrypted", "DenyWrongKey"]
REMOVED = (without_statement, "statement 'GuardDutyExport{}' is missing")
OPENED = (without_condition, "statement 'GuardDutyExport{}' was changed: Condition ")


@pytest.mark.parametrize(
    ("role", "spoil", "said"),
    [
        *(pytest.param(role, *REMOVED, id=f"{role}-removed") for role in [*ROLES, "DenyInsecureTransport"]),
        # Without its condition the deny about TLS keeps everyone out, whoever would look at the policy too.
        *(pytest.param(role, *OPENED, id=f"{role}-without-condition") for role in ROLES),
    ],
)
def test_a_person_is_told_which_statement_was_tampered_with(s3, key_arn, role, spoil, said):
    bucket, outputs = create(key_arn)
    spoil(s3, bucket, role)
    warned = []

    refreshed(bucket, outputs, Call(warn=warned.append))

    (warning,) = warned
    assert warning.startswith(f"the policy of bucket {bucket} was changed outside of Pulumi: {said.format(role)}")
    assert warning.endswith("; `pulumi up` restores it")


def test_a_detector_that_was_made_anew_is_drift_of_the_policy_that_names_it(sandbox, key_arn, detector):
    bucket, outputs = create(key_arn)
    sandbox.client("guardduty").delete_detector(DetectorId=detector)
    anew = make_detector(sandbox)

    seen, _ = refreshed(bucket, outputs)
    found = HANDLERS.diff(seen, declared(key_arn), Call())
    after = HANDLERS.update(bucket, seen, declared(key_arn), Call())

    assert found.changed == {"policy"}
    assert anew in after["policy"]
    assert detector not in after["policy"]


def test_without_any_detector_left_the_policy_stays_as_it_is(sandbox, key_arn, detector):
    bucket, outputs = create(key_arn)
    sandbox.client("guardduty").delete_detector(DetectorId=detector)

    seen, _ = refreshed(bucket, outputs)

    assert HANDLERS.diff(seen, declared(key_arn), Call()).changed == frozenset()
