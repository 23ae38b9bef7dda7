"""What is said when nothing allows the export: each piece broken in turn is named alone and in full."""

import pytest
from policy_samples import (
    ACCOUNT,
    BUCKET,
    DETECTOR,
    KEY,
    OTHER_ACCOUNT,
    SOURCE_ARN,
    broken,
    bucket_policy,
    facts,
    key_policy,
    statement,
    with_condition,
)
from pulumi_guardduty.diagnosis import Code, Finding, diagnose
from pulumi_guardduty.policy_documents import Exporter


KEY_SID = "GuardDutyExportKey"
PUT_SID = "GuardDutyExportPut"
LOCATION_SID = "GuardDutyExportLocation"
NEED_KEY = (
    f"the policy of key '{KEY}' has no statement that lets 'guardduty.amazonaws.com' call kms:GenerateDataKey for "
    f"{SOURCE_ARN}; "
)
NEED_LOCATION = (
    "the policy of bucket 'audit' has no statement that lets 'guardduty.amazonaws.com' call s3:GetBucketLocation for "
    f"{SOURCE_ARN}; "
)
MARKER = f"{BUCKET}/findings/AWSLogs/"
NEED_PUT = (
    "the policy of bucket 'audit' has no statement that lets 'guardduty.amazonaws.com' call s3:PutObject on "
    f"{MARKER} for "
    f"{SOURCE_ARN}; "
)
ADD_KEY = "add what pulumi_guardduty.guardduty_key_policy writes"
ADD_BUCKET = "add what pulumi_guardduty.guardduty_bucket_policy writes"
GLOBAL = "'guardduty.amazonaws.com' (as whom GuardDuty acts for detectors in the default-enabled region eu-central-1)"


def nearest(sid, lack, advice):
    return f"statement '{sid}{ACCOUNT}' comes nearest, but {lack}; correct it, or {advice}"


PIECES = [
    ("action", lambda _: {"Action": "other:Thing"}, "its Action is 'other:Thing', not {action}"),
    (
        "regional-principal",
        lambda _: {"Principal": {"Service": "guardduty.eu-central-1.amazonaws.com"}},
        f"its Principal is 'guardduty.eu-central-1.amazonaws.com', not {GLOBAL}",
    ),
    (
        "other-principal",
        lambda _: {"Principal": {"Service": "cloudtrail.amazonaws.com"}},
        f"its Principal is 'cloudtrail.amazonaws.com', not {GLOBAL}",
    ),
    ("no-principal", lambda _: {"Principal": {"Service": []}}, f"its Principal is nothing, not {GLOBAL}"),
    ("resource", lambda _: {"Resource": "arn:aws:x:::y"}, "its Resource is 'arn:aws:x:::y', not {resource}"),
    (
        "source-account",
        with_condition("aws:SourceAccount", OTHER_ACCOUNT),
        f"its condition StringEquals aws:SourceAccount lists '{OTHER_ACCOUNT}' and GuardDuty sends '{ACCOUNT}'",
    ),
    (
        "source-arn",
        with_condition("aws:SourceArn", ["a", "b", "c", "d", "e"]),
        f"its condition StringEquals aws:SourceArn lists 'a', 'b', 'c' and 2 more and GuardDuty sends '{SOURCE_ARN}'",
    ),
    (
        "condition-too-many",
        with_condition("aws:PrincipalOrgID", "o-1"),
        "its condition StringEquals aws:PrincipalOrgID lists 'o-1' and GuardDuty does not send that key",
    ),
]


@pytest.mark.parametrize(("change", "lack"), [p[1:] for p in PIECES], ids=[p[0] for p in PIECES])
def test_each_piece_of_the_key_statement_is_noticed_and_named_alone(change, lack):
    found = diagnose(facts(key_policy=broken(key_policy(), KEY_SID, change)))

    lack = lack.format(action="'kms:GenerateDataKey'", resource=repr(KEY))
    assert found == [Finding(Code.KEY_POLICY_ALLOW, NEED_KEY + nearest(KEY_SID, lack, ADD_KEY))]


@pytest.mark.parametrize(("change", "lack"), [p[1:] for p in PIECES], ids=[p[0] for p in PIECES])
def test_each_piece_of_the_location_statement_is_noticed_and_named_alone(change, lack):
    found = diagnose(facts(bucket_policy=broken(bucket_policy(), LOCATION_SID, change)))

    lack = lack.format(action="'s3:GetBucketLocation'", resource=repr(BUCKET))
    assert found == [Finding(Code.BUCKET_POLICY_ALLOW, NEED_LOCATION + nearest(LOCATION_SID, lack, ADD_BUCKET))]


@pytest.mark.parametrize(("change", "lack"), [p[1:] for p in PIECES], ids=[p[0] for p in PIECES])
def test_each_piece_of_the_put_statement_is_noticed_and_named_alone(change, lack):
    found = diagnose(facts(bucket_policy=broken(bucket_policy(), PUT_SID, change)))

    lack = lack.format(action="'s3:PutObject'", resource=repr(MARKER))
    assert found == [Finding(Code.BUCKET_POLICY_ALLOW, NEED_PUT + nearest(PUT_SID, lack, ADD_BUCKET))]


def test_a_key_policy_without_the_allow_names_no_statement_that_is_about_something_else():
    found = diagnose(facts(key_policy=broken(key_policy(), KEY_SID, None)))

    assert found == [Finding(Code.KEY_POLICY_ALLOW, NEED_KEY + ADD_KEY)]


def test_a_bucket_policy_without_the_location_allow_is_noticed():
    found = diagnose(facts(bucket_policy=broken(bucket_policy(), LOCATION_SID, None)))

    lack = (
        "its Action is 's3:PutObject', not 's3:GetBucketLocation' and its Resource is "
        f"'{BUCKET}/findings/*', not '{BUCKET}'"
    )
    assert found == [Finding(Code.BUCKET_POLICY_ALLOW, NEED_LOCATION + nearest(PUT_SID, lack, ADD_BUCKET))]


def test_a_bucket_policy_without_the_put_allow_is_noticed():
    found = diagnose(facts(bucket_policy=broken(bucket_policy(), PUT_SID, None)))

    lack = f"its Action is 's3:GetBucketLocation', not 's3:PutObject' and its Resource is '{BUCKET}', not '{MARKER}'"
    assert found == [Finding(Code.BUCKET_POLICY_ALLOW, NEED_PUT + nearest(LOCATION_SID, lack, ADD_BUCKET))]


def test_an_allow_that_covers_the_marker_and_not_the_findings_is_noticed():
    found = diagnose(facts(bucket_policy=broken(bucket_policy(), PUT_SID, lambda _: {"Resource": MARKER})))

    (finding,) = found
    assert finding.message == (
        f"the policy of bucket 'audit' has no statement that lets 'guardduty.amazonaws.com' call s3:PutObject on "
        f"{MARKER}{ACCOUNT}/GuardDuty/eu-central-1/2026/01/01/00000000-0000-0000-0000-000000000000.jsonl.gz for "
        f"{SOURCE_ARN}; statement '{PUT_SID}{ACCOUNT}' comes nearest, but its Resource is '{MARKER}', not "
        f"'{MARKER}{ACCOUNT}/GuardDuty/eu-central-1/2026/01/01/00000000-0000-0000-0000-000000000000.jsonl.gz'; correct "
        f"it, or {ADD_BUCKET}"
    )


def test_a_bucket_without_policy_is_told_what_it_needs():
    assert diagnose(facts(bucket_policy=None)) == [
        Finding(
            Code.BUCKET_POLICY_ALLOW,
            "bucket 'audit' has no policy, so nothing lets 'guardduty.amazonaws.com' call s3:GetBucketLocation and "
            f"s3:PutObject for {SOURCE_ARN}; {ADD_BUCKET}",
        )
    ]


def test_a_global_principal_for_an_opt_in_detector_is_explained():
    exporter = Exporter(ACCOUNT, "me-south-1", DETECTOR)
    good = bucket_policy(exporters=[exporter])
    policy = key_policy(exporters=[exporter], service_principal="guardduty.amazonaws.com")

    found = diagnose(facts(exporter=exporter, bucket_policy=good, key_policy=policy))

    assert found == [
        Finding(
            Code.KEY_POLICY_ALLOW,
            f"the policy of key '{KEY}' has no statement that lets 'guardduty.me-south-1.amazonaws.com' call "
            f"kms:GenerateDataKey for {exporter.source_arn}; statement '{KEY_SID}{ACCOUNT}' comes nearest, but "
            "its Principal "
            "is 'guardduty.amazonaws.com', not 'guardduty.me-south-1.amazonaws.com' (as whom GuardDuty acts for "
            "detectors "
            f"in the opt-in region me-south-1); correct it, or {ADD_KEY}",
        )
    ]


def test_a_principal_that_was_declared_is_not_explained():
    found = diagnose(
        facts(
            service_principal="guardduty.amazonaws.com.cn",
            bucket_policy=bucket_policy(service_principal="guardduty.amazonaws.com.cn"),
        )
    )

    (finding,) = found
    assert "its Principal is 'guardduty.amazonaws.com', not 'guardduty.amazonaws.com.cn'; correct it" in finding.message


def test_a_statement_with_two_mistakes_comes_nearer_than_the_administrators():
    wrong = broken(key_policy(), KEY_SID, lambda _: {"Principal": {"Service": "guardduty.x.amazonaws.com"}})
    wrong = broken(wrong, KEY_SID, with_condition("aws:SourceAccount", OTHER_ACCOUNT))

    (finding,) = diagnose(facts(key_policy=wrong))

    assert f"statement '{KEY_SID}{ACCOUNT}' comes nearest" in finding.message


def test_a_statement_for_somebody_else_is_not_said_to_come_nearest():
    policy = broken(key_policy(), KEY_SID, None)
    users = {"Sid": "Users", "Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Resource": "*"}
    policy["Statement"].append({**users, "Action": ["kms:GenerateDataKey", "kms:Decrypt"]})

    assert diagnose(facts(key_policy=policy)) == [Finding(Code.KEY_POLICY_ALLOW, NEED_KEY + ADD_KEY)]


def test_negated_elements_are_said_to_take_out():
    def change(_old):
        return {"NotAction": "kms:Generate*"}

    policy = broken(key_policy(), KEY_SID, change)
    del statement(policy, KEY_SID)["Action"]

    (finding,) = diagnose(facts(key_policy=policy))

    assert "but its NotAction 'kms:Generate*' takes out 'kms:GenerateDataKey'; correct it" in finding.message
