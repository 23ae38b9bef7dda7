"""`s3-tls-only`."""

import pytest
from policy_buckets import (
    ADDED,
    ARN,
    AWS,
    AWS_V2,
    EXPORT,
    NAME,
    NATIVE,
    OWN,
    PLUGIN,
    TLS_ONLY,
    WITH_POLICY,
    bucket,
    own_bucket,
)
from policy_keys import FORMS, document
from policy_pack import UNKNOWN, Declared, Pack


RULE = "s3-tls-only"

every_type = pytest.mark.parametrize("declare", WITH_POLICY.values(), ids=WITH_POLICY)
every_form = pytest.mark.parametrize("form", FORMS)
every_addition = pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)


def judged(*statements):
    return Pack(RULE).declared(WITH_POLICY["split"](document(*statements)))


def message(what):
    return (
        f"the policy of bucket {NAME} lets {what} be reached over plain HTTP; deny s3:* to everybody on the bucket "
        'and on bucket/* where aws:SecureTransport is "false"'
    )


@every_type
@every_form
def test_denying_everybody_everything_over_plain_http_passes(declare, form):
    assert Pack(RULE).declared(declare(form(TLS_ONLY))).passed


@every_type
@every_form
def test_a_policy_that_denies_nothing_is_a_violation(declare, form):
    assert Pack(RULE).declared(declare(form(EXPORT))).messages == [message("the bucket and its objects")]


@every_type
def test_a_policy_that_is_not_known_yet_is_neither_pass_nor_violation(declare):
    declared = declare(UNKNOWN)
    beside = [] if declared.name == "bucket" else [bucket()]

    answer = Pack(RULE).declared(declared)

    assert not answer.violations
    assert "is not known before" in answer.reason
    assert not Pack(RULE).stack(declared, *beside).violations


@pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])
def test_a_bucket_without_a_policy_is_a_violation_of_the_stack(type_):
    assert Pack(RULE).stack(bucket(type_=type_)).violations == [
        (
            "s3-tls-only-stack",
            f"bucket {NAME} has no policy, so it answers over plain HTTP; deny s3:* where aws:SecureTransport is false",
        )
    ]


@pytest.mark.parametrize("type_", [OWN, PLUGIN])
def test_our_own_bucket_writes_a_policy_where_none_is_declared(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed
    assert not Pack(RULE).stack(own_bucket(type_)).violations


@pytest.mark.parametrize("kind", ["split", "native"])
def test_a_policy_of_its_own_counts_for_its_bucket(kind):
    assert not Pack(RULE).stack(bucket(), WITH_POLICY[kind](document(TLS_ONLY))).violations
    assert not Pack(RULE).stack(bucket(type_=NATIVE), WITH_POLICY[kind](document(TLS_ONLY))).violations


@pytest.mark.parametrize(
    ("resources", "what"),
    [
        pytest.param(ARN, "its objects", id="the-bucket-alone"),
        pytest.param(f"{ARN}/*", "the bucket", id="the-objects-alone"),
        pytest.param([ARN, f"{ARN}/findings/*"], "its objects", id="one-folder"),
        pytest.param([f"{ARN}-2", f"{ARN}-2/*"], "the bucket and its objects", id="another-bucket"),
    ],
)
def test_a_part_that_is_left_out_is_a_violation(resources, what):
    assert judged(TLS_ONLY | {"Resource": resources}).messages == [message(what)]


@pytest.mark.parametrize("resources", ["*", f"{ARN}*", [ARN, f"{ARN}/*"], "arn:aws:s3:::*", "arn:aws:s3:::findings-*"])
def test_wildcards_that_cover_both_pass(resources):
    assert judged(TLS_ONLY | {"Resource": resources}).passed


def test_two_statements_may_share_the_work():
    assert judged(TLS_ONLY | {"Resource": ARN}, TLS_ONLY | {"Resource": f"{ARN}/*"}).passed


def test_another_partition_is_taken_from_the_policy():
    arn = ARN.replace("arn:aws:", "arn:aws-us-gov:")

    assert judged(TLS_ONLY | {"Resource": [arn, f"{arn}/*"]}).passed


def test_a_bucket_whose_name_is_not_known_yet_is_taken_from_the_policy():
    declared = Declared("aws:s3/bucketPolicy:BucketPolicy", {"bucket": UNKNOWN, "policy": document(TLS_ONLY)})
    half = Declared(
        "aws:s3/bucketPolicy:BucketPolicy", {"bucket": UNKNOWN, "policy": document(TLS_ONLY | {"Resource": ARN})}
    )

    everywhere = Declared(declared.type, {"bucket": UNKNOWN, "policy": document(TLS_ONLY | {"Resource": "*"})})

    assert Pack(RULE).declared(declared).passed
    assert Pack(RULE).declared(everywhere).passed
    assert Pack(RULE).declared(half).messages


def changed(**parts):
    return {name: value for name, value in (TLS_ONLY | parts).items() if value is not None}


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(changed(Effect="Allow"), id="allow"),
        pytest.param(changed(Principal={"AWS": "arn:aws:iam::111122223333:root"}), id="one-account"),
        pytest.param(changed(Principal={"Service": "*"}), id="services-alone"),
        pytest.param(changed(Principal=None, NotPrincipal={"AWS": "111122223333"}), id="not-principal"),
        pytest.param(changed(Action="s3:GetObject"), id="one-action"),
        pytest.param(changed(Action=["s3:Get*", "s3:Put*"]), id="some-actions"),
        pytest.param(changed(Action=None, NotAction="s3:*"), id="not-action"),
        pytest.param(changed(Resource=None, NotResource=f"{ARN}/*"), id="not-resource"),
        pytest.param(changed(Condition={"Bool": {"aws:SecureTransport": "true"}}), id="the-other-way-round"),
        pytest.param(changed(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}), id="another-key"),
        pytest.param(
            changed(
                Condition={"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:PrincipalOrgID": "o-1"}}
            ),
            id="narrowed",
        ),
        pytest.param(changed(Condition={"NumericLessThan": {"s3:TlsVersion": 1.2}}), id="version-alone"),
        pytest.param(changed(Condition={"Null": {"aws:SecureTransport": "true"}}), id="null"),
    ],
)
def test_a_statement_that_refuses_less_is_a_violation(statement):
    assert judged(statement, EXPORT).messages


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(changed(Principal={"AWS": "*"}), id="aws-star"),
        pytest.param(changed(Principal={"AWS": ["*"]}), id="list"),
        pytest.param(changed(Action="*"), id="every-action"),
        pytest.param(changed(Action=["S3:*"]), id="case"),
        pytest.param(changed(Condition={"Bool": {"AWS:SecureTransport": False}}), id="boolean"),
        pytest.param(changed(Condition={"BoolIfExists": {"aws:SecureTransport": ["false"]}}), id="if-exists"),
        pytest.param(changed(Condition={"StringNotEquals": {"aws:SecureTransport": "true"}}), id="negated"),
        pytest.param(changed(Condition={"StringNotEquals": {"aws:SecureTransport": True}}), id="negated-boolean"),
        pytest.param(changed(Condition=None), id="everything-denied"),
    ],
)
def test_a_statement_that_refuses_as_much_passes(statement):
    assert judged(EXPORT, statement).passed


@every_addition
def test_statements_that_only_add_to_a_policy_are_not_judged_alone(add):
    assert Pack(RULE).declared(add([EXPORT])).reason == "nothing here that the rule is about"


@every_addition
@pytest.mark.parametrize("type_", [AWS, NATIVE])
def test_statements_that_add_to_a_policy_count_for_the_bucket(add, type_):
    assert Pack(RULE).stack(bucket(type_=type_), add([TLS_ONLY])).passed
    assert Pack(RULE).stack(bucket(type_=type_), add([EXPORT])).messages == [message("the bucket and its objects")]


@every_addition
def test_statements_that_our_class_generates_are_for_an_export_and_not_for_the_whole_bucket(add):
    assert Pack(RULE).stack(bucket(), add(None)).messages == [message("the bucket and its objects")]


def test_a_statement_that_is_known_settles_it_whatever_the_others_turn_out_to_be():
    unknown = EXPORT | {"Effect": UNKNOWN}

    answer = Pack(RULE).declared(WITH_POLICY["split"]({"Statement": [unknown, TLS_ONLY]}))

    assert answer.passed


@pytest.mark.parametrize(
    "parts",
    [
        {"Effect": UNKNOWN},
        {"Principal": UNKNOWN},
        {"Action": UNKNOWN},
        {"Resource": UNKNOWN},
        {"Resource": [ARN, UNKNOWN]},
        {"Condition": UNKNOWN},
        {"Condition": {"Bool": {"aws:SecureTransport": UNKNOWN}}},
    ],
    ids=str,
)
def test_a_statement_that_may_turn_out_to_do_leaves_it_open(parts):
    answer = Pack(RULE).declared(WITH_POLICY["split"]({"Statement": [EXPORT, TLS_ONLY | parts]}))

    assert not answer.violations
    assert "is not known before" in answer.reason
