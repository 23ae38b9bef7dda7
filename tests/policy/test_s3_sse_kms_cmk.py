"""`s3-sse-kms-cmk`: the key by the resource that names it, the algorithm by the stack."""

import pytest
from policy_buckets import AWS, AWS_V2, ENCRYPTED, KEY, NAME, NATIVE, OWN, PLUGIN, bucket, export_to, own_bucket, part
from policy_pack import UNKNOWN, UNKNOWN_OBJECT, Declared, Pack


RULE = "s3-sse-kms-cmk"
STACK = "s3-sse-kms-cmk-stack"

every_shape = pytest.mark.parametrize("encrypted", ENCRYPTED.values(), ids=ENCRYPTED)
every_own = pytest.mark.parametrize("type_", [OWN, PLUGIN])
every_bucket = pytest.mark.parametrize("type_", [AWS, AWS_V2, NATIVE])

#: Shapes that lie in a resource beside the bucket.
BESIDE = ("split", "split-v2")
every_split = pytest.mark.parametrize("encrypted", [ENCRYPTED[name] for name in BESIDE], ids=BESIDE)

NO_KEY = f"bucket {NAME} uses aws:kms without a key, so S3 takes the AWS managed one; name a key by its ARN"


def in_stack(declared):
    """A stack of the bucket and what is declared for it."""
    beside = [declared] if declared.name == "bucket" else [bucket(), declared]
    return Pack(RULE).stack(*beside)


@every_shape
@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse"])
def test_kms_and_dsse_with_a_customer_key_pass(encrypted, algorithm):
    declared = encrypted(algorithm=algorithm)

    assert Pack(RULE).declared(declared).passed
    assert in_stack(declared).passed


@every_shape
@pytest.mark.parametrize("key", [None, ""], ids=["absent", "empty"])
def test_kms_without_a_key_is_a_violation_before_anything_is_created(encrypted, key):
    declared = encrypted(key=key)

    assert Pack(RULE).declared(declared).violations == [(RULE, NO_KEY)]
    assert in_stack(declared).passed


@every_shape
@pytest.mark.parametrize("alias", ["alias/findings", "arn:aws:kms:us-east-1:111122223333:alias/findings"])
def test_a_key_by_its_alias_is_a_violation(encrypted, alias):
    (message,) = Pack(RULE).declared(encrypted(key=alias)).messages

    assert message == (
        f"bucket {NAME} names its key by the alias {alias}, which S3 looks up in the account of whoever writes; "
        "name the key by its ARN"
    )


@every_shape
def test_the_alias_of_an_aws_managed_key_is_another_rules_business(encrypted):
    assert Pack(RULE).declared(encrypted(key="alias/aws/s3")).passed


@every_shape
def test_the_id_of_a_key_passes(encrypted):
    assert Pack(RULE).declared(encrypted(key="1234abcd-12ab-34cd-56ef-1234567890ab")).passed


@every_shape
def test_aes256_is_a_violation_of_the_stack(encrypted):
    declared = encrypted(algorithm="AES256", key=None)

    assert Pack(RULE).declared(declared).passed
    assert in_stack(declared).violations == [
        (
            STACK,
            (
                f"bucket {NAME} has default encryption 'AES256'; encrypt it with aws:kms (or aws:kms:dsse) "
                "and a key of your own"
            ),
        )
    ]


@every_bucket
def test_a_bucket_without_encryption_is_a_violation_of_the_stack(type_):
    declared = bucket(type_=type_)

    answer = Pack(RULE).stack(declared)

    assert Pack(RULE).declared(declared).reason == "nothing here that the rule is about"
    assert answer.urns == [declared.urn]
    assert answer.messages == [
        f"bucket {NAME} has no default encryption; encrypt it with aws:kms (or aws:kms:dsse) and a key of your own"
    ]


@pytest.mark.parametrize("empty", [{}, {"rule": {}}, {"rule": {"bucketKeyEnabled": True}}], ids=str)
def test_an_empty_encryption_block_is_none(empty):
    declared = bucket({"serverSideEncryptionConfiguration": empty})

    assert Pack(RULE).declared(declared).reason == "nothing here that the rule is about"
    assert "no default encryption" in Pack(RULE).stack(declared).messages[0]


@every_split
def test_a_resource_of_its_own_wins_over_what_is_inline(encrypted):
    inline = ENCRYPTED["inline"](algorithm="AES256", key=None)

    assert Pack(RULE).stack(inline, encrypted()).passed
    assert Pack(RULE).stack(ENCRYPTED["inline"](), encrypted(algorithm="AES256", key=None)).messages


@every_split
def test_what_aws_fills_in_does_not_hide_a_resource_of_its_own(encrypted):
    filled_in = {"bucket": NAME, "serverSideEncryptionConfiguration": {"rule": {"x": UNKNOWN}}}

    assert Pack(RULE).stack(bucket(outputs=filled_in), encrypted()).passed


def test_what_aws_fills_in_is_no_declaration():
    filled_in = ENCRYPTED["inline"]().props

    assert Pack(RULE).stack(bucket(outputs=filled_in)).messages


def test_outputs_are_judged_where_declarations_were_not_shown():
    assert Pack(RULE).stack(bucket(outputs=ENCRYPTED["inline"]().props), shown=False).passed


@every_split
@pytest.mark.parametrize("reference", [NAME, f"arn:aws:s3:::{NAME}", f"{NAME}.s3.us-east-1.amazonaws.com"])
def test_a_resource_of_its_own_is_counted_by_id_arn_and_host_name(encrypted, reference):
    declared = encrypted()
    beside = Declared(declared.type, declared.props | {"bucket": reference}, "part")

    assert Pack(RULE).stack(bucket(), beside).passed


@every_split
def test_a_resource_of_its_own_is_counted_by_what_its_bucket_is_computed_from(encrypted):
    declared = encrypted()
    beside = Declared(declared.type, declared.props | {"bucket": UNKNOWN}, "part", comes_from={"bucket": ["bucket"]})
    unnamed = Declared(AWS, {}, "bucket", outputs={"bucket": UNKNOWN, "arn": UNKNOWN})

    assert Pack(RULE).stack(unnamed, beside).passed


@every_split
def test_a_resource_for_another_bucket_does_not_count(encrypted):
    declared = encrypted()
    beside = Declared(declared.type, declared.props | {"bucket": "another"}, "part")

    assert Pack(RULE).stack(bucket(), beside).messages


@every_split
def test_a_resource_whose_bucket_cannot_be_told_leaves_every_bare_bucket_open(encrypted):
    declared = encrypted()
    beside = Declared(declared.type, declared.props | {"bucket": UNKNOWN}, "part")

    answer = Pack(RULE).stack(bucket(), beside)

    assert not answer.violations
    assert answer.reason == "`bucket` of part is not known before `pulumi up`, which judges it"


@every_split
def test_a_bucket_outside_the_stack_is_judged_by_what_the_stack_sets_on_it(encrypted):
    assert Pack(RULE).stack(encrypted(algorithm="AES256", key=None)).messages
    assert Pack(RULE).stack(encrypted()).passed


def test_other_settings_of_a_bucket_outside_the_stack_say_nothing_of_its_encryption():
    answer = Pack(RULE).stack(part("BucketVersioning", {"versioningConfiguration": {"status": "Enabled"}}))

    assert answer.reason == "nothing here that the rule is about"


@every_shape
def test_a_key_that_is_not_known_yet_is_neither_pass_nor_violation(encrypted):
    declared = encrypted(key=UNKNOWN)

    answer = Pack(RULE).declared(declared)

    assert not answer.violations
    assert "kmsMasterKeyId` is not known before" in answer.reason
    assert in_stack(declared).passed


@every_shape
def test_an_algorithm_that_is_not_known_yet_is_neither_pass_nor_violation(encrypted):
    declared = encrypted(algorithm=UNKNOWN)

    assert "is not known before" in Pack(RULE).declared(declared).reason
    assert "is not known before" in in_stack(declared).reason


@pytest.mark.parametrize("name", ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"])
def test_a_whole_block_that_is_not_known_yet_is_neither_pass_nor_violation(name):
    declared = bucket({name: UNKNOWN_OBJECT})

    assert f"`{name}` is not known before" in Pack(RULE).declared(declared).reason
    assert f"`{name}` is not known before" in Pack(RULE).stack(declared).reason


@every_own
def test_our_own_bucket_uses_kms_with_the_key_it_names(type_):
    assert Pack(RULE).declared(own_bucket(type_)).passed
    assert Pack(RULE).stack(own_bucket(type_)).passed


@every_own
def test_our_own_bucket_without_a_key_is_a_violation(type_):
    assert Pack(RULE).declared(own_bucket(type_, kmsKeyArn=None)).messages == [NO_KEY]


@every_own
def test_our_own_bucket_with_a_key_that_is_not_known_yet_is_left_open(type_):
    assert "`kmsKeyArn` is not known before" in Pack(RULE).declared(own_bucket(type_, kmsKeyArn=UNKNOWN)).reason


@pytest.mark.parametrize(
    "logging",
    [
        pytest.param(part("BucketLogging", {"bucket": "source", "targetBucket": NAME}), id="split"),
        pytest.param(part("BucketLogging", {"bucket": "source", "targetBucket": NAME}, version="V2"), id="split-v2"),
        pytest.param(Declared(AWS, {"bucket": "source", "logging": {"targetBucket": NAME}}, "source"), id="inline"),
        pytest.param(
            Declared(AWS_V2, {"bucket": "source", "loggings": [{"targetBucket": NAME}]}, "source"), id="inline-list"
        ),
        pytest.param(
            Declared(
                NATIVE, {"bucketName": "source", "loggingConfiguration": {"destinationBucketName": NAME}}, "source"
            ),
            id="native",
        ),
        pytest.param(
            Declared(OWN, {"bucket": "source", "kmsKeyArn": KEY, "accessLogBucket": NAME}, "source"), id="own"
        ),
        pytest.param(
            part(
                "BucketLogging",
                {"bucket": "source", "targetBucket": UNKNOWN},
                comes_from={"targetBucket": ["bucket"]},
            ),
            id="computed-from-the-bucket",
        ),
        pytest.param(
            Declared(
                OWN,
                {"bucket": "source", "kmsKeyArn": KEY, "accessLogBucket": UNKNOWN},
                "source",
                comes_from={"accessLogBucket": ["bucket"]},
            ),
            id="own-computed-from-the-bucket",
        ),
    ],
)
def test_a_bucket_that_receives_access_logs_cannot_use_kms_and_is_not_judged(logging):
    answer = Pack(RULE).stack(bucket(), logging)

    assert all(NAME not in message for message in answer.messages)


def test_a_log_bucket_outside_the_stack_is_not_judged_either():
    logging = Declared(AWS, {"bucket": "source", "logging": {"targetBucket": NAME}}, "source")
    beside = ENCRYPTED["split"](algorithm="AES256", key=None)

    assert all(NAME not in message for message in Pack(RULE).stack(logging, beside).messages)


def test_a_bucket_can_be_let_off_with_a_reason():
    exempt = [{"name": "findings-*", "reason": "public website"}]

    answer = Pack(RULE, exempt=exempt).stack(bucket())

    assert not answer.violations
    assert answer.reason == "bucket is exempt: public website"
    assert Pack(RULE, exempt=exempt).declared(ENCRYPTED["split"](key=None)).reason == "part is exempt: public website"


def test_a_bucket_without_encryption_is_one_violation_for_whoever_exports_to_it():
    messages = Pack("guardduty-export-bucket-hardened", hold=[RULE]).stack(bucket(), export_to("own")).messages

    assert [message for message in messages if RULE in message] == [
        (
            f"bucket {NAME} has no default encryption; encrypt it with aws:kms (or aws:kms:dsse) and a key of your own "
            f"[{RULE}]"
        )
    ]
