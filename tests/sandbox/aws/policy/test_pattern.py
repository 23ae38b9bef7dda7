"""Wildcards and policy variables. Evidence: IAM User Guide, "Variables and tags" and "Resource"."""

import pytest
from pulumi_guardduty_sandbox.aws.policy import pattern


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        ("*", ""),
        ("*", "any\nthing"),
        ("a*c", "abbc"),
        ("a?c", "abc"),
        ("a.c", "a.c"),
        ("a$c", "a$c"),
        ("a+(b)[c]", "a+(b)[c]"),
        ("${*}", "*"),
        ("${?}x", "?x"),
        ("${$}", "$"),
    ],
)
def test_a_value_fits_its_pattern(wanted, value):
    assert pattern.matches(wanted, value)


@pytest.mark.parametrize(
    ("wanted", "value"),
    [("a?c", "ac"), ("a", "ab"), ("b", "ab"), ("a.c", "abc"), ("A", "a"), ("${*}", "x"), ("a*", "ba")],
)
def test_another_value_does_not(wanted, value):
    assert not pattern.matches(wanted, value)


def test_case_can_be_ignored():
    assert pattern.matches("S3:put*", "s3:PutObject", ignore_case=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("${aws:username}", "me"),
        ("${AWS:UserName}/x", "me/x"),
        ("${aws:missing, 'nobody'}", "nobody"),
        ("${aws:username, 'nobody'}", "me"),
        ("${aws:star}", "${*}"),
        ("${aws:question}", "${?}"),
        ("${aws:missing, '~x~'}", "~x~"),
        ("${*}", "${*}"),
        ("${?}", "${?}"),
        ("${$}", "${$}"),
    ],
)
def test_variables_take_the_requests_values(text, expected):
    context = {"aws:username": ("me",), "aws:star": ("*",), "aws:question": ("?",)}

    assert pattern.expand(text, context) == expected


@pytest.mark.parametrize("text", ["${aws:missing}", "x/${aws:several}"])
def test_a_variable_without_one_value_and_default_has_no_expansion(text):
    assert pattern.expand(text, {"aws:several": ("a", "b")}) is None


def test_literal_wildcards_are_their_characters_where_wildcards_mean_nothing():
    assert pattern.plain("a${*}b${?}c${$}") == "a*b?c$"


@pytest.mark.parametrize(
    ("wanted", "value", "fits"),
    [
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/c", True),
        ("arn:*:s3:::a", "arn:aws:s3:::a", True),
        ("arn:aws:s3:::a", "arn:aws:s3:::b", False),
        ("arn:aws:s3", "arn:aws:s3:::b", False),
        ("arn:aws:s3:::b", "arn:aws:s3", False),
    ],
)
def test_arns_are_compared_part_by_part(wanted, value, fits):
    assert pattern.arn_matches(wanted, value) is fits
