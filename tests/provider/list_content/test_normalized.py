"""The normalised list: as short as it can be, and the same addresses."""

import hashlib
import io
from ipaddress import IPv4Network, collapse_addresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import normalized, validate


octets = st.sampled_from([1, 2, 8, 9, 11, 12, 13])
ranges = st.builds(
    lambda a, b, c, d, prefix: IPv4Network((a << 24 | b << 16 | c << 8 | d, prefix), strict=False),
    octets,
    octets,
    st.integers(0, 3),
    st.integers(0, 255),
    st.integers(10, 32),
)
lists = st.lists(ranges, min_size=1, max_size=60)


def _text(networks):
    return "".join(f"{network}\n" for network in networks).encode()


@settings(deadline=None)
@given(lists, st.sampled_from(["threat-ip", "trusted-ip", "threat-entity"]))
def test_it_covers_the_same_addresses_and_validates_clean(networks, kind):
    report = validate(io.BytesIO(_text(networks)), kind=kind, normalize=True)
    content = b"".join(normalized(report))
    again = validate(io.BytesIO(content), kind=kind)

    assert list(collapse_addresses(map(IPv4Network, content.decode().split()))) == list(collapse_addresses(networks))
    assert again.ok
    assert set(again.warnings.by_code) <= {"wide-trusted"}
    assert b"".join(normalized(again)) == content


@settings(deadline=None)
@given(lists)
def test_it_is_the_shortest_list_of_ranges_in_order(networks):
    report = validate(io.BytesIO(_text(networks)), normalize=True)

    lines = b"".join(normalized(report)).decode().splitlines()

    assert lines == [str(network).removesuffix("/32") for network in collapse_addresses(networks)]


@settings(deadline=None)
@given(lists)
def test_the_report_measures_what_is_uploaded(networks):
    source = _text(networks)
    report = validate(io.BytesIO(source), normalize=True)
    content = b"".join(normalized(report))

    assert report.content.sha256 == hashlib.sha256(content).hexdigest()
    assert report.content.size == len(content)
    assert report.content.entries == content.count(b"\n")
    assert report.source.sha256 == hashlib.sha256(source).hexdigest()
    assert report.source.entries == len(networks)


def test_without_normalising_the_content_is_the_source():
    report = validate(io.BytesIO(b"8.8.8.8\n8.8.8.8\n"))

    assert report.content == report.source


def test_neighbours_of_a_trusted_list_are_not_merged_into_a_wide_range():
    report = validate(["9.8.0.0/16", "9.9.0.0/16", "9.10.0.0/17", "9.10.128.0/17"], kind="trusted-ip", normalize=True)

    assert b"".join(normalized(report)) == b"9.8.0.0/16\n9.9.0.0/16\n9.10.0.0/16\n"
    assert not report.warnings


def test_names_come_after_addresses_sorted_and_once():
    entries = ["b.example", "A.example", "9.9.9.9", "2606:4700::1", "a.EXAMPLE", "8.8.8.8", "*.b.example"]
    report = validate(entries, kind="threat-entity", normalize=True)

    assert b"".join(normalized(report)).split() == [
        b"8.8.8.8",
        b"9.9.9.9",
        b"*.b.example",
        b"2606:4700::1",
        b"a.example",
        b"b.example",
    ]
    assert report.mended == {"duplicate": 1}


def test_any_format_becomes_txt(tmp_path):
    table = tmp_path / "otx.csv"
    table.write_text("Indicator type,Indicator,Description\nIPv4,8.8.8.9,x\nIPv4,8.8.8.8,x\nCIDR,9.9.9.0/24,x\n")

    report = validate(table, format="OTX_CSV", normalize=True)

    assert b"".join(normalized(report)) == b"8.8.8.8/31\n9.9.9.0/24\n"


def test_quotas_hold_for_the_result():
    entries = [f"9.9.{n // 256}.{n % 256}" for n in range(4096)]

    assert not validate(entries, kind="trusted-ip").ok
    assert validate(entries, kind="trusted-ip", normalize=True).content.entries == 1


def test_what_cannot_be_mended_stays_an_error():
    report = validate(["8.8.8.8/24", "10.0.0.1", "x"], normalize=True)

    assert report.errors.by_code == {"host-bits": 1, "non-public": 1, "syntax": 1}
    with pytest.raises(ValueError, match="a list with errors has no normalised form"):
        normalized(report)


def test_the_range_of_all_addresses_survives():
    report = validate(["0.0.0.0/1", "128.0.0.0/1"], normalize=True)

    assert b"".join(normalized(report)) == b"0.0.0.0/0\n"
