"""What one program's lists get wrong together is seen in preview, before AWS is asked."""

import itertools

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN


#: A stack of its own for each test: what a process has seen of one stack is not forgotten.
stacks = (f"dev{number}" for number in itertools.count())


@pytest.fixture
def declare(kind):
    stack = next(stacks)

    def check(own_name, **changes):
        bag = {
            "name": own_name,
            "format": "TXT",
            "location": UNKNOWN,
            "activate": True,
            "region": "us-east-1",
            **changes,
        }
        urn = f"urn:pulumi:{stack}::shop::pulumi-python:dynamic/guardduty:{kind.name}::{own_name}"
        return [(failure.property, failure.reason) for failure in kind.handlers.check({}, bag, Call(urn=urn))[1]]

    return check


def test_one_list_more_than_the_quota_is_refused_by_name_and_number(kind, declare):
    allowed = kind.quota or 12
    found = [declare(f"list-{number}") for number in range(allowed + 1)]

    assert found[:allowed] == [[]] * allowed
    if kind.quota is None:
        assert found[allowed] == []
    else:
        names = ", ".join(f"list-{number}" for number in range(allowed))
        said = (
            f"the program declares {allowed + 1} {kind.words}s in us-east-1 ({names} and this one), and AWS takes "
            f"{allowed} at most in an account and region; merge lists, or remove one"
        )
        assert found[allowed] == [("", said)]


def test_a_list_that_is_checked_again_is_counted_once(declare):
    assert [declare("list-0") for _ in range(8)] == [[]] * 8


def test_lists_of_another_region_or_role_are_counted_apart(kind, declare):
    for number in range(kind.quota or 1):
        assert declare(f"list-{number}") == []

    assert declare("elsewhere", region="eu-west-1") == []
    assert declare("other-account", aws={"profile": "audit"}) == []


def test_two_lists_of_one_name_are_refused_and_a_name_may_be_used_elsewhere(kind, declare):
    assert declare("first", name="hostile") == []

    assert (
        "name",
        f"is 'hostile', which {kind.words} 'first' of this program has too; give each a name of its own",
    ) in declare("second", name="hostile")
    assert declare("third", name="hostile", region="eu-west-1") == []
