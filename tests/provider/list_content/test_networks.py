"""Packed entries: what goes in comes out, sorted, whatever the numbers."""

from array import array
from ipaddress import IPv4Address as Address
from ipaddress import IPv4Network, summarize_address_range

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import ipv4, networks, validate
from pulumi_guardduty.list_content.names import Names
from pulumi_guardduty.list_content.sorting import ascending


keys = st.lists(
    st.builds(
        lambda first, rest, prefix, line: ipv4.key_of((first << 24 | rest) & ~ipv4.HOST_MASK[prefix], prefix, line),
        st.one_of(st.integers(0, 255), st.sampled_from([0, 126, 127, 128, 223, 240, 255])),
        st.one_of(st.integers(0, 0xFFFFFF), st.sampled_from([0, 0xF00000, 0xFFFFFF])),
        st.integers(0, 32),
        st.integers(1, ipv4.LAST_LINE),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=300)
@given(keys)
def test_sorting_is_sorting(unsorted):
    assert ascending(array("Q", unsorted)).tolist() == sorted(unsorted)


@pytest.mark.parametrize("text", ["0.0.0.0/0", "8.8.8.8", "8.8.8.8/32", "255.255.255.255", "128.0.0.0/1", "9.0.0.0/8"])
@pytest.mark.parametrize("line", [1, ipv4.LAST_LINE])
def test_a_packed_entry_tells_its_text_and_line(text, line):
    together = ipv4.pack([text, "8.8.4.4"], [line, 1])[0]
    network = IPv4Network(text)

    assert together == ipv4.packed(text, line)
    assert (ipv4.text_of(together), ipv4.line_of(together)) == (text, line)
    assert ipv4.prefix_of(together) == network.prefixlen
    assert ipv4.last_of(together) == int(network.broadcast_address)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["8.8.8.8/24"], id="host-bits"),
        pytest.param(["8.8.8.0/24/24"], id="two-slashes"),
        pytest.param(["8.8.8.0/24/9.9.9.0", "24"], id="a-slash-too-many-and-one-too-few"),
        pytest.param(["8.8.8.0/24", "8.8.8.0/"], id="no-prefix"),
        pytest.param(["8.8.8.0/24", "8.8.8.0/024"], id="leading-zero-in-the-prefix"),
        pytest.param(["8.8.8.0/33"], id="long-prefix"),
        pytest.param(["08.8.8.8"], id="leading-zero"),
        pytest.param(["8.8.8.8\0"], id="nul"),
        pytest.param(["8.8.8.8 "], id="space"),
        pytest.param(["\ud800"], id="surrogate"),
        pytest.param(["٨.٨.٨.٨"], id="other-digits"),
        pytest.param([""], id="nothing"),
    ],
)
def test_packing_in_one_go_refuses_what_is_no_entry(texts):
    with pytest.raises((OSError, ValueError, KeyError)):
        ipv4.pack(texts, range(1, len(texts) + 1))


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_range_is_cut_into_the_fewest_networks(one, other):
    first, last = sorted([one, other])

    pieces = [IPv4Network(ipv4.text_of(key)) for key in ipv4.pack_range(first, last, 1)]

    assert pieces == list(summarize_address_range(Address(first), Address(last)))


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            lambda a, b, prefix: str(IPv4Network((9 << 24 | a << 8 | b, prefix), strict=False)),
            st.integers(0, 3),
            st.integers(0, 255),
            st.integers(20, 32),
        ),
        min_size=1,
        max_size=60,
    ),
    st.integers(1, 20),
)
def test_comparing_a_little_at_a_time_finds_as_much(entries, capacity):
    at_once = validate(entries)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "CAPACITY", capacity)
        in_parts = validate(entries)

    assert len(in_parts.warnings) == len(at_once.warnings)
    assert in_parts.entries == at_once.entries


def test_beyond_what_is_kept_a_warning_says_that_not_all_was_compared(monkeypatch):
    monkeypatch.setattr(networks, "CAPACITY", 50)
    monkeypatch.setattr(networks, "MOST_DISTINCT", 100)
    entries = [f"9.9.{n}.1" for n in range(200)] + ["10.0.0.1"]

    report = validate(entries, allow_non_public=True)
    strict = validate(entries)
    normal = validate(entries, normalize=True, allow_non_public=True)

    assert report.warnings.by_code == {"not-all-compared": 1}
    assert report.source.entries == 201
    assert [problem.text for problem in strict.errors.shown] == ["10.0.0.1"]
    assert normal.errors.by_code == {"too-many-to-normalize": 1}


def test_names_are_kept_up_to_a_limit():
    names = Names()

    for number in range(70):
        names.add(f"{number}{'x' * 200_000}", number)

    assert names.overflowed
    assert len(names.lines) < 70
    assert names.add(f"0{'x' * 200_000}", 71) == 0
