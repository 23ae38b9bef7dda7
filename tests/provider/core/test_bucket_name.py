import pytest
from pulumi_guardduty._core.bucket_name import BucketName


@pytest.mark.parametrize("name", ["abc", "a.b", "1-2-3", "a" * 63, "audit.example.com", "1.2.3", "my-plan"])
def test_names_that_s3_accepts_are_accepted(name):
    assert str(BucketName.parse(name)) == name


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("ab", "must be a string of 3 to 63 characters"),
        ("a" * 64, "must be a string of 3 to 63 characters"),
        (None, "must be a string of 3 to 63 characters"),
        ("Audit", "may hold only lowercase letters, digits, dots and hyphens"),
        ("au_dit", "may hold only lowercase letters, digits, dots and hyphens"),
        ("audit\n", "may hold only lowercase letters, digits, dots and hyphens"),
        ("-audit", "must begin and end with a letter or a digit"),
        ("audit.", "must begin and end with a letter or a digit"),
        ("au..dit", "must not hold two dots in a row"),
        ("192.168.5.4", "must not have the form of an IP address"),
        ("xn--audit", "must not begin with 'xn--', which S3 reserves"),
        ("sthree-audit", "must not begin with 'sthree-', which S3 reserves"),
        ("amzn-s3-demo-audit", "must not begin with 'amzn-s3-demo-', which S3 reserves"),
        ("audit-s3alias", "must not end with '-s3alias', which S3 reserves"),
        ("audit--ol-s3", "must not end with '--ol-s3', which S3 reserves"),
        ("audit.mrap", "must not end with '.mrap', which S3 reserves"),
        ("audit--x-s3", "must not end with '--x-s3', which S3 reserves"),
        ("audit--table-s3", "must not end with '--table-s3', which S3 reserves"),
        ("audit-111122223333-us-west-2-an", "must not end with '-an', which S3 reserves"),
    ],
)
def test_a_name_that_breaks_a_rule_is_refused_with_that_rule(name, rule):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared below
        BucketName.parse(name)

    assert str(refusal.value) == f"bucket name {name!r} {rule}"
