"""The fast validator agrees with a slow one that is written for nothing but being plain."""

import io
from ipaddress import IPv4Network

from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import validate


_BLOCKS = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
NON_PUBLIC = [IPv4Network(text) for text in _BLOCKS.split()]

#: Few addresses, so that duplicates, nesting and special ranges come up all the time.
octets = st.sampled_from([0, 1, 2, 8, 9, 10, 100, 127, 128, 169, 172, 192, 198, 203, 223, 224, 254, 255])
addresses = st.builds("{}.{}.{}.{}".format, octets, octets, st.integers(0, 3), st.integers(0, 3))
ranges = st.builds(
    lambda address, prefix: str(IPv4Network(f"{address}/{prefix}", strict=False)), addresses, st.integers(0, 32)
)
careless = st.builds("{}/{}".format, addresses, st.integers(0, 40))
junk = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12).filter(
    lambda text: ":" not in text and text.strip() and not text.strip().startswith(("#", ";", "//"))
)
lines = st.lists(st.one_of(addresses, ranges, careless, junk), min_size=1, max_size=40)


def network_of(text):
    """The network in a line; None where there is none, or host bits are set."""
    _, slash, prefix = text.partition("/")
    if slash and str(int(prefix) if prefix.isascii() and prefix.isdigit() else "") != prefix:
        return None
    try:
        return IPv4Network(text)
    except ValueError:
        return None


def reference(texts, kind):
    """Counts by code of what `validate` should find, apart from what is wrong with lines that hold no network."""
    found = {}

    def count(code):
        found[code] = found.get(code, 0) + 1

    networks = [(number, network) for number, text in enumerate(texts) if (network := network_of(text.strip()))]
    for number, network in networks:
        if any(network.subnet_of(block) for block in NON_PUBLIC):
            count("non-public")
        elif any(network.overlaps(block) for block in NON_PUBLIC):
            count("reaches-non-public")
        if kind.startswith("trusted") and network.prefixlen < 16:
            count("wide-trusted")
        if any(other == network and line < number for line, other in networks):
            count("duplicate")
        elif any(network.subnet_of(other) and network != other for _, other in networks):
            count("overlap")
    bad = len(texts) - len(networks)
    return found, bad


def found_by_the_validator(texts, kind):
    report = validate(io.BytesIO(("\n".join(texts) + "\n").encode("utf-8", "surrogatepass")), kind=kind)
    counts = {str(code): count for code, count in {**report.errors.by_code, **report.warnings.by_code}.items()}
    bad = sum(counts.pop(code, 0) for code in ("syntax", "host-bits", "encoding", "comment"))
    for code in ("spaces", "line-endings", "byte-order-mark", "blank-lines", "empty"):
        counts.pop(code, None)
    return counts, bad


@settings(deadline=None, max_examples=300)
@given(lines, st.sampled_from(["threat-ip", "trusted-ip"]))
def test_counts_agree_on_any_lines(texts, kind):
    if texts[0].startswith("\ufeff") or any("\r" in text for text in texts):
        texts = ["9.9.9.9"]
    if not any(mark in "\n".join(texts).lstrip() for mark in "<{[\x00"):
        assert found_by_the_validator(texts, kind) == reference(texts, kind)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(addresses, ranges, careless), min_size=1, max_size=20))
def test_lines_agree_too(texts):
    report = validate(io.BytesIO("\n".join(texts).encode()))

    unusable = {p.line for p in report.errors.shown if p.code in {"syntax", "host-bits"}}
    private = {p.line for p in report.errors.shown if p.code == "non-public"}
    expected = {line: network_of(text) for line, text in enumerate(texts, 1)}
    if len(report.errors) <= 20:
        assert unusable == {line for line, network in expected.items() if network is None}
        assert private == {
            line
            for line, network in expected.items()
            if network and any(network.subnet_of(block) for block in NON_PUBLIC)
        }
        assert all(p.text == texts[p.line - 1] for p in report.errors.shown)
    assert all(p.text == texts[p.line - 1] for p in report.warnings.shown)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_where_blocks_begin_makes_no_difference(data):
    texts = data.draw(lines) * 3
    content = ("\n".join(texts) + "\n").encode("utf-8", "surrogatepass")
    cut = data.draw(st.integers(1, 7))

    class Trickle(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, cut))

    assert validate(Trickle(content)) == validate(io.BytesIO(content))
