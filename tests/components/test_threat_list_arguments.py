"""A wrong argument of a threat list ends the program with one line, before anything is registered."""

from pathlib import Path

import pulumi
import pytest
from pulumi_guardduty_components import ThreatList


@pytest.mark.parametrize(
    ("keywords", "sentence"),
    [
        pytest.param(
            {},
            "entries or source is needed: the entries themselves, or the path of a file",
            id="no-content",
        ),
        pytest.param(
            {"entries": ["8.8.8.8"], "source": "x"},
            "source and entries are both given; leave one of them out",
            id="both",
        ),
        pytest.param({"entries": "8.8.8.8"}, "entries has to be a list of strings (got str)", id="entries-text"),
        pytest.param({"entries": {"a": "b"}}, "entries has to be a list of strings (got dict)", id="entries-map"),
        pytest.param({"entries": 5}, "entries has to be a list of strings (got int)", id="entries-number"),
        pytest.param(
            {"entries": {"8.8.8.8"}},
            "entries holds a value of type set; give text, a number, True or False, a list or a dictionary of them, or "
            "an output",
            id="entries-set",
        ),
        pytest.param({"source": Path("x")}, "source holds a value of type PosixPath; give text, ", id="source-path"),
        pytest.param(
            {"source": "x", "kind": "hostile"},
            "kind has to be one of threat-ip, trusted-ip, threat-entity, trusted-entity (got 'hostile')",
            id="kind",
        ),
        pytest.param({"source": "x", "kind": 7}, "kind has to be one of threat-ip", id="kind-number"),
        pytest.param(
            {"source": "x", "format": "CSV"},
            "format has to be one of TXT, STIX, OTX_CSV, ALIEN_VAULT, PROOF_POINT, FIRE_EYE (got 'CSV')",
            id="format",
        ),
        pytest.param(
            {"entries": ["8.8.8.8"], "format": "STIX"},
            "format is STIX, and entries make a TXT list; leave it out, or use source",
            id="format-of-entries",
        ),
        pytest.param(
            {"source": "x", "bucket": "b", "force_destroy": True},
            "force_destroy is of the bucket that is made here, and bucket names your own; leave one of them out",
            id="force-destroy",
        ),
        pytest.param({"args": {"entires": []}}, "'entires' is not an argument; there are activate, ", id="misspelled"),
        pytest.param({"args": ["x"]}, "args has to be a dictionary of arguments (got list)", id="args-list"),
        pytest.param(
            {"args": {"source": "x"}, "source": "x"},
            "source is given in args and as a keyword; give it once",
            id="twice",
        ),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(keywords, sentence):
    with pytest.raises(pulumi.RunError) as caught:
        ThreatList("blocked", **keywords)

    assert str(caught.value).startswith(f"ThreatList 'blocked': {sentence}")
    assert "\n" not in str(caught.value)


def test_an_unknown_keyword_is_pythons_own_error():
    with pytest.raises(TypeError, match="unexpected keyword argument 'entires'"):
        ThreatList("blocked", entires=[])
