"""The content of an uploaded list is judged in preview, and never enters the inputs that state keeps."""

import hashlib
import itertools
import json

import pytest
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.unknown import UNKNOWN
from pulumi_guardduty.list_object.lifecycle import HANDLERS


DECLARED = {"bucket": "lists", "name": "blocked", "kind": "threat-ip", "clientToken": "t-1", "region": "us-east-1"}
TWO = "198.51.100.1\n8.8.8.8\n"

#: Resources of their own for each test: what a process has warned of once it does not repeat.
stacks = (f"dev{number}" for number in itertools.count())


@pytest.fixture(autouse=True)
def program_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(**changes):
    return HANDLERS.check({}, {**DECLARED, "allowNonPublic": True, **changes}, Call())


def failures(**changes):
    return [(failure.property, failure.reason) for failure in check(**changes)[1]]


def test_a_file_becomes_its_digest_size_and_place(program_folder):
    (program_folder / "blocked.txt").write_text(TWO)
    digest = hashlib.sha256(TWO.encode()).hexdigest()

    inputs, found = check(path="blocked.txt", prefix="a/b/")

    assert found == []
    assert inputs == {
        **DECLARED,
        "allowNonPublic": True,
        "path": "blocked.txt",
        "prefix": "a/b/",
        "format": "TXT",
        "normalize": False,
        "sha256": digest,
        "size": len(TWO),
        "entryCount": 2,
        "key": f"a/b/blocked-{digest[:16]}.txt",
        "location": f"s3://lists/a/b/blocked-{digest[:16]}.txt",
        "listFormat": "TXT",
    }


@pytest.mark.parametrize("entries", [["198.51.100.1", "8.8.8.8"], "198.51.100.1\n8.8.8.8"], ids=["list", "text"])
def test_entries_leave_the_inputs_and_come_to_the_same_as_a_file_of_them(entries, program_folder):
    (program_folder / "blocked.txt").write_text(TWO)

    inputs, found = check(entries=entries)

    assert found == []
    assert "entries" not in inputs
    assert "8.8.8.8" not in json.dumps(inputs)
    assert inputs["sha256"] == check(path="blocked.txt")[0]["sha256"]


@pytest.mark.parametrize("content", [{"entries": UNKNOWN}, {"entries": ["8.8.8.8", UNKNOWN]}, {"path": UNKNOWN}])
def test_what_follows_from_unknown_content_is_unknown(content):
    inputs, found = check(**content)

    assert found == []
    assert {inputs[name] for name in ("sha256", "size", "entryCount", "key", "location", "listFormat")} == {UNKNOWN}
    assert "entries" not in inputs


def test_content_is_judged_though_the_bucket_is_not_known_yet():
    inputs, found = check(bucket=UNKNOWN, entries=["8.8.8.8"])
    assert (found, inputs["location"]) == ([], UNKNOWN)
    assert inputs["key"].startswith("blocked-")

    assert [name for name, _ in failures(bucket=UNKNOWN, entries=["nonsense"])] == [""]


def test_a_missing_file_is_one_sentence():
    assert failures(path="lists/blocked.txt") == [
        ("path", "cannot be read: no such file or directory; the path is relative to the program's folder")
    ]


def test_every_bad_line_is_named_with_its_number_and_text(program_folder):
    (program_folder / "blocked.txt").write_text("8.8.8.8\nnonsense\n10.0.0.0/8\n")

    ((name, reason),) = failures(path="blocked.txt", allowNonPublic=False)

    assert name == "path"
    first, second, third = reason.splitlines()
    assert first == "2 errors:"
    assert second.startswith("line 2: 'nonsense': ")
    assert third.startswith("line 3: '10.0.0.0/8': private (RFC 1918) addresses")


def test_bad_entries_are_told_under_no_property_as_the_engine_would_print_its_whole_value():
    ((name, reason),) = failures(entries=["8.8.8.8", "10.0.0.0/8"], allowNonPublic=False)

    assert name == ""
    assert reason.startswith("entries: 1 error:\nentry 2: '10.0.0.0/8': private (RFC 1918) addresses")


def test_an_entry_with_a_line_break_is_one_bad_entry():
    ((_, reason),) = failures(entries=["8.8.8.8\n1.1.1.1"])

    assert reason.startswith(r"entries: 1 error:" + "\n" + r"entry 1: '8.8.8.8\n1.1.1.1'")


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        pytest.param({}, "", "has no content; declare path, a file, or entries", id="nothing"),
        pytest.param({"entries": "8.8.8.8", "path": "x"}, "", "has both path and entries", id="both"),
        pytest.param({"entries": [7.0]}, "", "entries: have to be a list of strings", id="entries-numbers"),
        pytest.param({"entries": {"a": "b"}}, "", "entries: have to be a list of strings", id="entries-map"),
        pytest.param({"entries": []}, "", "entries: holds no entry", id="entries-empty"),
        pytest.param({"entries": "8.8.8.8", "format": "STIX"}, "format", "entries make a TXT list", id="entries-stix"),
        pytest.param({"entries": "8.8.8.8", "format": "CSV"}, "format", "(got 'CSV')", id="format-unknown"),
        pytest.param({"entries": "8.8.8.8", "kind": "ip"}, "kind", "(got 'ip')", id="kind-unknown"),
        pytest.param({"entries": "8.8.8.8", "kind": None}, "kind", "is required", id="kind-none"),
        pytest.param({"entries": "8.8.8.8", "name": "a b"}, "name", "has to begin with a letter", id="name-space"),
        pytest.param({"entries": "8.8.8.8", "name": "n" * 101}, "name", "at most 100 characters", id="name-101"),
        pytest.param({"entries": "8.8.8.8", "name": "n\n"}, "name", "has to begin with a letter", id="name-line-break"),
        pytest.param({"entries": "8.8.8.8", "prefix": "lists"}, "prefix", "with its last slash", id="prefix-no-slash"),
        pytest.param({"entries": "8.8.8.8", "prefix": "p" * 100 + "/"}, "prefix", "at most 100", id="prefix-101"),
        pytest.param({"entries": "8.8.8.8", "bucket": "b"}, "bucket", "at least 3 characters", id="bucket-short"),
        pytest.param({"entries": "8.8.8.8", "bucket": "arn:aws:s3:::b"}, "bucket", "not its ARN", id="bucket-arn"),
        pytest.param({"entries": "8.8.8.8", "bucket": None}, "bucket", "is required", id="bucket-none"),
        pytest.param({"entries": "8.8.8.8", "normalize": "yes"}, "normalize", "valid boolean", id="normalize-string"),
        pytest.param({"entries": "8.8.8.8", "kmsKeyArn": "alias/x"}, "kms_key_arn", "arn:", id="key-alias"),
        pytest.param({"entries": "8.8.8.8", "expectedBucketOwner": "1"}, "expected_bucket_owner", "12", id="owner-1"),
        pytest.param({"path": ""}, "path", "at least 1 character", id="path-empty"),
        pytest.param({"path": 7.0}, "path", "valid string", id="path-number"),
    ],
)
def test_check_names_the_one_property_that_is_wrong(changes, path, words):
    found = failures(**changes)

    assert [name for name, _ in found] == [path]
    assert words in found[0][1]


def test_the_longest_name_prefix_and_bucket_make_a_location_that_lists_take():
    inputs, found = check(entries=["8.8.8.8"], name="n" * 100, prefix="p" * 99 + "/", bucket="b" * 63)

    assert found == []
    assert len(inputs["location"]) <= 300


def test_a_normalised_list_is_judged_and_counted_by_its_normal_form_and_is_txt(program_folder):
    (program_folder / "otx.csv").write_text("Indicator type,Indicator,Description\nIPv4,8.8.8.9,x\nIPv4,8.8.8.8,y\n")

    plain = check(path="otx.csv", format="OTX_CSV")[0]
    normal = check(path="otx.csv", format="OTX_CSV", normalize=True)[0]

    assert (plain["listFormat"], plain["entryCount"]) == ("OTX_CSV", 2)
    assert (normal["listFormat"], normal["entryCount"]) == ("TXT", 1)
    assert normal["size"] == len("8.8.8.8/31\n")
    assert normal["format"] == "OTX_CSV"


class Program:
    """Declarations of one program, and what it was warned of."""

    def __init__(self):
        self.stack = next(stacks)
        self.warned = []

    def declare(self, own_name, **changes):
        urn = f"urn:pulumi:{self.stack}::shop::pulumi-python:dynamic/guardduty:ListObject::{own_name}"
        _, found = HANDLERS.check({}, {**DECLARED, **changes}, Call(urn=urn, warn=self.warned.append))
        assert found == []


def test_warnings_name_lines_and_are_said_once_for_the_same_content():
    program = Program()

    for _ in range(2):
        program.declare("blocked", entries=["8.8.8.8", "8.8.8.8"])

    assert program.warned == ["entries: 1 warning:\nentry 2: '8.8.8.8': repeats entry 1"]


def test_entries_on_a_trusted_and_a_threat_list_of_one_program_are_named_once_whichever_comes_first():
    for first, second in (("trusted", "threat"), ("threat", "trusted")):
        program = Program()
        content = {"trusted": ["8.8.8.0/24"], "threat": ["9.9.9.9", "8.8.8.8"]}

        for which in (first, second, first):
            program.declare(which, kind=f"{which}-ip", entries=content[which])

        (said,) = program.warned
        assert "takes 1 of the entries" in said
        assert "and no finding will name them; remove them from one of the two" in said
        assert "entry 2: '8.8.8.8': is trusted by '8.8.8.0/24' of the trusted list (entry 1), which wins" in said


def test_lists_of_two_regions_or_two_threat_lists_are_not_compared():
    program = Program()

    program.declare("trusted", kind="trusted-ip", entries=["8.8.8.8"])
    program.declare("elsewhere", entries=["8.8.8.8"], region="eu-west-1")
    program.declare("other", kind="trusted-entity", entries=["8.8.8.8"])

    assert program.warned == []


def test_a_domain_that_is_trusted_is_named_too():
    program = Program()

    program.declare("trusted", kind="trusted-entity", entries=["*.example.com"])
    program.declare("threat", kind="threat-entity", entries=["evil.example.com"])

    assert "'evil.example.com': is trusted by '*.example.com'" in program.warned[0]
