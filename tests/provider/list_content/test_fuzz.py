"""No bytes make the validator raise, whatever the format and the kind."""

import io
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import ListFormat, ListKind, Report, normalized, overlaps, validate


CORPUS = Path(__file__).parent / "corpus"
SEEDS = [path.read_bytes() for path in sorted(CORPUS.rglob("*.*")) if path.suffix != ".expected"]

formats = st.sampled_from(ListFormat)
kinds = st.sampled_from(ListKind)
switches = st.fixed_dictionaries({"allow_non_public": st.booleans(), "normalize": st.booleans()})


@st.composite
def mutated(draw):
    """A list of the corpus with a few pieces cut out, repeated, swapped or replaced."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(content)))
        end = min(len(content), begin + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.binary(max_size=20), st.sampled_from(SEEDS).map(lambda seed: seed[:200])))
        content = content[:begin] + piece * draw(st.integers(0, 3)) + content[end:]
    return content


def _is_sound(report: Report):
    for findings in (report.errors, report.warnings):
        assert len(findings.shown) <= 20
        assert len(findings) >= len(findings.shown)
        lines = [problem.line or 0 for problem in findings.shown]
        assert lines == sorted(lines)
    assert all(line.isprintable() for line in report.rendered().splitlines())
    assert report.ok == (report.entries is not None)
    if report.ok:
        assert report.source.entries
        assert b"".join(normalized(report))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=600), formats, kinds, switches)
@example(b"", ListFormat.STIX, ListKind.THREAT_IP, {})
@example(b"\xef\xbb\xbf", ListFormat.STIX, ListKind.THREAT_IP, {})
@example(b'<?xml version="1.0" encoding="unicode_escape"?><a/>', ListFormat.STIX, ListKind.THREAT_IP, {})
@example(b'<?xml version="1.0" encoding="zlib"?><a/>', ListFormat.STIX, ListKind.THREAT_IP, {})
@example(b'<a xmlns="{http://stix.mitre.org/stix-1}STIX_Package"/>', ListFormat.STIX, ListKind.THREAT_IP, {})
@example(b'"', ListFormat.OTX_CSV, ListKind.THREAT_IP, {})
@example(b"\x00", ListFormat.FIRE_EYE, ListKind.THREAT_IP, {})
def test_any_bytes_end_in_a_report(content, list_format, kind, options):
    _is_sound(validate(io.BytesIO(content), format=list_format, kind=kind, **options))


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated(), formats, kinds, switches)
def test_any_damage_to_a_list_ends_in_a_report(content, list_format, kind, options):
    report = validate(io.BytesIO(content), format=list_format, kind=kind, **options)

    _is_sound(report)
    if kind.trusted:
        overlaps(report, validate(["8.8.8.8"]))
    else:
        overlaps(validate(["8.8.8.8"], kind="trusted-ip"), report)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=30), max_size=10), kinds, switches)
@example(["8.8.8.8\n9.9.9.9"], ListKind.THREAT_IP, {})
@example(["\ud800"], ListKind.THREAT_IP, {})
@example([], ListKind.THREAT_IP, {})
def test_any_entries_end_in_a_report(entries, kind, options):
    _is_sound(validate(entries, kind=kind, **options))


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=".0123456789/:*,;-#[]()'\" \tx@a%\\", max_size=200))
def test_hints_are_found_for_any_line(line):
    _is_sound(validate([line], kind="threat-entity"))
