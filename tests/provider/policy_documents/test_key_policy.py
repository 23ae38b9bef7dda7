import itertools

import pytest
from policy_samples import ACCOUNT, EXPORTER, KEY, OTHER_ACCOUNT, SOURCE_ARN, key_policy
from pulumi_guardduty.policy_documents import Exporter, compact, guardduty_key_policy, key_policy_statements


def test_the_whole_policy_is_administration_and_one_action_for_guardduty():
    assert key_policy() == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AccountAdministration",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": f"GuardDutyExportKey{ACCOUNT}",
                "Effect": "Allow",
                "Principal": {"Service": "guardduty.amazonaws.com"},
                "Action": "kms:GenerateDataKey",
                "Resource": KEY,
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": SOURCE_ARN}},
            },
        ],
    }


def test_without_its_arn_the_policy_speaks_of_the_key_it_is_attached_to():
    policy = guardduty_key_policy(exporters=[EXPORTER], account_id=OTHER_ACCOUNT)

    assert [statement["Resource"] for statement in policy["Statement"]] == ["*", "*"]
    assert policy["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}


def test_the_administration_statement_is_in_the_exporters_partition():
    policy = guardduty_key_policy(exporters=[Exporter(ACCOUNT, "us-gov-east-1", "d")], account_id=ACCOUNT)

    assert policy["Statement"][0]["Principal"] == {"AWS": f"arn:aws-us-gov:iam::{ACCOUNT}:root"}


def test_no_account_can_be_combined_with_another_ones_detector():
    exporters = [
        Exporter(ACCOUNT, "eu-central-1", "a"),
        Exporter(ACCOUNT, "eu-west-1", "b"),
        Exporter(OTHER_ACCOUNT, "eu-central-1", "c"),
        Exporter(OTHER_ACCOUNT, "me-south-1", "d"),
    ]

    statements = key_policy_statements(exporters=exporters, key_arn=KEY)

    assert [(s["Sid"], s["Principal"]["Service"], s["Condition"]["StringEquals"]) for s in statements] == [
        (
            f"GuardDutyExportKey{ACCOUNT}",
            "guardduty.amazonaws.com",
            {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": [exporters[0].source_arn, exporters[1].source_arn]},
        ),
        (
            f"GuardDutyExportKey{OTHER_ACCOUNT}",
            "guardduty.amazonaws.com",
            {"aws:SourceAccount": OTHER_ACCOUNT, "aws:SourceArn": exporters[2].source_arn},
        ),
        (
            f"GuardDutyExportKey{OTHER_ACCOUNT}MeSouth1",
            "guardduty.me-south-1.amazonaws.com",
            {"aws:SourceAccount": OTHER_ACCOUNT, "aws:SourceArn": exporters[3].source_arn},
        ),
    ]


def test_the_order_and_repetition_of_exporters_leave_no_trace():
    exporters = [
        Exporter(account, region, "d") for account in (ACCOUNT, OTHER_ACCOUNT) for region in ("eu-west-1", "me-south-1")
    ]
    texts = {
        compact(guardduty_key_policy(exporters=[*order, order[0]], key_arn=KEY))
        for order in itertools.permutations(exporters)
    }

    assert len(texts) == 1


def test_the_principal_can_be_named():
    statements = key_policy_statements(
        exporters=[Exporter(ACCOUNT, "cn-north-1", "d")], service_principal="guardduty.amazonaws.com.cn"
    )

    assert [s["Principal"] for s in statements] == [{"Service": "guardduty.amazonaws.com.cn"}]


@pytest.mark.parametrize("principal", ["*", "", "guardduty", "guardduty.amazonaws.com/x"])
def test_a_principal_that_is_no_service_is_refused(principal):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        key_policy(service_principal=principal)

    assert str(refusal.value) == (
        f"service principal {principal!r} is not the name of a service; expected one like 'guardduty.amazonaws.com'"
    )


def test_a_sid_suffix_keeps_two_exports_to_one_key_apart():
    first, second = (key_policy_statements(exporters=[EXPORTER], sid_suffix=suffix)[0]["Sid"] for suffix in ("A", "B"))

    assert (first, second) == (f"GuardDutyExportKey{ACCOUNT}A", f"GuardDutyExportKey{ACCOUNT}B")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"key_arn": None},
            "account_id and key_arn are both missing; one of them has to say who owns the key",
        ),
        (
            {"account_id": OTHER_ACCOUNT},
            f"account_id is '{OTHER_ACCOUNT}' and key '{KEY}' belongs to '{ACCOUNT}'; leave one of them out",
        ),
        ({"key_arn": None, "account_id": "x"}, "'x' is not an account id; expected a string of 12 digits"),
        (
            {"exporters": [Exporter(ACCOUNT, "cn-north-1", "d")]},
            (
                f"key '{KEY}' is in partition 'aws' and the exporters are in 'aws-cn'; GuardDuty exports within one "
                "partition only"
            ),
        ),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(changes, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        key_policy(**changes)

    assert str(refusal.value) == message


def test_a_sid_suffix_of_other_characters_is_refused():
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        key_policy_statements(exporters=[EXPORTER], sid_suffix="a-b")

    assert str(refusal.value) == "sid suffix 'a-b' may hold only letters and digits"


def test_a_policy_larger_than_kms_takes_is_refused_before_any_call():
    exporters = [Exporter(f"{number:012}", "eu-central-1", "d" * 32) for number in range(200)]
    one, two = (len(compact(key_policy(exporters=exporters[:count]))) for count in (1, 2))
    fitting = 1 + (32768 - one) // (two - one)

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        key_policy(exporters=exporters[: fitting + 1])

    assert len(compact(key_policy(exporters=exporters[:fitting]))) <= 32768
    assert str(refusal.value) == (
        f"the key policy would have {one + fitting * (two - one):,} bytes and AWS takes at most 32,768; "
        "spread the exporting detectors over more than one bucket and key"
    )
