"""What is said of denies, of grants that are too wide, and of what cannot be judged: every text in full."""

import json

import pytest
from policy_samples import (
    ACCOUNT,
    BUCKET,
    DETECTOR,
    EXPORTER,
    KEY,
    OTHER_ACCOUNT,
    broken,
    bucket_policy,
    facts,
    key_policy,
    with_condition,
)
from pulumi_guardduty.diagnosis import Code, Finding, Severity, diagnose
from pulumi_guardduty.policy_documents import Exporter


KEY_SID = "GuardDutyExportKey"
PUT_SID = "GuardDutyExportPut"
MARKER = f"{BUCKET}/findings/AWSLogs/"


def deny(**changes):
    base = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [BUCKET, f"{BUCKET}/*"]}
    return {**base, **changes}


def denying(**changes):
    policy = bucket_policy()
    policy["Statement"].append(deny(**changes))
    return facts(bucket_policy=policy)


SPARE = "; spare GuardDuty in it, e.g. by the condition BoolIfExists aws:PrincipalIsAWSService 'false'"
NAME = "; make it name the key of this destination, or export with the key that it names"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"Action": "s3:PutObject"},
            f"statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} without any "
            "condition" + SPARE,
            id="unconditional",
        ),
        pytest.param(
            {"Action": "s3:PutObject", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}},
            f"statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} because "
            "StringNotEquals aws:SourceVpce lists 'vpce-1' and GuardDuty does not send that key" + SPARE,
            id="network-perimeter",
        ),
        pytest.param(
            {"Action": "s3:PutObject", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}}},
            f"statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} because "
            "StringNotEquals aws:PrincipalOrgID lists 'o-1' and 'o-2' and GuardDuty does not send that key" + SPARE,
            id="organization-perimeter",
        ),
        pytest.param(
            {
                "Action": "s3:PutObject",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:other"}},
            },
            f"statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} because "
            "StringNotEquals s3:x-amz-server-side-encryption-aws-kms-key-id lists 'arn:other' and GuardDuty sends "
            f"'{KEY}'" + NAME,
            id="another-key",
        ),
        pytest.param(
            {"Action": "s3:PutObject", "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}},
            f"statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} because "
            "StringNotEquals s3:x-amz-server-side-encryption lists 'AES256' and GuardDuty sends 'aws:kms'" + NAME,
            id="another-encryption",
        ),
        pytest.param(
            {"Action": "s3:GetBucketLocation", "Sid": ""},
            "statement 6 (without Sid) of the policy of bucket 'audit' denies GuardDuty s3:GetBucketLocation "
            "without any "
            "condition" + SPARE,
            id="location",
        ),
    ],
)
def test_a_deny_that_catches_guardduty_is_named_with_its_reason(changes, message):
    assert diagnose(denying(**changes)) == [Finding(Code.BUCKET_POLICY_DENY, message)]


def test_a_deny_in_the_key_policy_is_named():
    policy = key_policy()
    policy["Statement"].append(deny(Action="kms:*", Resource="*", Condition={"Null": {"aws:PrincipalOrgID": "true"}}))

    assert diagnose(facts(key_policy=json.dumps(policy))) == [
        Finding(
            Code.KEY_POLICY_DENY,
            f"statement 'Theirs' of the policy of key '{KEY}' denies GuardDuty kms:GenerateDataKey because Null "
            "aws:PrincipalOrgID lists 'true' and GuardDuty does not send that key" + SPARE,
        )
    ]


def test_an_allow_turned_into_a_deny_is_both_a_deny_and_a_missing_allow():
    found = diagnose(facts(key_policy=broken(key_policy(), KEY_SID, lambda _: {"Effect": "Deny"})))

    assert [finding.code for finding in found] == [Code.KEY_POLICY_DENY, Code.KEY_POLICY_ALLOW]


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}, id="services-spared"),
        pytest.param({"Bool": {"aws:SecureTransport": "false"}}, id="plain-http"),
        pytest.param({"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}, id="other-accounts"),
        pytest.param({"ArnNotLike": {"aws:SourceArn": f"arn:aws:guardduty:*:{ACCOUNT}:*"}}, id="other-detectors"),
        pytest.param({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, id="an-address"),
    ],
)
def test_a_deny_that_spares_guardduty_is_not_spoken_of(condition):
    assert diagnose(denying(Condition=condition)) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param(
            {"Condition": {"StringNotEquals": {"aws:SourceOrgID": "o-1"}}},
            "its condition StringNotEquals aws:SourceOrgID asks for what GuardDuty is not documented to send",
            id="unestablished-key",
        ),
        pytest.param(
            {"Condition": {"Invented": {"aws:SourceAccount": "1"}}},
            "the condition operator 'Invented' is not known",
            id="unknown-operator",
        ),
        pytest.param(
            {"Condition": {"Bool": {"aws:SecureTransport": "perhaps"}}},
            "its condition Bool aws:SecureTransport lists 'perhaps', which cannot be compared",
            id="uncomparable",
        ),
        pytest.param({"Condition": "none"}, "the Condition element is malformed", id="malformed-condition"),
        pytest.param({"Condition": {"Bool": "true"}}, "the tests of 'Bool' are malformed", id="malformed-tests"),
        pytest.param(
            {"Condition": {"Bool": {"aws:SecureTransport": None}}},
            "the values of 'aws:SecureTransport' are malformed",
            id="malformed-values",
        ),
        pytest.param(
            {"Resource": f"{BUCKET}/${{aws:SourceOrgID}}/*"},
            f"its Resource '{BUCKET}/${{aws:SourceOrgID}}/*' has a variable of which it is not documented what "
            "GuardDuty "
            "sends",
            id="variable",
        ),
        pytest.param({"Resource": None}, "its Resource is missing or malformed", id="malformed-resource"),
    ],
)
def test_a_deny_that_cannot_be_judged_is_named_as_unknown(changes, reason):
    assert diagnose(denying(**{"Action": "s3:PutObject", **changes})) == [
        Finding(
            Code.BUCKET_POLICY_UNJUDGED,
            f"whether the policy of bucket 'audit' denies GuardDuty s3:PutObject on {MARKER} cannot be told (statement "
            f"'Theirs': {reason})",
            Severity.UNKNOWN,
        )
    ]


def test_an_allow_that_cannot_be_judged_is_named_as_unknown():
    policy = broken(key_policy(), KEY_SID, with_condition("kms:ViaService", "s3.eu-central-1.amazonaws.com"))

    assert diagnose(facts(key_policy=policy)) == [
        Finding(
            Code.KEY_POLICY_UNJUDGED,
            f"whether the policy of key '{KEY}' allows GuardDuty kms:GenerateDataKey cannot be told (statement "
            f"'{KEY_SID}{ACCOUNT}': its condition StringEquals kms:ViaService asks for what GuardDuty is not "
            "documented to "
            "send)",
            Severity.UNKNOWN,
        )
    ]


def test_a_statement_of_no_effect_that_exists_is_named_as_unknown():
    (finding,) = diagnose(facts(key_policy=broken(key_policy(), KEY_SID, lambda _: {"Effect": "allow"})))[:1]

    assert finding.severity is Severity.UNKNOWN
    assert f"(statement '{KEY_SID}{ACCOUNT}': its Effect is neither 'Allow' nor 'Deny')" in finding.message


@pytest.mark.parametrize(
    ("sid", "changes", "code", "message"),
    [
        pytest.param(
            KEY_SID,
            "key_policy",
            Code.KEY_POLICY_OPEN,
            f"the policy of key '{KEY}' lets GuardDuty call kms:GenerateDataKey for any AWS account (statement "
            f"'{KEY_SID}{ACCOUNT}'); add the conditions aws:SourceAccount and aws:SourceArn, so that nobody "
            "else can export "
            "to it",
            id="key",
        ),
        pytest.param(
            PUT_SID,
            "bucket_policy",
            Code.BUCKET_POLICY_OPEN,
            "the policy of bucket 'audit' lets GuardDuty call s3:PutObject for any AWS account (statement "
            f"'{PUT_SID}{ACCOUNT}'); add the conditions aws:SourceAccount and aws:SourceArn, so that nobody "
            "else can export "
            "to it",
            id="bucket",
        ),
    ],
)
def test_a_grant_without_conditions_is_warned_of(sid, changes, code, message):
    whole = {"key_policy": key_policy(), "bucket_policy": bucket_policy()}[changes]
    policy = broken(whole, sid, lambda _: {"Condition": {}})

    assert diagnose(facts(**{changes: policy})) == [Finding(code, message, Severity.WARNING)]


@pytest.mark.parametrize("account", ["000000000000", ACCOUNT])
def test_one_of_the_two_conditions_is_enough_to_keep_other_accounts_out(account):
    exporter = Exporter(account, "eu-central-1", DETECTOR)
    policies = {"bucket_policy": bucket_policy(exporters=[exporter])}
    for key in ("aws:SourceAccount", "aws:SourceArn"):
        policy = broken(key_policy(exporters=[exporter]), KEY_SID, with_condition(key, None))

        assert diagnose(facts(exporter=exporter, key_policy=policy, **policies)) == []


def test_a_deny_of_put_object_acl_is_warned_of():
    assert diagnose(denying(Action="s3:PutObjectAcl")) == [
        Finding(
            Code.BUCKET_POLICY_DENIES_ACL,
            "statement 'Theirs' of the policy of bucket 'audit' denies GuardDuty s3:PutObjectAcl, which stopped "
            "exports by "
            "AWS's guide of 2022; spare GuardDuty in it if the export stops",
            Severity.WARNING,
        )
    ]


def test_a_deny_of_everything_is_not_warned_of_again_for_the_acl():
    codes = [finding.code for finding in diagnose(denying())]

    assert codes == [Code.BUCKET_POLICY_DENY, Code.BUCKET_POLICY_DENY]


def test_an_alias_whose_key_is_known_does_not_make_the_policies_look_wrong():
    found = diagnose(facts(kms_key_arn=f"arn:aws:kms:eu-central-1:{ACCOUNT}:alias/audit"))

    assert [finding.code for finding in found] == [Code.KEY_ALIAS]


def test_the_exporters_own_detector_among_many_is_found():
    exporters = [EXPORTER, Exporter(ACCOUNT, "us-east-1", "b" * 32), Exporter(OTHER_ACCOUNT, "me-south-1", "c" * 32)]

    for exporter in exporters:
        found = diagnose(
            facts(
                exporter=exporter,
                bucket_policy=bucket_policy(exporters=exporters),
                key_policy=key_policy(exporters=exporters),
            )
        )
        assert found == []
