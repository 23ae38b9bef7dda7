import json
from pathlib import Path

import botocore
import pytest
from pulumi_guardduty._core.arn import (
    DestinationArn,
    KeyArn,
    checked_account_id,
    checked_region,
    is_alias_arn,
    partition_of,
)


KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_every_region_that_botocore_knows_is_put_into_its_partition():
    data = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())

    placed = {
        region: partition_of(region)
        for partition in data["partitions"]
        for region in partition["regions"]
        if not region.endswith("global")
    }

    assert placed == {
        region: partition["id"]
        for partition in data["partitions"]
        for region in partition["regions"]
        if not region.endswith("global")
    }
    assert len(placed) > 40


def test_every_region_that_botocore_knows_has_the_form_of_a_region():
    data = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())
    regions = [r for p in data["partitions"] for r in p["regions"] if not r.endswith("global")]

    assert [checked_region(region) for region in regions] == regions


@pytest.mark.parametrize(
    ("text", "partition", "bucket", "prefix", "marker"),
    [
        pytest.param("arn:aws:s3:::b-1", "aws", "b-1", "", "AWSLogs/", id="root"),
        pytest.param("arn:aws:s3:::audit/findings", "aws", "audit", "findings", "findings/AWSLogs/", id="prefix"),
        pytest.param("arn:aws-cn:s3:::audit/a/b/", "aws-cn", "audit", "a/b", "a/b/AWSLogs/", id="slash-behind"),
        pytest.param("arn:aws:s3:::audit/a:b", "aws", "audit", "a:b", "a:b/AWSLogs/", id="colon-in-prefix"),
        pytest.param("arn:aws:s3:::Old_Bucket", "aws", "Old_Bucket", "", "AWSLogs/", id="bucket-of-2017"),
    ],
)
def test_a_destination_arn_is_taken_apart(text, partition, bucket, prefix, marker):
    arn = DestinationArn.parse(text)

    assert (arn.partition, arn.bucket, arn.prefix, arn.marker_key) == (partition, bucket, prefix, marker)
    assert str(arn) == text.removesuffix("/")
    assert arn.object_arn("k") == f"arn:{partition}:s3:::{bucket}/k"


def test_the_two_spellings_of_one_folder_are_equal():
    assert DestinationArn.parse("arn:aws:s3:::audit/x/") == DestinationArn.parse("arn:aws:s3:::audit/x")


FORM = "expected arn:<partition>:s3:::bucket or arn:<partition>:s3:::bucket/prefix"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("audit", f"'audit' is not the ARN of an S3 bucket or folder; {FORM}"),
        (None, f"None is not the ARN of an S3 bucket or folder; {FORM}"),
        (
            "arn:aws:s3:eu-west-1::audit",
            f"'arn:aws:s3:eu-west-1::audit' is not the ARN of an S3 bucket or folder; {FORM}",
        ),
        (
            "arn:gcp:s3:::audit",
            f"'arn:gcp:s3:::audit' names the partition 'gcp', which does not exist; {FORM}",
        ),
        ("arn:aws:s3:::a*", f"'arn:aws:s3:::a*' names no possible bucket ('a*'); {FORM}"),
        ("arn:aws:s3:::audit/", f"'arn:aws:s3:::audit/' ends in a slash with no folder before it; {FORM}"),
        (
            "arn:aws:s3:::audit//x",
            "prefix '/x' has an empty folder name; write it like 'security/findings'",
        ),
        (
            "arn:aws:s3:::audit/x//",
            "prefix 'x//' has an empty folder name; write it like 'security/findings'",
        ),
        ("arn:aws:s3:::audit/x\ny", "prefix 'x\\ny' holds a control character; use printable characters"),
        (
            "arn:aws:s3:::audit/" + "x" * 1016,
            (f"prefix {'x' * 32!r}… is too long; with '/AWSLogs/' behind it an object key has at most 1024 bytes"),
        ),
    ],
)
def test_what_is_no_destination_arn_is_refused_in_one_sentence(text, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        DestinationArn.parse(text)

    assert str(refusal.value) == message


def test_a_prefix_of_exactly_the_longest_length_is_taken():
    assert len(DestinationArn.parse("arn:aws:s3:::audit/" + "x" * 1015).marker_key) == 1024


@pytest.mark.parametrize("text", [KEY, "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-0123456789abcdef"])
def test_a_key_arn_is_taken_apart_and_put_together_again(text):
    assert str(KeyArn.parse(text)) == text


KEY_FORM = "expected arn:<partition>:kms:<region>:<account id>:key/<key id>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "'1234abcd-12ab-34cd-56ef-1234567890ab' is not the ARN of a KMS key; ",
        ),
        ("alias/audit", "'alias/audit' is not the ARN of a KMS key; "),
        (7, "7 is not the ARN of a KMS key; "),
        (
            KEY.replace("111122223333", "1"),
            f"{KEY.replace('111122223333', '1')!r} is not the ARN of a KMS key; ",
        ),
        (KEY.replace("key/", "key/*"), f"{KEY.replace('key/', 'key/*')!r} is not the ARN of a KMS key; "),
        (
            KEY.replace("eu-central-1", ""),
            f"{KEY.replace('eu-central-1', '')!r} is not the ARN of a KMS key; ",
        ),
    ],
)
def test_what_is_no_key_arn_is_refused_in_one_sentence(text, message):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        KeyArn.parse(text)

    assert str(refusal.value) == message + KEY_FORM


def test_an_alias_arn_is_told_apart_from_a_key_arn():
    alias = "arn:aws:kms:eu-central-1:111122223333:alias/audit"

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        KeyArn.parse(alias)

    assert str(refusal.value) == (
        f"{alias!r} is the ARN of an alias; give the ARN of the key that the alias stands for"
    )
    assert is_alias_arn(alias)
    assert not is_alias_arn(KEY)
    assert not is_alias_arn(None)


@pytest.mark.parametrize("account_id", ["11112222333", "1111222233334", "11112222333x", "", 111122223333, None])
def test_an_account_id_is_a_string_of_12_digits(account_id):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        checked_account_id(account_id)

    assert str(refusal.value) == f"{account_id!r} is not an account id; expected a string of 12 digits"


@pytest.mark.parametrize("region", ["", "eu-central", "EU-CENTRAL-1", "eu-central-1a", "*", None])
def test_what_is_no_region_is_refused(region):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        checked_region(region)

    assert str(refusal.value) == f"{region!r} is not a region name; expected one like 'eu-central-1'"
