"""What of a threat list a trusted list silences."""

import io
from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import overlaps, validate


def _report(kind, *entries):
    report = validate(entries, kind=kind)
    assert report.ok
    return report


def test_a_trusted_range_silences_a_threat_inside_it():
    found = overlaps(_report("trusted-ip", "1.1.1.1", "8.8.8.0/24"), _report("threat-ip", "9.9.9.9", "8.8.8.8"))

    assert found.rendered("entry") == (
        "entry 2: '8.8.8.8': is trusted by '8.8.8.0/24' of the trusted list (entry 2), which wins: no finding names it"
    )


def test_a_trusted_address_silences_a_part_of_a_threat_range():
    found = overlaps(_report("trusted-ip", "8.8.8.8"), _report("threat-ip", "8.8.0.0/16"))

    assert [problem.message for problem in found.shown] == [
        "is trusted in part by '8.8.8.8' of the trusted list (entry 1), which wins: no finding names that part"
    ]


@pytest.mark.parametrize(
    ("trusted", "threat", "count"),
    [
        pytest.param("a.example.com", "A.example.com", 1, id="the-same-name"),
        pytest.param("*.example.com", "a.b.example.com", 1, id="below-a-wildcard"),
        pytest.param("*.example.com", "*.a.example.com", 1, id="wildcard-below-a-wildcard"),
        pytest.param("*.example.com", "*.example.com", 1, id="the-same-wildcard"),
        pytest.param("*.example.com", "example.com", 0, id="a-wildcard-is-not-its-own-parent"),
        pytest.param("*.example.com", "badexample.com", 0, id="only-whole-labels"),
        pytest.param("example.com", "a.example.com", 0, id="a-plain-name-covers-nothing-below"),
        pytest.param("2606:4700::/32", "2606:4700:0::/32", 1, id="the-same-ipv6-range"),
    ],
)
def test_names_overlap_when_equal_or_below_a_trusted_wildcard(trusted, threat, count):
    found = overlaps(_report("trusted-entity", trusted), _report("threat-entity", threat))

    assert len(found) == count


def test_lists_apart_have_no_overlaps():
    assert not overlaps(_report("trusted-ip", "8.8.8.0/24"), _report("threat-ip", "8.8.9.0", "8.8.7.255"))


def test_a_list_with_errors_has_no_overlaps():
    assert not overlaps(validate(["8.8.8.8", "x"], kind="trusted-ip"), _report("threat-ip", "8.8.8.8"))


def test_lists_in_the_wrong_place_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="the report of a trusted list, then that of a threat list"):
        overlaps(_report("threat-ip", "8.8.8.8"), _report("trusted-ip", "8.8.8.8"))


networks = st.lists(
    st.builds(
        lambda a, b, prefix: IPv4Network((9 << 24 | a << 16 | b << 8, prefix), strict=False),
        st.integers(0, 3),
        st.integers(0, 255),
        st.integers(12, 32),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None)
@given(networks, networks)
def test_every_pair_that_shares_an_address_is_found(trusted, threat):
    def report(kind, given):
        return validate(io.BytesIO("".join(f"{network}\n" for network in given).encode()), kind=kind)

    def outermost(given):
        return [network for network in set(given) if not any(network != o and network.subnet_of(o) for o in given)]

    expected = sum(a.overlaps(b) for a in outermost(trusted) for b in outermost(threat))

    assert len(overlaps(report("trusted-ip", trusted), report("threat-ip", threat))) == expected


def test_two_long_lists_are_compared_in_full():
    trusted = [f"{9 + n // 65536}.{n // 256 % 256}.{n % 256}.0/25" for n in range(100_000)]
    threat = [entry.replace(".0/25", ".127") for entry in trusted]
    trusted_report = validate(trusted, kind="trusted-entity", allow_non_public=True)

    found = overlaps(trusted_report, validate(threat, allow_non_public=True))

    assert len(found) == 100_000
    assert [problem.line for problem in found.shown] == list(range(1, 21))
