"""What is said of ARNs, the bucket and the key: every text in full."""

from datetime import UTC, datetime

import pytest
from policy_samples import ACCOUNT, BUCKET, DETECTOR, KEY, OTHER_ACCOUNT, bucket_policy, facts, key_policy, metadata
from pulumi_guardduty.diagnosis import Code, Finding, Severity, Unread, diagnose
from pulumi_guardduty.policy_documents import Exporter


ALIAS = "arn:aws:kms:eu-central-1:111122223333:alias/audit"
DENIED = Unread("AccessDenied when calling GetBucketPolicy")


def errors(found):
    assert {finding.severity for finding in found} <= {Severity.ERROR}
    return [(finding.code, finding.message) for finding in found]


def exporting_from(region, **changes):
    """Facts in which all is well for a detector in another region."""
    exporter = Exporter(ACCOUNT, region, DETECTOR)
    return facts(
        exporter=exporter,
        bucket_policy=bucket_policy(exporters=[exporter]),
        key_policy=key_policy(exporters=[exporter]),
        **changes,
    )


def test_nothing_is_said_where_all_is_well():
    assert diagnose(facts()) == []


@pytest.mark.parametrize("region", ["us-east-1", "me-south-1"])
def test_a_detector_of_any_region_may_export_to_a_default_enabled_one(region):
    assert diagnose(exporting_from(region)) == []


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        pytest.param(
            {"destination_arn": "s3://audit"},
            Code.DESTINATION_ARN,
            "destination_arn: 's3://audit' is not the ARN of an S3 bucket or folder; expected "
            "arn:<partition>:s3:::bucket "
            "or arn:<partition>:s3:::bucket/prefix",
            id="destination-arn",
        ),
        pytest.param(
            {"destination_arn": "arn:aws-cn:s3:::audit/findings"},
            Code.BUCKET_PARTITION,
            f"bucket 'audit' is in partition 'aws-cn' and detector '{DETECTOR}' in 'aws'; GuardDuty exports within one "
            "partition only, so name a bucket in 'aws'",
            id="bucket-partition",
        ),
        pytest.param(
            {"bucket_exists": False, "bucket_region": Unread(), "bucket_policy": Unread(), "prefix_marker": Unread()},
            Code.BUCKET_MISSING,
            "bucket 'audit' does not exist; create it, or correct destination_arn",
            id="bucket-missing",
        ),
        pytest.param(
            {"expected_bucket_owner": OTHER_ACCOUNT, "bucket_owner_matches": False},
            Code.BUCKET_OWNER,
            f"bucket 'audit' does not belong to account '{OTHER_ACCOUNT}'; correct expected_bucket_owner, or "
            "find out who "
            "took the bucket's name",
            id="bucket-owner",
        ),
        pytest.param(
            {"prefix_marker": False},
            Code.MARKER_MISSING,
            "bucket 'audit' holds no folder object 'findings/'; put an empty object of that key there, encrypted with "
            "SSE-KMS and the key of the destination, and keep lifecycle rules from expiring it",
            id="marker-missing",
        ),
        pytest.param(
            {"kms_key_arn": ALIAS},
            Code.KEY_ALIAS,
            f"kms_key_arn '{ALIAS}' is the ARN of an alias; give the ARN of the key that it stands for, '{KEY}'",
            id="key-alias",
        ),
        pytest.param(
            {"kms_key_arn": ALIAS, "key": Unread()},
            Code.KEY_ALIAS,
            f"kms_key_arn '{ALIAS}' is the ARN of an alias; give the ARN of the key that it stands for",
            id="key-alias-of-an-unknown-key",
        ),
        pytest.param(
            {"kms_key_arn": "1234"},
            Code.KEY_ARN,
            "kms_key_arn: '1234' is not the ARN of a KMS key; expected arn:<partition>:kms:<region>:<account id>:"
            "key/<key id>",
            id="key-arn",
        ),
        pytest.param(
            {"key": None, "key_policy": Unread()},
            Code.KEY_MISSING,
            f"key '{KEY}' does not exist; create it, or correct kms_key_arn",
            id="key-missing",
        ),
        pytest.param(
            {"key": metadata(KeyState="Disabled", Enabled=False)},
            Code.KEY_DISABLED,
            f"key '{KEY}' is disabled; enable it, or name another key",
            id="key-disabled",
        ),
        pytest.param(
            {"key": {"Enabled": False}},
            Code.KEY_DISABLED,
            f"key '{KEY}' is disabled; enable it, or name another key",
            id="key-disabled-without-a-state",
        ),
        pytest.param(
            {
                "key": metadata(
                    KeyState="PendingDeletion", Enabled=False, DeletionDate=datetime(2026, 12, 1, tzinfo=UTC)
                )
            },
            Code.KEY_PENDING_DELETION,
            f"key '{KEY}' is pending deletion and will be deleted on 2026-12-01 00:00:00+00:00; cancel the "
            "deletion and "
            "enable the key, or name another key",
            id="key-pending-deletion",
        ),
        pytest.param(
            {"key": metadata(KeyState="PendingReplicaDeletion", Enabled=False)},
            Code.KEY_PENDING_DELETION,
            f"key '{KEY}' is pending deletion; cancel the deletion and enable the key, or name another key",
            id="key-pending-replica-deletion",
        ),
        pytest.param(
            {"key": metadata(KeyState="PendingImport", Enabled=False)},
            Code.KEY_STATE,
            f"key '{KEY}' is in state 'PendingImport' and cannot be used; wait until it is 'Enabled', or name "
            "another key",
            id="key-state",
        ),
        pytest.param(
            {"key": metadata(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")},
            Code.KEY_ASYMMETRIC,
            f"key '{KEY}' has spec 'RSA_2048' and usage 'SIGN_VERIFY'; S3 encrypts with symmetric keys only, so "
            "name a key "
            "of spec 'SYMMETRIC_DEFAULT' and usage 'ENCRYPT_DECRYPT'",
            id="key-asymmetric",
        ),
        pytest.param(
            {"key": metadata(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")},
            Code.KEY_ASYMMETRIC,
            f"key '{KEY}' has spec 'HMAC_256' and usage 'GENERATE_VERIFY_MAC'; S3 encrypts with symmetric keys "
            "only, so "
            "name a key of spec 'SYMMETRIC_DEFAULT' and usage 'ENCRYPT_DECRYPT'",
            id="key-hmac",
        ),
        pytest.param(
            {"key": metadata(KeyManager="AWS")},
            Code.KEY_AWS_MANAGED,
            f"key '{KEY}' is managed by AWS and its policy cannot let GuardDuty in; name a customer managed key",
            id="key-aws-managed",
        ),
    ],
)
def test_one_thing_that_is_wrong_is_named_alone_and_in_full(changes, code, message):
    assert errors(diagnose(facts(**changes))) == [(code, message)]


def test_a_key_of_another_partition_is_named_and_not_looked_into():
    chinese = KEY.replace("arn:aws:", "arn:aws-cn:")
    found = diagnose(facts(kms_key_arn=chinese, bucket_policy=bucket_policy(deny_writes="guardduty")))

    assert errors(found)[0] == (
        Code.KEY_PARTITION,
        (
            f"key '{chinese}' is in partition 'aws-cn' and detector '{DETECTOR}' in 'aws'; GuardDuty exports "
            "within one "
            "partition only, so name a key in 'aws'"
        ),
    )
    assert [code for code, _ in errors(found)] == [Code.KEY_PARTITION, Code.BUCKET_POLICY_DENY]


def test_a_key_in_another_region_than_the_bucket_is_named():
    found = diagnose(facts(bucket_region="eu-west-1"))

    assert errors(found) == [
        (
            Code.KEY_REGION,
            (
                f"key '{KEY}' is in eu-central-1 and the bucket in eu-west-1; GuardDuty wants both in one "
                "region, so name a key "
                "in eu-west-1"
            ),
        )
    ]


def with_sink_in(region, exporter):
    key = KEY.replace("eu-central-1", region)
    return facts(
        exporter=exporter,
        kms_key_arn=key,
        bucket_region=region,
        bucket_policy=bucket_policy(kms_key_arn=key, exporters=[exporter]),
        key_policy=key_policy(key_arn=key, exporters=[exporter]),
    )


def test_a_default_enabled_detector_cannot_export_to_an_opt_in_region():
    found = diagnose(with_sink_in("me-south-1", Exporter(ACCOUNT, "eu-west-1", DETECTOR)))

    assert errors(found) == [
        (
            Code.OPT_IN_REGION,
            (
                "bucket 'audit' is in the opt-in region me-south-1, and a detector in the default-enabled "
                "region eu-west-1 "
                "exports to default-enabled regions only; use a bucket and key in one of those"
            ),
        )
    ]


def test_an_opt_in_detector_cannot_export_to_another_opt_in_region():
    found = diagnose(with_sink_in("me-south-1", Exporter(ACCOUNT, "af-south-1", DETECTOR)))

    assert errors(found) == [
        (
            Code.OPT_IN_REGION,
            (
                "bucket 'audit' is in the opt-in region me-south-1, and a detector in the opt-in region "
                "af-south-1 exports to "
                "af-south-1 or to default-enabled regions; use a bucket and key in one of those"
            ),
        )
    ]


def test_an_opt_in_detector_exports_within_its_own_region():
    assert diagnose(with_sink_in("me-south-1", Exporter(ACCOUNT, "me-south-1", DETECTOR))) == []


def test_at_the_buckets_root_no_folder_object_is_asked_for():
    assert diagnose(facts(destination_arn=BUCKET, prefix_marker=False, bucket_policy=bucket_policy(prefix=""))) == []


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        pytest.param(
            {"bucket_exists": DENIED},
            Code.BUCKET_UNREAD,
            "whether bucket 'audit' exists could not be read (AccessDenied when calling GetBucketPolicy)",
            id="bucket",
        ),
        pytest.param(
            {"bucket_region": DENIED},
            Code.BUCKET_REGION_UNREAD,
            "the region of bucket 'audit' could not be read (AccessDenied when calling GetBucketPolicy)",
            id="bucket-region",
        ),
        pytest.param(
            {"expected_bucket_owner": ACCOUNT},
            Code.BUCKET_OWNER_UNREAD,
            f"whether bucket 'audit' belongs to account '{ACCOUNT}' could not be read (it was not looked up)",
            id="bucket-owner",
        ),
        pytest.param(
            {"bucket_policy": DENIED},
            Code.BUCKET_POLICY_UNREAD,
            "the policy of bucket 'audit' could not be read (AccessDenied when calling GetBucketPolicy); make "
            "sure that it "
            "lets 'guardduty.amazonaws.com' call s3:GetBucketLocation and s3:PutObject for "
            f"arn:aws:guardduty:eu-central-1:{ACCOUNT}:detector/{DETECTOR}",
            id="bucket-policy",
        ),
        pytest.param(
            {"prefix_marker": DENIED},
            Code.MARKER_UNREAD,
            "whether bucket 'audit' holds the folder object 'findings/' could not be read (AccessDenied when calling "
            "GetBucketPolicy)",
            id="marker",
        ),
        pytest.param(
            {"key": DENIED},
            Code.KEY_UNREAD,
            f"whether key '{KEY}' exists and is enabled could not be read (AccessDenied when calling GetBucketPolicy)",
            id="key",
        ),
        pytest.param(
            {"key_policy": DENIED},
            Code.KEY_POLICY_UNREAD,
            f"the policy of key '{KEY}' could not be read (AccessDenied when calling GetBucketPolicy); make "
            "sure that it "
            "lets 'guardduty.amazonaws.com' call kms:GenerateDataKey for "
            f"arn:aws:guardduty:eu-central-1:{ACCOUNT}:detector/{DETECTOR}",
            id="key-policy",
        ),
        pytest.param(
            {"key_policy": "{"},
            Code.KEY_POLICY_UNJUDGED,
            f"the policy of key '{KEY}' cannot be judged: the policy document is not JSON: Expecting property "
            "name enclosed "
            "in double quotes: line 1 column 2 (char 1)",
            id="key-policy-that-is-none",
        ),
        pytest.param(
            {"bucket_policy": "[]"},
            Code.BUCKET_POLICY_UNJUDGED,
            "the policy of bucket 'audit' cannot be judged: the policy document must be a JSON object, not a list",
            id="bucket-policy-that-is-none",
        ),
    ],
)
def test_what_could_not_be_read_is_named_as_unknown_and_not_guessed(changes, code, message):
    assert diagnose(facts(**changes)) == [Finding(code, message, Severity.UNKNOWN)]


def test_another_accounts_key_is_named_with_its_owner():
    theirs = KEY.replace(ACCOUNT, OTHER_ACCOUNT)
    found = diagnose(
        facts(kms_key_arn=theirs, key=DENIED, key_policy=DENIED, bucket_policy=bucket_policy(kms_key_arn=theirs))
    )

    assert found == [
        Finding(
            Code.KEY_UNREAD,
            f"whether key '{theirs}', which belongs to account '{OTHER_ACCOUNT}', exists and is enabled could "
            "not be read "
            "(AccessDenied when calling GetBucketPolicy)",
            Severity.UNKNOWN,
        ),
        Finding(
            Code.KEY_POLICY_UNREAD,
            f"the policy of key '{theirs}', which belongs to account '{OTHER_ACCOUNT}', could not be read "
            "(AccessDenied when "
            "calling GetBucketPolicy); make sure that it lets 'guardduty.amazonaws.com' call kms:GenerateDataKey for "
            f"arn:aws:guardduty:eu-central-1:{ACCOUNT}:detector/{DETECTOR}",
            Severity.UNKNOWN,
        ),
    ]


def test_findings_come_in_the_order_in_which_one_would_look():
    found = diagnose(
        facts(
            bucket_region="us-east-1",
            prefix_marker=False,
            key=metadata(KeyState="Disabled"),
            key_policy=Unread(),
            bucket_policy=None,
        )
    )

    assert [finding.code for finding in found] == [
        Code.KEY_REGION,
        Code.KEY_DISABLED,
        Code.BUCKET_POLICY_ALLOW,
        Code.MARKER_MISSING,
        Code.KEY_POLICY_UNREAD,
    ]


def test_facts_that_were_not_gathered_are_all_unknown():
    nothing = dict.fromkeys(
        ("bucket_exists", "bucket_region", "bucket_policy", "prefix_marker", "key", "key_policy"), Unread()
    )

    found = diagnose(facts(**nothing))

    assert {finding.severity for finding in found} == {Severity.UNKNOWN}
    assert len(found) == 6
