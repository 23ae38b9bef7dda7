"""What comes in, what is counted, and how it is told."""

import hashlib
import io
import subprocess
import sys
import textwrap
from pathlib import Path

import pulumi_guardduty.list_content
import pytest
from pulumi_guardduty.list_content import Code, ListFormat, ListKind, entry_chunks, intake, validate


def _codes(report):
    return [str(problem.code) for problem in report.errors.shown]


def test_a_path_a_stream_and_entries_give_the_same_answer(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"8.8.8.8\n9.9.9.0/24\n")

    by_path, by_text = validate(path), validate(str(path))
    by_stream, by_entries = validate(io.BytesIO(path.read_bytes())), validate(iter(["8.8.8.8", "9.9.9.0/24"]))

    assert by_path == by_text == by_stream
    assert by_path.source == by_entries.source
    assert by_path.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (by_path.source.size, by_path.source.entries) == (19, 2)


def test_entries_make_the_file_that_was_measured():
    entries = ["8.8.8.8"] * 10_000

    assert hashlib.sha256(b"".join(entry_chunks(entries))).hexdigest() == validate(entries).content.sha256


def test_entries_are_counted_as_entries():
    report = validate(["8.8.8.8", "10.0.0.1", "8.8.8.8"])

    assert report.rendered() == (
        "1 error:\n"
        "entry 2: '10.0.0.1': private (RFC 1918) addresses; GuardDuty lists apply to publicly routable addresses only\n"
        "1 warning:\n"
        "entry 3: '8.8.8.8': repeats entry 1"
    )


def test_an_entry_with_a_line_break_is_one_bad_entry():
    report = validate(["8.8.8.8\n9.9.9.9"])

    assert [(p.line, p.text, p.code) for p in report.errors.shown] == [(1, "8.8.8.8\\n9.9.9.9", Code.SYNTAX)]


@pytest.mark.parametrize("name", ["missing.txt", ".", "nul\0byte"])
def test_a_path_that_cannot_be_read_is_one_error(tmp_path, name):
    report = validate(tmp_path / name)

    assert _codes(report) == ["unreadable"]
    assert report.errors.rendered().startswith("cannot be read: ")
    assert report.source.sha256 == ""


def test_a_stream_in_text_mode_is_one_error():
    assert _codes(validate(io.StringIO("8.8.8.8\n"))) == ["unreadable"]


def test_a_stream_that_fails_half_way_is_one_error():
    class Failing(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError(104, "Connection reset by peer")

    assert validate(Failing()).errors.rendered() == "cannot be read: connection reset by peer"


@pytest.mark.parametrize("source", [b"8.8.8.8", bytearray(b"8.8.8.8")])
def test_bytes_are_a_mistake_of_the_caller(source):
    with pytest.raises(TypeError, match=r"wrap bytes in io\.BytesIO"):
        validate(source)


def test_entries_of_a_table_format_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="entries make a TXT list, not OTX_CSV"):
        validate(["8.8.8.8"], format="OTX_CSV")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"8.8.8.8\n" * 20)

    report = validate(path, file_limit=159)

    assert report.errors.rendered() == (
        "is 0.0 MB (160 bytes), and a list file may have 0.0 MB (159 bytes): "
        "remove entries, or spread them over several lists"
    )
    assert report.source.size == 0


def test_a_stream_that_is_too_large_is_read_up_to_the_limit():
    content = b"8.8.8.8\n" * 30_000

    report = validate(io.BytesIO(content), file_limit=100_000)

    assert _codes(report) == ["too-large"]
    assert report.source.sha256 == ""
    assert report.source.size == 131_072


@pytest.mark.parametrize(("kind", "quota"), [("threat-ip", 250_000), ("trusted-ip", 2_000)])
def test_an_established_quota_is_an_error_from_the_first_entry_above(kind, quota):
    entries = [f"{20 + n // 65536}.{n // 256 % 256}.{n % 256}.1" for n in range(quota + 1)]

    assert validate(entries[:-1], kind=kind).ok
    assert validate(entries, kind=kind).errors.rendered() == (
        f"has {quota + 1:,} entries, and a list of this kind may have {quota:,}, which AWS does not raise: "
        "remove entries, or merge neighbouring ones (normalize=True)"
    )


@pytest.mark.parametrize("kind", ["threat-entity", "trusted-entity"])
def test_the_count_of_an_entity_list_only_warns(kind):
    entries = [f"n{n}.example.com" for n in range(1_001)]

    assert not validate(entries[:-1], kind=kind).warnings
    assert validate(entries, kind=kind).ok
    assert validate(entries, kind=kind).warnings.by_code == {Code.MANY_ENTRIES: 1}


def test_the_first_twenty_problems_are_shown_and_the_rest_is_counted():
    entries = ["x", *["10.0.0.1"] * 30]

    report = validate(entries)

    assert [problem.line for problem in report.errors.shown] == list(range(1, 21))
    assert len(report.errors) == 31
    assert report.errors.rendered().splitlines()[-1] == "and 11 more: 11 non-public"
    assert report.warnings.by_code == {Code.DUPLICATE: 29}


def test_a_problem_shows_a_long_line_cut_and_control_characters_escaped():
    report = validate(io.BytesIO(b"8.8.8.8\n\x1b[31m\xff\xe2\x80\xae" + b"y" * 500 + b"\n"))

    (problem,) = report.errors.shown
    assert problem.text.startswith("\\x1b[31m\\xff\\u202eyyy")
    assert problem.text.endswith("y…")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        pytest.param("010.1.2.3", "write '10.1.2.3'", id="octal"),
        pytest.param("8.8.8.256", "from 0 to 255", id="octet"),
        pytest.param("8.8.8.8/33", "from 0 to 32", id="prefix-length"),
        pytest.param("8.8.8.8/024", "without leading zeros", id="prefix-length-with-zeros"),
        pytest.param("8.8.8.0/255.255.255.0", "a mask is written as a prefix length", id="mask"),
        pytest.param("8.8.8.1-8.8.8.9", "a range is written as CIDR", id="range"),
        pytest.param("8.8.8.8:443", "write '8.8.8.8'", id="port"),
        pytest.param("https://8.8.8.8/a", "a URL", id="url"),
        pytest.param("8[.]8[.]8[.]8", "plain dots", id="defanged"),
        pytest.param("8.8.8.*", "wildcards are written as CIDR", id="wildcard"),
        pytest.param("8.8.8.8,spam", "one entry a line", id="table"),
        pytest.param("'8.8.8.8'", "remove the quotes", id="quotes"),
        pytest.param("8.8.8", "four numbers", id="three-numbers"),
        pytest.param("8.8.8.8.8", "four numbers", id="five-numbers"),
        pytest.param("example.com", "need an entity list", id="domain"),
        pytest.param("9.9.9.9/24", "write '9.9.9.0/24' for the range, or '9.9.9.9' for the address", id="host-bits"),
    ],
)
def test_a_message_says_what_to_write_instead(line, hint):
    assert hint in validate([line]).errors.rendered()


@pytest.mark.parametrize(
    ("line", "hint"), [("example.com.", "remove the dot at the end"), ("bücher.example", "its ASCII form")]
)
def test_a_message_about_a_name_says_what_to_write_instead(line, hint):
    assert hint in validate([line], kind="threat-entity").errors.rendered()


def test_reading_stops_after_very_many_errors(monkeypatch):
    monkeypatch.setattr(intake, "GIVE_UP_AFTER", 20_000)

    def lines():
        while True:
            yield "x"

    report = validate(lines())

    assert report.errors.shown[0].message.startswith("has more than 20,000 errors")
    assert 20_000 < len(report.errors) < 30_000


def test_the_enums_spell_the_kinds_and_formats():
    assert [str(kind) for kind in ListKind] == ["threat-ip", "trusted-ip", "threat-entity", "trusted-entity"]
    with pytest.raises(ValueError, match="'CSV' is not a valid ListFormat"):
        validate(["8.8.8.8"], format="CSV")
    assert validate(["8.8.8.8"], format=ListFormat.TXT, kind=ListKind.THREAT_IP).ok


def test_importing_loads_no_library_that_a_program_may_never_need():
    folder = Path(pulumi_guardduty.list_content.__file__).parent.parent
    program = f"""
        import sys, types

        package = types.ModuleType("pulumi_guardduty")
        package.__path__ = [{str(folder)!r}]
        sys.modules["pulumi_guardduty"] = package
        from pulumi_guardduty.list_content import validate

        assert validate(["8.8.8.8"]).ok
        unwanted = {{"pulumi", "boto3", "botocore", "pydantic", "defusedxml", "csv", "xml"}} & set(sys.modules)
        assert not unwanted, unwanted
    """

    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)
