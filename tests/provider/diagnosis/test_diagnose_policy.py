"""What is said of the two policies: each piece broken in turn is named alone, and every text is read in full."""

import copy
import json

import pytest
from policy_samples import (
    ACCOUNT,
    BUCKET,
    DETECTOR,
    EXPORTER,
    KEY,
    OTHER_ACCOUNT,
    SOURCE_ARN,
    bucket_policy,
    facts,
    key_policy,
    statement,
)
from pulumi_guardduty.diagnosis import Code, Finding, Severity, diagnose
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


def broken(document, sid, change):
    """`document` with one statement changed, or taken out where `change` is None."""
    changed = copy.deepcopy(document)
    target = statement(changed, sid)
    if change is None:
        changed["Statement"].remove(target)
    else:
        target.update(change(copy.deepcopy(target)))
    return changed


def with_condition(key, value):
    def change(_old):
        tests = {name: kept for name, kept in old["Condition"]["StringEquals"].items() if name != key}
        return {"Condition": {"StringEquals": tests | ({} if value is None else {key: value})}}

    return change


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

    lack = "its Action is 's3:PutObject', not 's3:GetBucketLocation' and its Resource is "
    f"'{BUCKET}/findings/*', not '{BUCKET}'"
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
