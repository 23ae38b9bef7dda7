"""The embedded engine against recordings of the real one, CLI v3.258.0.

The second suite was played on the real CLI with `tests/support/engine_replay.py --record --more`. It adds creations and
updates done in part (`diff` in `pkg/resource/deploy/step_generator.go`), detailed diffs, deletions before replacement
through components and aliases, failed replacements tried again, drift of things in a graph, and policy packs.
"""

import pytest
from engine_replay import MORE, PLAIN, Suite, replay


SUITES = {"plain": PLAIN, "more": MORE}


@pytest.mark.parametrize(
    ("suite", "name"),
    [(suite, name) for suite, found in SUITES.items() for name in found.scenarios],
)
def test_every_operation_of_a_scenario_agrees_with_the_real_engine(suite, name):
    found = replay(SUITES[suite], name)

    assert found == [[] for _ in SUITES[suite].scenarios[name]]


def test_every_scenario_is_recorded():
    assert sum(map(len, PLAIN.scenarios.values())) == 111
    for suite in SUITES.values():
        assert {name: len(phases) for name, phases in suite.scenarios.items()} == {
            name: len(outcomes) for name, outcomes in suite.recorded.items()
        }


def test_a_difference_is_seen():
    outcomes = PLAIN.recorded["failcreate"]
    other = Suite(PLAIN.folder)
    other.recorded = {"failcreate": [[{**outcome, "ok": not outcome["ok"]} for outcome in them] for them in outcomes]}

    assert all(found and found[0].startswith("ok: ") for found in replay(other, "failcreate"))
