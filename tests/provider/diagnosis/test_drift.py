import copy
import json

import pytest
from hypothesis import given
from policy_samples import ACCOUNT, BUCKET, EXPORTER, KEY, OTHER_ACCOUNT, bucket_policy, key_policy, statement
from policy_strategies import UNHURRIED, documents
from pulumi_guardduty.diagnosis import DriftKind, policy_drift
from pulumi_guardduty.policy_documents import Exporter, bucket_policy_statements, merge_statements


BOTH = {"bucket": bucket_policy(), "key": key_policy()}
EVERY = [
    pytest.param(document, each["Sid"], id=f"{name}-{each['Sid']}")
    for name, document in BOTH.items()
    for each in document["Statement"]
]


def texts(drift):
    return [str(each) for each in drift]


def changed(document, sid, **elements):
    result = copy.deepcopy(document)
    target = statement(result, sid)
    target.update(elements)
    for element in [name for name, value in elements.items() if value is None]:
        del target[element]
    return result


@pytest.mark.parametrize("document", BOTH.values(), ids=BOTH)
def test_a_policy_that_means_the_same_has_not_drifted(document):
    shuffled = {"Id": "x", "Statement": list(reversed(document["Statement"])), "Version": "2012-10-17"}

    assert policy_drift(document, document) == []
    assert policy_drift(document, json.dumps(shuffled, indent=1)) == []


@pytest.mark.parametrize(("document", "sid"), EVERY)
def test_each_statement_taken_out_is_named(document, sid):
    rest = [each for each in document["Statement"] if each["Sid"] != sid]

    assert texts(policy_drift(document, {**document, "Statement": rest})) == [f"statement '{sid}' is missing"]


@pytest.mark.parametrize(("document", "sid"), EVERY)
@pytest.mark.parametrize(
    ("elements", "part"),
    [
        ({"Effect": "Maybe"}, "Effect is 'Maybe', not {Effect}"),
        ({"Action": "x:Y"}, "Action has 'x:Y' instead of {Action}"),
        ({"Resource": "x"}, "Resource has 'x' instead of {Resource}"),
        ({"Resource": None}, "Resource is gone"),
        ({"NotAction": "x:Y"}, "NotAction 'x:Y' is not declared"),
    ],
    ids=["effect", "action", "resource", "no-resource", "not-action"],
)
def test_each_element_that_changed_is_named(document, sid, elements, part):
    target = statement(document, sid)
    was = {name: value if isinstance(value, list) else [value] for name, value in target.items()}
    words = {name: " and ".join(map(repr, values)) for name, values in was.items()}

    drift = policy_drift(document, changed(document, sid, **elements))

    assert texts(drift) == [f"statement '{sid}' was changed: {part.format(**words)}"]


PUT = f"GuardDutyExportPut{ACCOUNT}"


@pytest.mark.parametrize(
    ("sid", "elements", "message"),
    [
        pytest.param(
            PUT,
            {"Principal": {"Service": "s3.amazonaws.com"}},
            f"statement '{PUT}' was changed: Principal Service has 's3.amazonaws.com' instead of "
            "'guardduty.amazonaws.com'",
            id="principal",
        ),
        pytest.param(
            PUT,
            {"Principal": "*"},
            f"statement '{PUT}' was changed: Principal AWS '*' is not declared and Principal Service is gone",
            id="everybody",
        ),
        pytest.param(
            PUT,
            {"Principal": {"Service": ["guardduty.amazonaws.com", "s3.amazonaws.com"]}},
            f"statement '{PUT}' was changed: Principal Service has 's3.amazonaws.com' besides",
            id="one-more-principal",
        ),
        pytest.param(
            PUT,
            {"Action": ["s3:PutObject", "s3:DeleteObject"]},
            f"statement '{PUT}' was changed: Action has 's3:DeleteObject' besides",
            id="one-more-action",
        ),
        pytest.param(
            PUT,
            {"Condition": None},
            f"statement '{PUT}' was changed: Condition StringEquals aws:SourceAccount is gone and Condition "
            "StringEquals "
            "aws:SourceArn is gone",
            id="conditions-gone",
        ),
        pytest.param(
            PUT,
            {"Condition": {"StringEquals": {"aws:sourceaccount": OTHER_ACCOUNT, "aws:SourceArn": EXPORTER.source_arn}}},
            f"statement '{PUT}' was changed: Condition StringEquals aws:SourceAccount has '{OTHER_ACCOUNT}' instead of "
            f"'{ACCOUNT}'",
            id="condition-value",
        ),
        pytest.param(
            "GuardDutyExportDenyUnencrypted",
            {"Condition": {"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}}},
            "statement 'GuardDutyExportDenyUnencrypted' was changed: Condition StringNotEquals "
            "s3:x-amz-server-side-encryption is gone and Condition StringNotEqualsIfExists "
            "s3:x-amz-server-side-encryption 'aws:kms' is not declared",
            id="condition-operator",
        ),
        pytest.param(
            "GuardDutyExportDenyInsecureTransport",
            {"Resource": [BUCKET]},
            f"statement 'GuardDutyExportDenyInsecureTransport' was changed: Resource lacks '{BUCKET}/*'",
            id="resource-lacking",
        ),
        pytest.param(
            "GuardDutyExportDenyInsecureTransport",
            {"Condition": "never"},
            "statement 'GuardDutyExportDenyInsecureTransport' was changed: Condition 'never' is not declared "
            "and Condition "
            "Bool aws:SecureTransport is gone",
            id="malformed-condition",
        ),
        pytest.param(
            "GuardDutyExportDenyInsecureTransport",
            {"Condition": {"Bool": [1]}},
            "statement 'GuardDutyExportDenyInsecureTransport' was changed: Condition Bool '1' is not declared "
            "and Condition "
            "Bool aws:SecureTransport is gone",
            id="malformed-tests",
        ),
    ],
)
def test_the_part_that_changed_is_said_in_full(sid, elements, message):
    assert texts(policy_drift(bucket_policy(), changed(bucket_policy(), sid, **elements))) == [message]


def test_a_lost_exporter_is_named():
    two = [EXPORTER, Exporter(ACCOUNT, "us-east-1", "b" * 32)]

    assert texts(policy_drift(key_policy(exporters=two), key_policy())) == [
        (
            f"statement 'GuardDutyExportKey{ACCOUNT}' was changed: Condition StringEquals aws:SourceArn lacks "
            f"'{two[1].source_arn}'"
        )
    ]


def test_without_any_policy_every_statement_is_missing():
    drift = policy_drift(bucket_policy(), None)

    assert [each.kind for each in drift] == [DriftKind.MISSING] * 5


def test_statements_that_were_not_declared_are_named():
    more = [{"Sid": "Theirs", "Effect": "Deny"}, {"Effect": "Deny"}, "x"]
    actual = {**key_policy(), "Statement": [*key_policy()["Statement"], *more]}

    assert texts(policy_drift(key_policy(), actual)) == [
        "statement 'Theirs' is not declared",
        "statement 4 (without Sid) is not declared",
        "statement 5 (without Sid) is not declared",
    ]


def test_a_second_statement_of_our_sid_is_not_declared():
    twin = {**statement(key_policy(), "GuardDutyExportKey"), "Action": "kms:*"}
    actual = {**key_policy(), "Statement": [twin, *key_policy()["Statement"]]}

    assert texts(policy_drift(key_policy(), actual)) == [f"statement 'GuardDutyExportKey{ACCOUNT}' is not declared"]


def test_in_a_foreign_policy_only_our_statements_count():
    ours = bucket_policy_statements(bucket_arn=BUCKET, kms_key_arn=KEY, exporters=[EXPORTER], sid_suffix="X")
    foreign = merge_statements('{"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Deny"}]}', ours)
    declared = {"Version": "2012-10-17", "Statement": ours}

    assert policy_drift(declared, foreign, report_extra=False) == []
    assert texts(policy_drift(declared, '{"Statement":{"Sid":"Theirs"}}', report_extra=False)) == [
        f"statement '{each['Sid']}' is missing" for each in ours
    ]


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        ("", "the policy cannot be read: the policy document is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "the policy cannot be read: the policy document must be a JSON object, not a list"),
    ],
)
def test_a_policy_that_cannot_be_read_is_said_to_be_so(actual, message):
    assert texts(policy_drift(bucket_policy(), actual)) == [message]


@given(documents)
@UNHURRIED
def test_no_policy_whatever_makes_the_drift_report_raise(actual):
    for report in (policy_drift(bucket_policy(), actual), policy_drift(actual, bucket_policy())):
        assert all(str(each) for each in report)
    assert policy_drift(actual, json.dumps(actual)) == []
