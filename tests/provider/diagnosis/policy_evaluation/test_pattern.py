import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_strategies import UNHURRIED
from pulumi_guardduty.diagnosis.policy_evaluation.pattern import glob, matches, resolved


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("*", "a:b/c", True),
        ("?", "", False),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a*c", "abcbc", True),
        ("a*c", "abcbd", False),
        ("*a*b*", "xxaxxbxx", True),
        ("**", "x", True),
        ("a.c", "abc", False),
        ("a\n*", "a\nb", True),
    ],
)
def test_wildcards_cover_characters_and_nothing_else_is_special(pattern, text, covered):
    assert glob(pattern, text) is covered


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
@UNHURRIED
def test_wildcards_work_as_their_regular_expression_does(pattern, text):
    expression = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)

    assert glob(pattern, text) is (re.fullmatch(expression, text, re.DOTALL) is not None)


def test_many_wildcards_in_a_hostile_pattern_end():
    assert not glob("*a" * 2000 + "b", "a" * 2000)


VALUES = {"aws:x": "v*v", "aws:empty": ""}


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("a/${aws:x}/*", "a/v*v/b", True),
        ("a/${aws:x}/*", "a/vXv/b", False),
        ("${aws:empty}x", "x", True),
        ("${*}${?}${$}", "*?$", True),
        ("${*}", "x", False),
        ("${ aws:none , 'default' }", "default", True),
        ("${aws:x, 'default'}", "v*v", True),
        ("${aws:none, ''}", "", True),
        ("${", "${", True),
        ("a${b", "a${b", True),
        ("$x{}", "$x{}", True),
    ],
)
def test_variables_stand_for_plain_characters(pattern, text, covered):
    tokens = resolved(pattern, VALUES.get, wildcards=True)

    assert tokens is not None
    assert matches(tokens, text) is covered


def test_a_variable_without_value_or_default_makes_no_pattern():
    assert resolved("a/${aws:none}/*", VALUES.get, wildcards=True) is None


def test_wildcards_are_plain_where_the_operator_has_none():
    tokens = resolved("a*", VALUES.get, wildcards=False)

    assert matches(tokens, "a*")
    assert not matches(tokens, "ab")
