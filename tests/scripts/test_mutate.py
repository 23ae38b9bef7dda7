"""`scripts/mutate` on a package made for it: what it changes, what it finds, and that it leaves everything alone."""

import subprocess
from pathlib import Path

import pytest


MUTATE = Path(__file__).parents[2] / "scripts" / "mutate"
MODULE = '''"""Prices."""

RATE = 2


def price(amount: int, member: bool) -> int:
    """What it costs."""
    if amount > 10 and member:
        return amount
    return amount * RATE


def unseen(flag: bool) -> bool:
    return not flag
'''
TESTS = """
from shop.prices import price


def test_members_pay_less_for_much():
    assert price(11, True) == 11


def test_others_pay_in_full():
    assert price(11, False) == 22
    assert price(9, True) == 18
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("shop")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "prices.py").write_text(MODULE)
    (tmp_path / "test_prices.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    return tmp_path


def mutate(shop, *options):
    command = [MUTATE, shop / "shop", "--workers", "1", *options, "--", shop / "test_prices.py"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def first(shop):
    """A run that keeps a log."""
    return mutate(shop, "--log", shop / "log")


@pytest.fixture(scope="module")
def opened(first):
    """Names of the survivors, as the report gives them."""
    found = [line for line in first.stdout.splitlines() if line.startswith("  open: ")]
    return [line.split(": ", 2)[2] for line in found]


@pytest.mark.slow
class TestARun:
    def test_finds_the_changes_that_no_test_notices(self, first, opened):
        assert first.returncode == 1, first.stderr
        assert "12 mutants, 9 killed (0 of them by a time limit), 3 survived: 0 argued as equivalent, 3 open" in (
            first.stdout
        )
        assert [name.partition("prices.py:")[2] for name in opened] == [
            "price: comparison: `amount > 10` -> `amount >= 10`",
            "unseen: result dropped: `return not flag` -> `return None`",
            "unseen: not dropped: `not flag` -> `flag`",
        ]

    def test_leaves_the_module_alone(self, first, shop):
        assert (shop / "shop" / "prices.py").read_text() == MODULE

    def test_that_follows_tries_again_the_survivors_that_nobody_argues_for(self, shop, opened):
        argued = self.argue(shop, opened[1:])

        second = mutate(shop, "--log", shop / "log", "--equivalents", argued)

        assert second.returncode == 1
        assert "12 mutants, 1 to try" in second.stdout
        assert "2 argued as equivalent, 1 open" in second.stdout

    def test_that_follows_takes_an_argued_list(self, shop, opened):
        argued = self.argue(shop, [*opened, "gone: x -> y"])

        second = mutate(shop, "--log", shop / "log", "--equivalents", argued)

        assert second.returncode == 0, second.stdout
        assert "12 mutants, 0 to try" in second.stdout
        assert "3 argued as equivalent, 0 open" in second.stdout
        assert "  argued, but not a survivor any more: gone: x -> y" in second.stdout

    def argue(self, shop, names):
        argued = shop / "argued.md"
        argued.write_text("".join(f"- ``{name}``: no test is meant to see it\n" for name in names))
        return argued


@pytest.mark.slow
def test_a_measurement_is_kept_for_the_code_and_tests_it_was_made_of_only(shop):
    """Runs before the last test, whose failing tests must be measured anew, not taken as passing."""
    options = ("--every", "12", "--baseline", shop / "baseline")
    first, second = mutate(shop, *options), mutate(shop, *options)

    assert "2 passed" in first.stdout
    assert "2 passed" not in second.stdout
    assert "2 tests pass in" in second.stdout


def test_a_run_needs_tests_that_pass(shop):
    (shop / "test_prices.py").write_text("def test_no():\n    assert False\n")

    finished = mutate(shop, "--baseline", shop / "baseline")

    assert finished.returncode == 2
    assert "mutate: the tests do not pass on the unchanged code; make them pass first" in finished.stderr
