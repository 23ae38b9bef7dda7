"""Stack config that does not fit ends the run of the ready-made stack with one sentence."""

from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        pytest.param(
            {"retentionDays": "soon"},
            "Configuration 'guardduty:retentionDays' value 'soon' is not a valid 'int'",
            id="number",
        ),
        pytest.param(
            {"lists": '[{"source": "hostile.txt"}]'},
            "config lists: has to be a list of maps, each with a name; see README.md",
            id="list-without-name",
        ),
        pytest.param(
            {"lists": '[{"name": 5, "source": "hostile.txt"}]'},
            "config lists: the name of lists[0] has to be text (got 5)",
            id="name-number",
        ),
        pytest.param(
            {"lists": '[{"name": "a", "entries": ["8.8.8.8"]}, {"name": "a", "entries": ["9.9.9.9"]}]'},
            "config lists: two lists have the name 'a'; give each its own",
            id="name-twice",
        ),
        pytest.param(
            {"lists": '[{"name": "a", "sources": "x"}]'},
            "config lists: list 'a' has no setting 'sources'; see README.md",
            id="misspelled",
        ),
        pytest.param(
            {"lists": '[{"name": "a", "source": "x", "location": "s3://b/x"}]'},
            "config lists: list 'a' has location and source; give one of the two",
            id="location-and-source",
        ),
    ],
)
def test_config_that_does_not_fit_is_one_sentence(sandbox, make_stack, config, sentence):
    result = make_stack(ROOT, env=sandbox.environment, config=config).preview()

    assert not result.ok
    assert sentence in [row.text.strip() for row in result.diagnostics if row.severity == "error"]
    assert "Traceback" not in result.text
    assert all("FindingsExport" not in urn for _, urn in result.steps)
