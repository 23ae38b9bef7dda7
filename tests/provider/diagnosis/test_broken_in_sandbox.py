"""Each single piece of the policies is taken out in a sandbox: AWS's answer, the diagnosis and the drift report agree.

The sandbox judges by an evaluator of its own.
"""

import pytest
from botocore.exceptions import ClientError
from export_sink import OTHER, make_export_sink, make_exporter
from policy_samples import broken, with_condition
from pulumi_guardduty.diagnosis import Code, Severity, diagnose, policy_drift


REFUSED = "the GuardDuty service principal does not have permission to the KMS key or the resource"
ALLOWS = [
    pytest.param("key_policy", "GuardDutyExportKey", Code.KEY_POLICY_ALLOW, id="key"),
    pytest.param("bucket_policy", "GuardDutyExportLocation", Code.BUCKET_POLICY_ALLOW, id="location"),
    pytest.param("bucket_policy", "GuardDutyExportPut", Code.BUCKET_POLICY_ALLOW, id="put"),
]
REMOVALS = [
    pytest.param(None, None, "is missing", id="statement"),
    pytest.param(lambda _: {"Action": "s3:ListBucket"}, "its Action is 's3:ListBucket'", "Action has", id="action"),
    pytest.param(
        lambda _: {"Resource": "arn:aws:s3:::audit/elsewhere/*"},
        "its Resource is 'arn:aws:s3:::audit/elsewhere/*'",
        "Resource has",
        id="resource",
    ),
    pytest.param(
        lambda _: {"Principal": {"Service": "cloudtrail.amazonaws.com"}},
        "its Principal is 'cloudtrail.amazonaws.com'",
        "Principal Service has",
        id="principal",
    ),
    pytest.param(
        lambda _: {"Principal": {"Service": "guardduty.me-south-1.amazonaws.com"}},
        "its Principal is 'guardduty.me-south-1.amazonaws.com'",
        "Principal Service has",
        id="regional-principal",
    ),
    pytest.param(
        with_condition("aws:SourceAccount", OTHER),
        f"its condition StringEquals aws:SourceAccount lists '{OTHER}'",
        "Condition StringEquals aws:SourceAccount has",
        id="account",
    ),
    pytest.param(
        with_condition("aws:SourceArn", "arn:aws:guardduty:us-east-1:123456789012:detector/x"),
        "its condition StringEquals aws:SourceArn lists 'arn:aws:guardduty:us-east-1:123456789012:detector/x'",
        "Condition StringEquals aws:SourceArn has",
        id="detector",
    ),
]


def whole(sink, policy):
    return {"key_policy": sink.key_policy, "bucket_policy": sink.bucket_policy}[policy]


@pytest.mark.parametrize(("policy", "sid", "code"), ALLOWS)
@pytest.mark.parametrize(("change", "lack", "part"), REMOVALS)
def test_a_broken_allow_refuses_the_export_and_is_named(sandbox, policy, sid, code, change, lack, part):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])
    name = f"statement '{sid}{exporter.account_id}'"
    wrong = sink.written(**{policy: broken(whole(sink, policy), sid, change)})

    with pytest.raises(ClientError, match=REFUSED):
        wrong.export(exporter)
    (finding,) = diagnose(wrong.facts(exporter))
    (drift,) = policy_drift(whole(sink, policy), whole(wrong, policy))

    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    if lack is not None:
        assert f"; {name} comes nearest, but {lack}" in finding.message
        assert " and its " not in finding.message
    assert str(drift).startswith(f"{name} ")
    assert part in str(drift)


def test_the_unbroken_sink_exports_and_nothing_is_said(sandbox):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])

    assert sink.export(exporter) == "PUBLISHING"
    assert diagnose(sink.facts(exporter)) == []
    assert policy_drift(sink.bucket_policy, sink.facts(exporter).bucket_policy) == []
    assert policy_drift(sink.key_policy, sink.facts(exporter).key_policy) == []


def test_without_conditions_another_accounts_detector_gets_in_and_that_is_said(sandbox):
    ours, theirs = make_exporter(sandbox, "us-east-1"), make_exporter(sandbox, "us-east-1", OTHER)
    sink = make_export_sink(sandbox, "us-east-1", [ours], prefix="")
    with pytest.raises(ClientError, match=REFUSED):
        sink.export(theirs)

    bucket = sink.bucket_policy
    for sid in ("GuardDutyExportLocation", "GuardDutyExportPut"):
        bucket = broken(bucket, sid, lambda _: {"Condition": {}})
    key = broken(sink.key_policy, "GuardDutyExportKey", lambda _: {"Condition": {}})
    wide = sink.written(bucket_policy=bucket, key_policy=key)

    assert wide.export(theirs) == "PUBLISHING"
    found = diagnose(wide.facts(ours))
    assert [finding.code for finding in found] == [Code.KEY_POLICY_OPEN, Code.BUCKET_POLICY_OPEN]
    assert len(policy_drift(sink.bucket_policy, wide.bucket_policy)) == 2
    assert len(policy_drift(sink.key_policy, wide.key_policy)) == 1


@pytest.mark.parametrize(("policy", "sid", "_code"), ALLOWS)
@pytest.mark.parametrize("key", ["aws:SourceAccount", "aws:SourceArn"])
def test_a_condition_taken_out_is_drift(sandbox, policy, sid, _code, key):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])
    wider = sink.written(**{policy: broken(whole(sink, policy), sid, with_condition(key, None))})

    found = policy_drift(whole(sink, policy), getattr(wider.facts(exporter), policy))

    assert wider.export(exporter) == "PUBLISHING"
    assert [str(drift) for drift in found] == [
        f"statement '{sid}{exporter.account_id}' was changed: Condition StringEquals {key} is gone"
    ]


GOOD = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "KEY"}


@pytest.mark.parametrize(
    ("removed", "headers", "transport"),
    [
        pytest.param(("DenyUnencrypted", "DenyWrongKey"), {}, "https", id="no-header"),
        pytest.param(("DenyUnencrypted", "DenyWrongKey"), {"ServerSideEncryption": "AES256"}, "https", id="AES256"),
        pytest.param(
            ("DenyUnencrypted",), {"ServerSideEncryption": "aws:kms:dsse", "SSEKMSKeyId": "KEY"}, "https", id="dsse"
        ),
        pytest.param(("DenyWrongKey",), {"ServerSideEncryption": "aws:kms"}, "https", id="default-key"),
        pytest.param(("DenyWrongKey",), {**GOOD, "SSEKMSKeyId": "OTHER"}, "https", id="another-key"),
        pytest.param(("DenyInsecureTransport",), GOOD, "http", id="http"),
    ],
)
def test_without_its_denies_a_wrong_write_gets_through(sandbox, removed, headers, transport):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])
    keys = {"KEY": sink.key_arn, "OTHER": sink.client("kms").create_key()["KeyMetadata"]["Arn"]}
    sent = {name: keys.get(value, value) for name, value in headers.items()}
    wrong = {"Bucket": sink.bucket, "Key": "findings/x", "Body": b"x", **sent}
    policy = whole_policy = sink.bucket_policy

    for sid in removed:
        with pytest.raises(ClientError, match="AccessDenied"):
            sink.client("s3", transport=transport).put_object(**wrong)
        policy = broken(policy, f"GuardDutyExport{sid}", None)
        sink = sink.written(bucket_policy=policy)
    sink.client("s3", transport=transport).put_object(**wrong)

    drift = policy_drift(whole_policy, sink.facts(exporter).bucket_policy)
    assert [str(each) for each in drift] == [f"statement 'GuardDutyExport{sid}' is missing" for sid in removed]


def test_with_all_its_denies_the_right_write_gets_through(sandbox):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])

    sink.client("s3").put_object(
        Bucket=sink.bucket, Key="findings/x", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=sink.key_arn
    )


@pytest.mark.parametrize(
    ("condition", "refused"),
    [
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, True),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, True),
        ({"Null": {"aws:SourceAccount": "false"}}, True),
        ({"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}, True),
        ({"StringNotEquals": {"aws:SourceAccount": "123456789012"}}, False),
        ({"BoolIfExists": {"aws:SecureTransport": "false"}}, False),
        ({"ArnNotLike": {"aws:SourceArn": "arn:aws:guardduty:*:123456789012:detector/*"}}, False),
    ],
)
def test_the_diagnosis_and_the_sandbox_agree_on_a_deny_of_somebody_elses(sandbox, condition, refused):
    exporter = make_exporter(sandbox, "us-east-1")
    sink = make_export_sink(sandbox, "us-east-1", [exporter])
    theirs = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Condition": condition}
    theirs["Resource"] = f"arn:aws:s3:::{sink.bucket}/*"
    document = {**sink.bucket_policy, "Statement": [*sink.bucket_policy["Statement"], theirs]}
    denied = sink.written(bucket_policy=document)

    found = diagnose(denied.facts(exporter))

    assert [finding.code for finding in found] == ([Code.BUCKET_POLICY_DENY] if refused else [])
    if refused:
        with pytest.raises(ClientError, match=REFUSED):
            denied.export(exporter)
    else:
        assert denied.export(exporter) == "PUBLISHING"
