"""`docs/importing.md` names for each road the test that holds it."""

import re
from pathlib import Path


HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "importing.md").read_text()
TESTS = set(
    re.findall(r"^def (test_\w+)", "\n".join(path.read_text() for path in HERE.glob("test_*.py")), re.MULTILINE)
)


def test_every_road_names_a_test_that_exists():
    roads = [line for line in PAGE.splitlines() if line.startswith("| ")][2:]

    assert len(roads) >= 7
    assert all(re.fullmatch(r"`(test_\w+)`", road.rstrip("| ").rpartition("| ")[2]) for road in roads)
    assert set(re.findall(r"`(test_\w+)`", PAGE)) <= TESTS
