"""What `scripts/mutate` can change in a running process, and what it has to load again."""

import functools
import sys
import types
from pathlib import Path

import pytest


@pytest.fixture
def swap(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "scripts" / "mutation"))
    import swap  # noqa: PLC0415 -- the scripts are no package

    yield swap
    sys.modules.pop("swap", None)


MODULE = '''
"""Prices."""

RATE = 2
RATES = [rate * 10 for rate in (1, 2)]


def price(amount, rate=RATE):
    """What it costs."""
    return amount * rate


def counting(start):
    def count(more):
        return start + more

    return count


class Shop:
    open = True

    @property
    def sign(self):
        return "open" if self.open else "closed"

    def total(self, amounts):
        def one(amount):
            return price(amount) + 1

        return sum(one(amount) for amount in amounts)
'''


def loaded(name="prices.py"):
    module = types.ModuleType("prices")
    exec(compile(MODULE, name, "exec"), module.__dict__)
    return module


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("amount * rate", "amount / rate", "price"),
        ('"closed"', '"shut"', "Shop.sign"),
        ("price(amount) + 1", "price(amount) - 1", "Shop.total"),
        ("sum(one(amount) for", "max(one(amount) for", "Shop.total"),
    ],
)
def test_a_change_inside_a_function_is_found_by_the_outermost_ones_name(swap, before, after, name):
    changed = swap.changed_functions(MODULE, MODULE.replace(before, after))

    assert next(place for place, _ in changed) == name


def test_a_function_that_another_one_has_made_takes_the_new_code_too(swap):
    module = loaded()
    made = module.counting(3)

    changed = swap.changed_functions(MODULE, MODULE.replace("start + more", "start - more"))
    swap.swap(swap.live_functions()["prices.py"], changed)

    assert (made(1), module.counting(3)(1)) == (2, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RATE = 2", "RATE = 3"),
        ("rate=RATE", "rate=4"),
        ("open = True", "open = False"),
        ("rate * 10 for", "rate / 10 for"),
        ("(1, 2)", "(1, 3)"),
    ],
)
def test_a_change_of_what_runs_at_loading_cannot_be_taken_over(swap, before, after):
    assert swap.changed_functions(MODULE, MODULE.replace(before, after)) is None


def test_the_unchanged_text_changes_nothing(swap):
    assert swap.changed_functions(MODULE, MODULE) == {}


@pytest.mark.parametrize(
    ("before", "after", "result"),
    [
        ("amount * rate", "amount - rate", (-1, "open", 0)),
        ('"open" if', '"ajar" if', (2, "ajar", 3)),
        ("price(amount) + 1", "price(amount) + 5", (2, "open", 7)),
    ],
)
def test_live_functions_wherever_they_are_held_take_the_new_code(swap, before, after, result):
    module = loaded()
    held_elsewhere = module.price

    changed = swap.changed_functions(MODULE, MODULE.replace(before, after))
    taken = swap.swap(swap.live_functions()["prices.py"], changed)

    shop = module.Shop()
    assert taken
    assert (held_elsewhere(1), shop.sign, shop.total([1])) == result


def test_a_function_that_is_not_there_is_said_to_be_missing(swap):
    changed = swap.changed_functions(MODULE, MODULE.replace("amount * rate", "amount - rate"))

    assert not swap.swap({}, changed)


def test_what_a_function_has_answered_before_is_forgotten(swap):
    module = loaded()
    cached = functools.cache(module.price)
    kept = functools.cache(loaded("others.py").price)
    assert (cached(1), kept(1)) == (2, 2)

    swap.forget_results({"prices.py"})

    assert (cached.cache_info().currsize, kept.cache_info().currsize) == (0, 1)
