"""An entry is judged alike in whatever format it comes."""

import io
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_guardduty.list_content import ListFormat, validate


FIRE_EYE_HEADER = "reportId,title,sourceIp,cidr,ip,observationTime"
STIX_TAIL = "</cybox:Properties></stix:Observables></stix:STIX_Package>"
STIX_HEAD = (
    '<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:cybox="http://cybox.mitre.org/cybox-2" '
    'xmlns:a="http://cybox.mitre.org/objects#AddressObject-2"><stix:Observables><cybox:Properties>'
)


def _otx(entry):
    return f"{'CIDR' if '/' in entry else 'IPv4'},{entry},x"


#: What stands above the entries, how one entry is written, what stands below.
LAYOUTS = {
    ListFormat.OTX_CSV: ("Indicator type,Indicator,Description", _otx, ""),
    ListFormat.ALIEN_VAULT: ("a feed", lambda entry: f"{entry}#1#1#x#US##0.0,0.0#3", ""),
    ListFormat.PROOF_POINT: ("ip,category,score,first_seen,last_seen,ports (|)", lambda entry: f"{entry},1,9,a,b,", ""),
    ListFormat.FIRE_EYE: (FIRE_EYE_HEADER, lambda entry: f"1,x,,,{entry},9", ""),
    ListFormat.STIX: (
        STIX_HEAD,
        lambda entry: f"<a:Address_Value>{escape(entry)}</a:Address_Value>",
        STIX_TAIL,
    ),
}

octets = st.integers(0, 300)
single = st.one_of(
    st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets),
    st.sampled_from(["8.8.8.8", "9.9.9.9", "10.1.1.1", "010.1.1.1", "example.com", "2606:4700::1", "1.2.3", "x"]),
)
entries = st.one_of(single, st.builds("{}/{}".format, single, st.integers(0, 40)))


def _found(report):
    return [(p.line, p.code) for p in (*report.errors.shown, *report.warnings.shown) if p.line and p.line > 1]


@pytest.mark.parametrize("list_format", LAYOUTS)
@settings(deadline=None)
@given(data=st.data())
def test_an_entry_is_judged_as_in_a_plain_list(list_format, data):
    ranges = list_format not in {ListFormat.ALIEN_VAULT, ListFormat.PROOF_POINT}
    given_entries = data.draw(st.lists(entries if ranges else single, min_size=1, max_size=9))
    head, row, tail = LAYOUTS[list_format]
    content = "\n".join([head, *map(row, given_entries), tail])
    plain = "\n".join(["a heading", *given_entries])

    assert _found(validate(io.BytesIO(content.encode()), format=list_format)) == _found(
        validate(io.BytesIO(plain.encode()))
    )


def test_a_range_of_addresses_counts_as_one_entry_and_covers_exactly_itself():
    value = "<a:Address_Value condition='InclusiveBetween'>9.0.0.1##comma##9.0.1.6</a:Address_Value>"
    content = f"{STIX_HEAD}{value}{STIX_TAIL}"

    report = validate(io.BytesIO(content.encode()), format="STIX", normalize=True)

    assert report.source.entries == 1
    assert report.content.entries == 11


def test_all_addresses_there_are_make_one_range():
    value = "<a:Address_Value condition='InclusiveBetween'>0.0.0.0##comma##255.255.255.255</a:Address_Value>"
    content = f"{STIX_HEAD}{value}{STIX_TAIL}"

    report = validate(io.BytesIO(content.encode()), format="STIX", normalize=True)

    assert [problem.text for problem in report.warnings.shown] == ["0.0.0.0/0"]
