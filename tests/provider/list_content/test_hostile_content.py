"""Content made to exhaust its reader: ends soon, in few bytes of memory, in a sentence."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi_guardduty.list_content import validate


STIX_HEAD = (
    b'<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:cybox="http://cybox.mitre.org/cybox-2" '
    b'xmlns:a="http://cybox.mitre.org/objects#AddressObject-2"><cybox:Properties>'
)


def _stix_reason(content):
    report = validate(io.BytesIO(STIX_HEAD + content), format="STIX")
    assert not report.ok
    return report.errors.shown[0].message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"<!--" + b"<b>" * 300_000, "one piece of markup is longer than 256 KiB", id="comment"),
        pytest.param(b"<b c='" + b"d" * 900_000, "one piece of markup is longer than 256 KiB", id="attribute"),
        pytest.param(b"<" + b"b" * 900_000, "one piece of markup is longer than 256 KiB", id="name"),
        pytest.param(b"<?b " + b"c" * 900_000, "one piece of markup is longer than 256 KiB", id="instruction"),
        pytest.param(b"<b>" * 200, "elements nest deeper than 100", id="depth"),
        pytest.param(
            b"".join(b"<b%d/>" % n for n in range(3_000)), "more than 2,000 different names", id="element-names"
        ),
        pytest.param(
            b"".join(b"<b c%d=''/>" % n for n in range(3_000)), "more than 2,000 different names", id="attribute-names"
        ),
        pytest.param(
            b"<a:Address_Value>" + b"8.8.8.8##comma##" * 30_000, "one value is longer than 256 KiB", id="value"
        ),
        pytest.param(
            b"<a:Address_Value><![CDATA[" + b"8" * 900_000, "one value is longer than 256 KiB", id="character-data"
        ),
    ],
)
def test_xml_that_would_fill_memory_is_refused(content, reason):
    assert reason in _stix_reason(content)


@pytest.mark.parametrize("declared", ["utf-16", "unicode_escape", "zlib", "nonsense", "idna"])
def test_the_encoding_that_xml_declares_is_not_asked_for(declared):
    content = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + STIX_HEAD

    assert validate(io.BytesIO(content), format="STIX").errors.by_code == {"xml": 1}


OTX = {"head": "Indicator type,Indicator,Description\n", "options": {"format": "OTX_CSV"}}
NESTED = "".join(f"8.0.0.0/{prefix}\n" for prefix in range(5, 33))
ENTITIES = {"kind": "threat-entity"}


def _measured(case):
    script = Path(__file__).with_name("peak_memory.py")
    return json.loads(subprocess.check_output([sys.executable, str(script), json.dumps(case)]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "code"),
    [
        pytest.param({"piece": "8.8.8.8\n"}, "duplicate", id="one-address"),
        pytest.param({"piece": "10.0.0.1\n", "megabytes": 9}, "non-public", id="private-addresses"),
        pytest.param({"piece": NESTED, "megabytes": 9}, "overlap", id="nested-ranges"),
        pytest.param({"piece": "9" * 70_000}, "long-line", id="one-line"),
        pytest.param({"piece": "\xff\x80 x"}, "long-line", id="garbage-in-one-line"),
        pytest.param({"piece": "\xff\x80 x\x01\n", "megabytes": 9}, "gave-up", id="garbage"),
        pytest.param({"piece": "not an address\n"}, "gave-up", id="bad-lines"),
        pytest.param({"head": "8.8.8.8\n", "piece": "\n"}, "too-large", id="more-lines-than-can-be-counted"),
        pytest.param({**OTX, "piece": '"x\n', "megabytes": 2}, "multi-line-record", id="quotation-marks-left-open"),
        pytest.param({**OTX, "piece": ","}, "long-line", id="columns"),
        pytest.param({"pattern": "9.{0}", "count": 700_000}, "syntax", id="entries-half-written"),
        pytest.param(
            {"pattern": "n{0}.a-rather-long-domain-name.example.com", "count": 300_000, "options": ENTITIES},
            "not-all-compared",
            id="domains",
        ),
        pytest.param({"pattern": "2600:{0}::", "count": 10_000, "options": ENTITIES}, "ipv6", id="ipv6-addresses"),
    ],
)
def test_a_long_list_of_anything_takes_less_than_64_mb_of_memory(case, code):
    measured = _measured(case)

    assert measured["peak"] < 64 * 1024 * 1024
    assert code in measured["errors"] | measured["warnings"]
