import itertools

import pytest
from policy_samples import ACCOUNT, BUCKET, EXPORTER, KEY, OTHER_ACCOUNT, SOURCE_ARN, bucket_policy, statement
from pulumi_guardduty.policy_documents import Exporter, bucket_policy_statements, compact, guardduty_bucket_policy


CONDITION = {"StringEquals": {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": SOURCE_ARN}}


def test_the_whole_policy_is_two_allows_and_three_denies():
    assert bucket_policy() == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": f"GuardDutyExportLocation{ACCOUNT}",
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": "s3:GetBucketLocation",
                "Resource": BUCKET,
                "Condition": CONDITION,
            },
            {
                "Sid": f"GuardDutyExportPut{ACCOUNT}",
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{BUCKET}/findings/*",
                "Condition": CONDITION,
            },
            {
                "Sid": "GuardDutyExportDenyUnencrypted",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"{BUCKET}/findings/*",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            },
            {
                "Sid": "GuardDutyExportDenyWrongKey",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"{BUCKET}/findings/*",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": KEY}},
            },
            {
                "Sid": "GuardDutyExportDenyInsecureTransport",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [BUCKET, f"{BUCKET}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ],
    }


@pytest.mark.parametrize(("prefix", "objects"), [("", "/*"), ("a/b", "/a/b/*"), ("a/b/", "/a/b/*")])
def test_writes_are_bound_to_the_prefix(prefix, objects):
    policy = bucket_policy(prefix=prefix)

    for sid in ("GuardDutyExportPut", "GuardDutyExportDenyUnencrypted", "GuardDutyExportDenyWrongKey"):
        assert statement(policy, sid)["Resource"] == BUCKET + objects


def test_a_prefix_with_pattern_characters_opens_nothing_else():
    policy = bucket_policy(prefix="a*/${b}?")

    assert statement(policy, "GuardDutyExportPut")["Resource"] == f"{BUCKET}/a${{*}}/${{$}}{{b}}${{?}}/*"


def test_denies_for_guardduty_alone_bind_the_named_detectors():
    exporters = [EXPORTER, Exporter(OTHER_ACCOUNT, "me-south-1", "d")]

    deny = statement(bucket_policy(exporters=exporters, deny_writes="guardduty"), "GuardDutyExportDenyUnencrypted")

    assert deny["Principal"] == {"Service": ["guardduty.amazonaws.com", "guardduty.me-south-1.amazonaws.com"]}
    assert deny["Condition"] == {
        "StringEquals": {"aws:SourceArn": sorted(exporter.source_arn for exporter in exporters)},
        "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
    }


def test_statements_for_a_foreign_bucket_bind_guardduty_and_stay_below_the_prefix():
    statements = bucket_policy_statements(
        bucket_arn=BUCKET, kms_key_arn=KEY, exporters=[EXPORTER], prefix="findings", sid_suffix="One"
    )

    assert [(s["Sid"], s["Resource"]) for s in statements] == [
        (f"GuardDutyExportLocation{ACCOUNT}One", BUCKET),
        (f"GuardDutyExportPut{ACCOUNT}One", f"{BUCKET}/findings/*"),
        ("GuardDutyExportDenyUnencryptedOne", f"{BUCKET}/findings/*"),
        ("GuardDutyExportDenyWrongKeyOne", f"{BUCKET}/findings/*"),
        ("GuardDutyExportDenyInsecureTransportOne", [BUCKET, f"{BUCKET}/findings/*"]),
    ]
    assert statements[2]["Principal"] == {"Service": "guardduty.amazonaws.com"}


def test_other_accounts_may_find_the_folder_and_nothing_more():
    policy = bucket_policy(prefix_readers=[OTHER_ACCOUNT, OTHER_ACCOUNT], prefix="a*")
    root = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}

    assert policy["Statement"][2:4] == [
        {
            "Sid": "GuardDutyExportListFolder",
            "Effect": "Allow",
            "Principal": root,
            "Action": "s3:ListBucket",
            "Resource": BUCKET,
        },
        {
            "Sid": "GuardDutyExportReadFolder",
            "Effect": "Allow",
            "Principal": root,
            "Action": "s3:GetObject",
            "Resource": f"{BUCKET}/a${{*}}/",
        },
    ]


def test_at_the_buckets_root_nobody_has_to_find_a_folder():
    assert bucket_policy(prefix_readers=[OTHER_ACCOUNT], prefix="") == bucket_policy(prefix="")


def test_the_deny_of_plain_http_can_be_left_to_the_buckets_owner():
    statements = bucket_policy_statements(
        bucket_arn=BUCKET, kms_key_arn=KEY, exporters=[EXPORTER], deny_insecure_transport=False
    )

    assert [s["Effect"] for s in statements] == ["Allow", "Allow", "Deny", "Deny"]


def test_the_order_of_exporters_leaves_no_trace():
    exporters = [Exporter(a, r, "d") for a in (ACCOUNT, OTHER_ACCOUNT) for r in ("eu-west-1", "me-south-1")]
    texts = {compact(bucket_policy(exporters=order)) for order in itertools.permutations(exporters)}

    assert len(texts) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"bucket_arn": f"{BUCKET}/x"},
            f"bucket_arn '{BUCKET}/x' names a folder; give the bucket alone, and the folder as prefix",
        ),
        ({"prefix": "/x"}, "prefix '/x' has an empty folder name; write it like 'security/findings'"),
        (
            {"bucket_arn": "audit"},
            (
                "'audit' is not the ARN of an S3 bucket or folder; expected arn:<partition>:s3:::bucket or "
                "arn:<partition>:s3:::bucket/prefix"
            ),
        ),
        (
            {"kms_key_arn": "alias/x"},
            "'alias/x' is not the ARN of a KMS key; expected arn:<partition>:kms:<region>:<account id>:key/<key id>",
        ),
        (
            {"bucket_arn": "arn:aws-cn:s3:::audit"},
            (
                "bucket 'arn:aws-cn:s3:::audit' is in partition 'aws-cn' and the exporters are in 'aws'; "
                "GuardDuty exports "
                "within one partition only"
            ),
        ),
        (
            {"kms_key_arn": KEY.replace("arn:aws:", "arn:aws-cn:")},
            (
                f"key '{KEY.replace('arn:aws:', 'arn:aws-cn:')}' is in partition 'aws-cn' and the exporters are "
                "in 'aws'; "
                "GuardDuty exports within one partition only"
            ),
        ),
        ({"prefix_readers": ["*"]}, "'*' is not an account id; expected a string of 12 digits"),
        ({"deny_writes": "nobody"}, "deny_writes is 'nobody'; expected 'everyone' or 'guardduty'"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(changes, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        bucket_policy(**changes)

    assert str(refusal.value) == message


def test_a_policy_larger_than_s3_takes_is_refused_before_any_call():
    exporters = [Exporter(f"{number:012}", "eu-central-1", "d" * 32) for number in range(200)]
    one, two = (len(compact(bucket_policy(exporters=exporters[:count]))) for count in (1, 2))
    fitting = 1 + (20480 - one) // (two - one)

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        bucket_policy(exporters=exporters[: fitting + 1])

    assert len(compact(bucket_policy(exporters=exporters[:fitting]))) <= 20480
    assert str(refusal.value) == (
        f"the bucket policy would have {one + fitting * (two - one):,} bytes and AWS takes at most 20,480; "
        "spread the exporting detectors over more than one bucket and key"
    )


def test_two_calls_share_nothing_that_a_caller_could_change():
    first = guardduty_bucket_policy(bucket_arn=BUCKET, kms_key_arn=KEY, exporters=[EXPORTER])
    first["Statement"][0]["Condition"]["StringEquals"]["aws:SourceAccount"] = "changed"

    assert statement(bucket_policy(), "GuardDutyExportPut")["Condition"] == CONDITION
    assert first["Statement"][1]["Condition"] == CONDITION
