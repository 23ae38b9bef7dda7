"""`guardduty-export-bucket-hardened`."""

import pytest
from policy_buckets import (
    ADDED,
    ARN,
    AWS,
    DESTINATIONS,
    ENCRYPTED,
    EXPORT,
    KEY,
    NAME,
    NATIVE,
    ONE_KEY,
    OTHER_KEY,
    OWN,
    PLUGIN,
    TLS_ONLY,
    WITH_POLICY,
    blocked,
    bucket,
    export_to,
    own_bucket,
    part,
)
from policy_keys import document
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Declared, Pack


RULE = "guardduty-export-bucket-hardened"

every_destination = pytest.mark.parametrize("kind", DESTINATIONS)
every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])

POLICY = document(TLS_ONLY, ONE_KEY, EXPORT)

ANOTHER_KEY = (
    f"findings are encrypted with another key than bucket {NAME}, so whoever may read the bucket may not read them; "
    "use one key for both"
)


def hardened(**changed):
    """A bucket of the aws provider with everything in resources of its own, some of it changed or left out."""
    parts = {
        "bucket": bucket(),
        "encryption": ENCRYPTED["split"](),
        "block": part("BucketPublicAccessBlock", blocked(), name="block"),
        "policy": Declared("aws:s3/bucketPolicy:BucketPolicy", {"bucket": NAME, "policy": POLICY}, "policy"),
        **changed,
    }
    return [one for one in parts.values() if one is not None]


def judged(*resources, kind="own", **settings):
    return Pack(RULE, **settings).stack(*resources, export_to(kind))


@every_destination
def test_a_hardened_bucket_with_the_same_key_passes(kind):
    assert judged(*hardened(), kind=kind).passed


@every_own
@every_destination
def test_our_own_bucket_passes(type_, kind):
    assert judged(own_bucket(type_, policy=POLICY), kind=kind).passed


def test_a_bucket_of_aws_native_passes():
    native = ENCRYPTED["native"]()
    declared = Declared(native.type, {**native.props, "publicAccessBlockConfiguration": blocked()}, "bucket")

    assert judged(declared, WITH_POLICY["native"](POLICY)).passed


@every_destination
def test_another_key_is_a_violation_at_the_destination(kind):
    answer = judged(*hardened(encryption=ENCRYPTED["split"](key=OTHER_KEY)), kind=kind)

    assert answer.levels == ["mandatory"]
    assert answer.urns == [export_to(kind).urn]
    assert answer.messages == [ANOTHER_KEY]


@every_own
def test_another_key_of_our_own_bucket_is_a_violation(type_):
    assert judged(own_bucket(type_, kmsKeyArn=OTHER_KEY, policy=POLICY)).messages == [ANOTHER_KEY]


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        pytest.param({"encryption": None}, ["s3-sse-kms-cmk"], id="no-encryption"),
        pytest.param({"encryption": ENCRYPTED["split"](algorithm="AES256", key=None)}, ["s3-sse-kms-cmk"], id="aes256"),
        pytest.param({"encryption": ENCRYPTED["split"](key=None)}, ["s3-sse-kms-cmk"], id="no-key"),
        pytest.param({"block": None}, ["s3-public-access-block"], id="no-block"),
        pytest.param(
            {"block": part("BucketPublicAccessBlock", blocked(blockPublicAcls=False), name="block")},
            ["s3-public-access-block"],
            id="open-block",
        ),
        pytest.param({"policy": None}, ["s3-tls-only"], id="no-policy"),
        pytest.param({"policy": WITH_POLICY["split"](document(EXPORT))}, ["s3-tls-only"], id="plain-http"),
        pytest.param({"block": None, "policy": None}, ["s3-public-access-block", "s3-tls-only"], id="two"),
    ],
)
def test_each_rule_for_buckets_is_a_violation_here_too(changed, rules):
    messages = [message for message in judged(*hardened(**changed)).messages if message != ANOTHER_KEY]

    assert [message.rpartition("[")[2].rstrip("]") for message in messages] == rules


def test_the_aws_managed_key_is_a_violation():
    messages = judged(*hardened(encryption=ENCRYPTED["split"](key="alias/aws/s3"))).messages

    assert "[s3-kms-key-not-aws-managed]" in messages[-1]


@pytest.mark.parametrize("changed", [{"encryption": None}, {"encryption": ENCRYPTED["split"](algorithm="AES256")}])
def test_a_bucket_without_kms_has_another_key(changed):
    assert ANOTHER_KEY in judged(*hardened(**changed)).messages


def test_more_rules_can_be_held():
    hold = ["s3-versioning", "s3-deny-wrong-key", "s3-lifecycle", "s3-access-logging", "s3-object-lock"]

    messages = judged(*hardened(policy=WITH_POLICY["split"](document(TLS_ONLY))), hold=hold).messages

    assert [message.rpartition("[")[2].rstrip("]") for message in messages] == [
        "s3-versioning",
        "s3-deny-wrong-key",
        "s3-lifecycle",
        "s3-access-logging",
        "s3-object-lock",
    ]


def test_the_bucket_key_can_be_held():
    assert "[s3-bucket-key-enabled]" in judged(*hardened(), hold=["s3-bucket-key-enabled"]).messages[0]


def test_fewer_rules_can_be_held():
    assert judged(*hardened(policy=None), hold=["s3-sse-kms-cmk"]).passed


def test_the_folder_of_the_export_is_judged():
    expiring = {
        "status": "Enabled",
        "expiration": {"days": 1},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 1},
    }
    lifecycle = part("BucketLifecycleConfiguration", {"rules": [expiring]}, name="lifecycle")

    answer = Pack(RULE, hold=["s3-lifecycle"]).stack(
        *hardened(lifecycle=lifecycle), export_to("own", arn=f"{ARN}/findings")
    )

    assert "deletes the folder object 'findings/'" in answer.messages[0]


@pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)
def test_statements_that_add_to_a_policy_count(add):
    assert judged(*hardened(policy=add([TLS_ONLY]))).passed


@every_destination
def test_a_bucket_outside_the_stack_is_judged_elsewhere(kind):
    answer = Pack(RULE).stack(bucket(), export_to(kind, arn="arn:aws:s3:::elsewhere"))

    assert answer.reason == "the bucket of export is not part of this stack, so it is judged where it is declared"


def test_a_stack_without_exports_is_none_of_its_business():
    assert Pack(RULE).stack(bucket()).reason == "nothing here that the rule is about"


@every_destination
def test_a_bucket_that_cannot_be_told_is_left_open(kind):
    answer = Pack(RULE).stack(bucket(), export_to(kind, arn=UNKNOWN))

    assert not answer.violations
    assert "is not known before `pulumi up`" in answer.reason


@every_destination
def test_a_key_that_is_not_known_yet_is_left_open(kind):
    answer = Pack(RULE).stack(*hardened(), export_to(kind, key=UNKNOWN))

    assert not answer.violations
    assert "of export is not known before" in answer.reason


@pytest.mark.parametrize(
    "changed",
    [
        {"encryption": ENCRYPTED["split"](key=UNKNOWN)},
        {"block": part("BucketPublicAccessBlock", {**blocked(), "blockPublicAcls": UNKNOWN}, name="block")},
        {"policy": WITH_POLICY["split"](UNKNOWN)},
    ],
    ids=["key", "block", "policy"],
)
def test_settings_that_are_not_known_yet_are_left_open(changed):
    answer = judged(*hardened(**changed))

    assert not answer.violations
    assert "is not known before" in answer.reason


def preview(*, used_by_export, used_by_bucket, kind="own"):
    """A first preview: neither name nor ARN is known, only what comes from what."""
    names = {"bucket": UNKNOWN, "arn": UNKNOWN}
    keys = [
        Declared("aws:kms/key:Key", {}, name, outputs={"arn": UNKNOWN, "keyId": UNKNOWN}) for name in ("one", "two")
    ]
    encryption = part(
        "BucketServerSideEncryptionConfiguration",
        {
            "bucket": UNKNOWN,
            "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": UNKNOWN}}],
        },
        comes_from={"bucket": ["bucket"], "rules": used_by_bucket},
    )
    sources = (
        {"destinationProperties": ["bucket", *used_by_export]}
        if kind == "native"
        else {"destinationArn": ["bucket"], "kmsKeyArn": used_by_export}
    )
    return Pack(RULE, hold=[]).stack(
        Declared(AWS, {}, "bucket", outputs=names),
        *keys,
        encryption,
        export_to(kind, arn=UNKNOWN, key=UNKNOWN, comes_from=sources),
    )


@every_destination
def test_different_keys_are_a_violation_before_either_is_known(kind):
    answer = preview(used_by_export=["one"], used_by_bucket=["two"], kind=kind)

    assert "encrypted with another key than bucket bucket" in answer.messages[0]


@every_destination
def test_the_same_key_is_no_pass_before_it_is_known(kind):
    answer = preview(used_by_export=["one"], used_by_bucket=["one"], kind=kind)

    assert not answer.violations
    assert "is not known before" in answer.reason


@pytest.mark.parametrize(
    "sources",
    [
        {"used_by_export": ["one", "two"], "used_by_bucket": ["two"]},
        {"used_by_export": ["one"], "used_by_bucket": ["one", "two"]},
        {"used_by_export": [], "used_by_bucket": ["two"]},
        {"used_by_export": ["one"], "used_by_bucket": []},
    ],
    ids=["export-of-either", "bucket-of-either", "export-of-none", "bucket-of-none"],
)
def test_keys_whose_origin_cannot_be_told_are_left_open(sources):
    answer = preview(**sources)

    assert not answer.violations
    assert "is not known before" in answer.reason


def test_a_key_that_is_only_depended_on_is_not_taken_for_the_one_that_is_used():
    names = {"bucket": UNKNOWN, "arn": UNKNOWN}
    key = Declared("aws:kms/key:Key", {}, "key", outputs={"arn": UNKNOWN, "keyId": UNKNOWN})
    other = Declared("aws:kms/key:Key", {}, "other", outputs={"arn": UNKNOWN, "keyId": UNKNOWN})
    encryption = part(
        "BucketServerSideEncryptionConfiguration",
        {**ENCRYPTED["split"](key=UNKNOWN).props, "bucket": UNKNOWN},
        comes_from={"bucket": ["bucket"], "rules": ["key"]},
    )
    export = export_to("own", arn=UNKNOWN, key=UNKNOWN, comes_from={"destinationArn": ["bucket", "other"]})

    answer = Pack(RULE, hold=[]).stack(Declared(AWS, {}, "bucket", outputs=names), key, other, encryption, export)

    assert not answer.violations
    assert "`kmsKeyArn` of export is not known before" in answer.reason


@pytest.mark.parametrize("key", [KEY.rpartition("/")[2], KEY])
def test_one_key_is_recognized_by_id_and_by_arn(key):
    assert judged(*hardened(encryption=ENCRYPTED["split"](key=key))).passed


@pytest.mark.parametrize("target", [{"targetKeyId": KEY}, {"targetKeyId": "x", "targetKeyArn": KEY}])
@pytest.mark.parametrize(("type_", "named"), [("aws:kms/alias:Alias", "name"), ("aws-native:kms:Alias", "aliasName")])
def test_one_key_is_recognized_by_an_alias_of_the_stack(type_, named, target):
    alias = Declared(type_, {named: "alias/findings", **target}, "alias")
    encryption = ENCRYPTED["split"](key="alias/findings")

    another = Declared(type_, {named: "alias/another", "targetKeyId": OTHER_KEY}, "another")

    assert judged(*hardened(encryption=encryption), another, alias, hold=[]).passed


def test_an_alias_of_another_key_is_another_key():
    alias = Declared("aws:kms/alias:Alias", {"name": "alias/findings", "targetKeyId": OTHER_KEY}, "alias")

    assert judged(*hardened(encryption=ENCRYPTED["split"](key="alias/findings")), alias, hold=[]).messages == [
        ANOTHER_KEY
    ]


@pytest.mark.parametrize("target", [{}, {"targetKeyId": UNKNOWN}], ids=["not-in-the-stack", "not-known-yet"])
def test_an_alias_that_leads_nowhere_yet_is_left_open(target):
    alias = Declared("aws:kms/alias:Alias", {"name": "alias/findings" if target else "alias/x", **target}, "alias")

    answer = judged(*hardened(encryption=ENCRYPTED["split"](key="alias/findings")), alias, hold=[])

    assert not answer.violations
    assert answer.reason == "alias/findings is an alias, and which key it stands for is not in this stack"


def test_a_whole_address_that_is_not_known_yet_is_left_open():
    props = {"detectorId": "d1", "destinationProperties": UNKNOWN_OBJECT}

    answer = Pack(RULE).stack(bucket(type_=NATIVE), Declared(DESTINATIONS["native"], props, "export"))

    assert "`destinationProperties` of export is not known before" in answer.reason


def test_a_certain_violation_is_reported_beside_what_is_not_known_yet():
    answer = judged(*hardened(block=None, policy=WITH_POLICY["split"](UNKNOWN)))

    assert len(answer.messages) == 1
    assert not answer.waiting
