"""The state that each release has written: the current code plans nothing on it."""

import base64
import json
from pathlib import Path

import dill
import pytest
from pulumi_guardduty import loader
from pulumi_guardduty._core.call import Call


STATES = sorted(Path(__file__).parent.glob("*/state.json"))

ROWS = [
    pytest.param(row, id=f"{path.parent.name}-{row['type'].rpartition(':')[2]}")
    for path in STATES
    for row in json.loads(path.read_text())
]


def test_there_is_state_of_a_release():
    assert STATES


@pytest.mark.usefixtures("aws_environment")
@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_planned_on_what_a_release_wrote(row):
    handlers = loader.handlers(row["type"].rpartition(":")[2])

    found = handlers.diff(row["outputs"], row["inputs"], Call())

    assert (found.changed, found.rewrites) == (frozenset(), frozenset())


@pytest.mark.parametrize("row", ROWS)
def test_the_provider_that_a_release_wrote_into_state_is_found(row):
    provider = dill.loads(base64.b64decode(row["outputs"]["__provider"]))

    assert provider.__reduce__() == (loader.load, (row["type"].rpartition(":")[2],))


@pytest.mark.usefixtures("aws_environment")
@pytest.mark.parametrize("row", ROWS)
def test_state_that_lacks_any_one_property_does_not_make_diff_raise(row):
    handlers = loader.handlers(row["type"].rpartition(":")[2])

    for name in row["outputs"]:
        olds = {key: value for key, value in row["outputs"].items() if key != name}
        handlers.diff(olds, row["inputs"], Call())
