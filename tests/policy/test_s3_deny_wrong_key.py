"""`s3-deny-wrong-key`."""

import pytest
from policy_buckets import (
    ADDED,
    ARN,
    DESTINATIONS,
    EXPORT,
    KEY,
    KEY_HEADER,
    NAME,
    NATIVE,
    ONE_KEY,
    OTHER_KEY,
    OWN,
    PLUGIN,
    TLS_ONLY,
    WITH_POLICY,
    bucket,
    export_to,
    own_bucket,
)
from policy_keys import FORMS, document
from policy_pack import UNKNOWN, Declared, Pack


RULE = "s3-deny-wrong-key"
STACK = "s3-deny-wrong-key-stack"
ALGORITHM = "s3:x-amz-server-side-encryption"

every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])
every_form = pytest.mark.parametrize("form", FORMS)
every_destination = pytest.mark.parametrize("kind", DESTINATIONS)
every_foreign_type = pytest.mark.parametrize("declare", [WITH_POLICY["split"], WITH_POLICY["native"]])

ONLY_KMS = ONE_KEY | {"Sid": "OnlyKms", "Condition": {"StringNotEquals": {ALGORITHM: "aws:kms"}}}

ALL_THREE = "with another key, with the AWS managed key, without KMS"


def message(accepted):
    return (
        f"the policy of bucket {NAME} accepts findings written {accepted}; deny s3:PutObject where "
        "s3:x-amz-server-side-encryption-aws-kms-key-id is not the ARN of the bucket's key"
    )


def judged(*statements, prefix="findings"):
    return Pack(RULE).declared(own_bucket(policy=document(*statements), prefix=prefix))


@every_own
@every_form
def test_denying_every_other_key_passes(type_, form):
    assert Pack(RULE).declared(own_bucket(type_, policy=form(ONE_KEY))).passed


@every_own
@every_form
def test_a_policy_that_denies_no_key_is_a_violation(type_, form):
    assert Pack(RULE).declared(own_bucket(type_, policy=form(EXPORT))).messages == [message(ALL_THREE)]


@every_own
def test_our_own_bucket_writes_a_policy_where_none_is_declared(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed


@every_own
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(type_):
    answer = Pack(RULE).declared(own_bucket(type_, policy=UNKNOWN))

    assert not answer.violations
    assert "`policy` is not known before" in answer.reason


def test_buckets_that_nothing_is_exported_to_are_not_judged():
    assert Pack(RULE).declared(WITH_POLICY["split"](document(EXPORT))).reason == "nothing here that the rule is about"
    assert Pack(RULE).stack(bucket()).reason == "nothing here that the rule is about"


@every_destination
@every_foreign_type
def test_a_bucket_that_findings_are_exported_to_is_judged_in_the_stack(kind, declare):
    assert Pack(RULE).stack(bucket(), declare(document(ONE_KEY)), export_to(kind)).passed
    assert Pack(RULE).stack(bucket(), declare(document(EXPORT)), export_to(kind)).violations == [
        (STACK, message(ALL_THREE))
    ]


@every_destination
def test_a_bucket_without_a_policy_is_a_violation_once_findings_are_exported_to_it(kind):
    answer = Pack(RULE).stack(bucket(type_=NATIVE), export_to(kind))

    assert answer.urns == [bucket(type_=NATIVE).urn]
    assert answer.messages == [
        f"bucket {NAME} has no policy, so findings may be written with any key; deny s3:PutObject with others"
    ]


@every_destination
def test_the_folder_is_that_of_the_destination(kind):
    policy = WITH_POLICY["split"](document(ONE_KEY | {"Resource": f"{ARN}/findings/*"}))

    assert Pack(RULE).stack(bucket(), policy, export_to(kind, arn=f"{ARN}/findings/")).passed
    assert Pack(RULE).stack(bucket(), policy, export_to(kind, arn=f"{ARN}/other")).messages
    assert Pack(RULE).stack(bucket(), policy, export_to(kind)).messages


def test_a_bucket_of_ours_is_not_judged_again_in_the_stack():
    assert not Pack(RULE).stack(own_bucket(policy=document(EXPORT)), export_to("own")).violations


@pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)
def test_statements_that_add_to_a_policy_count(add):
    assert Pack(RULE).stack(bucket(), add([ONE_KEY]), export_to("own")).passed
    assert Pack(RULE).stack(bucket(), add([EXPORT]), export_to("own")).messages == [message(ALL_THREE)]


@pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)
def test_statements_that_our_class_generates_deny_other_keys(add):
    assert Pack(RULE).stack(bucket(), add(None), export_to("own")).passed


def test_two_exports_to_one_bucket_are_one_violation():
    second = Declared(DESTINATIONS["aws"], export_to("aws").props, "second")

    assert len(Pack(RULE).stack(bucket(), export_to("own"), second).messages) == 1


@every_destination
def test_an_export_whose_bucket_cannot_be_told_leaves_it_open(kind):
    answer = Pack(RULE).stack(bucket(), export_to(kind, arn=UNKNOWN))

    assert not answer.violations
    assert "is not known before `pulumi up`" in answer.reason


@every_destination
def test_an_export_is_followed_to_the_bucket_its_address_is_computed_from(kind):
    name = "destinationProperties" if kind == "native" else "destinationArn"
    unnamed = Declared("aws:s3/bucket:Bucket", {}, "bucket", outputs={"bucket": UNKNOWN, "arn": UNKNOWN})

    answer = Pack(RULE).stack(unnamed, export_to(kind, arn=UNKNOWN, comes_from={name: ["bucket"]}))

    assert "bucket bucket has no policy" in answer.messages[0]


def test_an_export_to_a_bucket_outside_the_stack_is_not_judged():
    answer = Pack(RULE).stack(bucket(), export_to("own", arn="arn:aws:s3:::elsewhere"))

    assert answer.reason == "nothing here that the rule is about"


def condition(**block):
    return ONE_KEY | {"Condition": block}


@pytest.mark.parametrize(
    ("statements", "accepted"),
    [
        pytest.param([ONLY_KMS], "with another key, with the AWS managed key", id="kms-with-any-key"),
        pytest.param([condition(StringEquals={KEY_HEADER: OTHER_KEY})], ALL_THREE, id="one-wrong-key"),
        pytest.param([condition(Null={KEY_HEADER: "true"})], "with another key", id="some-key"),
        pytest.param(
            [condition(StringNotEquals={KEY_HEADER: KEY}, Null={KEY_HEADER: False})],
            "with the AWS managed key, without KMS",
            id="where-a-key-is-named",
        ),
        pytest.param(
            [condition(**{"ForAnyValue:StringNotEquals": {KEY_HEADER: KEY}})],
            "with the AWS managed key, without KMS",
            id="any-value-of-none",
        ),
        pytest.param(
            [condition(StringNotEquals={ALGORITHM: ["aws:kms", "aws:kms:dsse"]})],
            "with another key, with the AWS managed key",
            id="either-kind-of-kms",
        ),
        pytest.param(
            [condition(StringEqualsIfExists={KEY_HEADER: KEY})], "with another key", id="if-exists-without-the-key"
        ),
        pytest.param(
            [condition(**{"ForAllValues:StringEquals": {KEY_HEADER: KEY}})], "with another key", id="all-values-of-none"
        ),
        pytest.param([condition(StringEquals={KEY_HEADER: KEY})], ALL_THREE, id="the-right-key-alone"),
        pytest.param([condition(BinaryEquals={KEY_HEADER: KEY})], ALL_THREE, id="an-operator-nobody-reads"),
        pytest.param([ONE_KEY | {"Effect": "Allow"}], ALL_THREE, id="allow"),
        pytest.param([ONE_KEY | {"Action": "s3:GetObject"}], ALL_THREE, id="reading"),
        pytest.param([ONE_KEY | {"Principal": {"AWS": "111122223333"}}], ALL_THREE, id="one-account"),
        pytest.param([ONE_KEY | {"Principal": {"Service": "logs.amazonaws.com"}}], ALL_THREE, id="another-service"),
        pytest.param([ONE_KEY | {"Resource": ARN}], ALL_THREE, id="the-bucket"),
        pytest.param([ONE_KEY | {"Resource": f"{ARN}/other/*"}], ALL_THREE, id="another-folder"),
        pytest.param(
            [condition(StringNotEquals={KEY_HEADER: KEY}, Bool={"aws:PrincipalIsAWSService": "false"})],
            ALL_THREE,
            id="people-only",
        ),
        pytest.param(
            [condition(StringNotEquals={KEY_HEADER: KEY}, IpAddress={"aws:SourceIp": "192.0.2.0/24"})],
            ALL_THREE,
            id="one-network",
        ),
        pytest.param(
            [condition(StringNotEquals={KEY_HEADER: KEY, "aws:SourceArn": "arn:x"})],
            ALL_THREE,
            id="all-but-one-detector",
        ),
        pytest.param([TLS_ONLY], ALL_THREE, id="plain-http"),
    ],
)
def test_what_is_still_accepted_is_named(statements, accepted):
    assert judged(*statements).messages == [message(accepted)]


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([condition(StringNotEqualsIfExists={KEY_HEADER: KEY})], id="if-exists-is-true-without-the-key"),
        pytest.param([condition(Null={KEY_HEADER: ["true", "false"]})], id="with-and-without"),
        pytest.param([condition(StringNotEqualsIgnoreCase={KEY_HEADER: KEY})], id="in-any-case"),
        pytest.param([condition(StringNotLike={KEY_HEADER: "arn:aws:kms:*:111122223333:key/*"})], id="not-like"),
        pytest.param([condition(ArnNotEquals={KEY_HEADER: KEY})], id="arn-not-equals"),
        pytest.param([condition(ArnNotLike={KEY_HEADER: KEY})], id="arn-not-like"),
        pytest.param([condition(**{"ForAllValues:StringNotEquals": {KEY_HEADER: KEY}})], id="all-values"),
        pytest.param([condition(Null={KEY_HEADER: True}), condition(StringNotEquals={KEY_HEADER: [KEY]})], id="two"),
        pytest.param([ONE_KEY | {"Principal": {"Service": "guardduty.amazonaws.com"}}], id="guardduty-alone"),
        pytest.param([ONE_KEY | {"Principal": {"Service": ["guardduty.ap-east-1.amazonaws.com"]}}], id="regional"),
        pytest.param(
            [
                condition(StringNotEquals={KEY_HEADER: KEY}, StringEquals={"aws:SourceArn": "arn:detector"})
                | {"Principal": {"Service": "guardduty.amazonaws.com"}}
            ],
            id="its-own-detector",
        ),
        pytest.param(
            [condition(StringNotEquals={KEY_HEADER: KEY}, Bool={"aws:SecureTransport": "true"})], id="with-tls"
        ),
        pytest.param([ONE_KEY | {"Action": "s3:Put*", "Resource": "*"}], id="wildcards"),
        pytest.param([ONE_KEY | {"Resource": f"{ARN}/findings/*"}], id="the-folder"),
        pytest.param([ONE_KEY | {"Resource": f"{ARN}/findings/AWSLogs/*"}], id="below-the-folder"),
    ],
)
def test_other_ways_to_say_it_pass(statements):
    assert judged(*statements).passed


def test_the_root_of_the_bucket_is_judged_without_a_folder():
    assert judged(ONE_KEY, prefix=None).passed
    assert judged(ONE_KEY | {"Resource": f"{ARN}/AWSLogs/*"}, prefix=None).passed
    assert judged(ONE_KEY | {"Resource": f"{ARN}/findings/*"}, prefix=None).messages


def test_a_folder_with_characters_that_policies_escape_is_understood():
    statement = ONE_KEY | {"Resource": f"{ARN}/find${{*}}ings/*"}

    assert judged(statement, prefix="find*ings").passed
    assert judged(statement, prefix="findXings").messages


def test_a_folder_that_is_not_known_yet_leaves_it_open():
    answer = Pack(RULE).declared(own_bucket(policy=document(ONE_KEY), prefix=UNKNOWN))

    assert "`prefix` is not known before" in answer.reason


def test_our_own_bucket_whose_name_is_not_known_yet_is_judged_by_its_policy():
    answer = Pack(RULE).declared(own_bucket(bucket=UNKNOWN, policy=document(ONE_KEY)))

    assert answer.passed


@pytest.mark.parametrize(
    "parts",
    [{"Condition": UNKNOWN}, {"Condition": {"StringNotEquals": {KEY_HEADER: UNKNOWN}}}, {"Resource": UNKNOWN}],
    ids=str,
)
def test_a_statement_that_may_turn_out_to_do_leaves_it_open(parts):
    answer = Pack(RULE).declared(own_bucket(policy={"Statement": [ONE_KEY | parts]}))

    assert not answer.violations
    assert "is not known before" in answer.reason
