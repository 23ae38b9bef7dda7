"""`guardduty-trusted-list-guard`."""

import base64
import hashlib

import pytest
from policy_buckets import NAME
from policy_pack import UNKNOWN, Declared, Pack


RULE = "guardduty-trusted-list-guard"
STACK = "guardduty-trusted-list-guard-stack"

TRUSTED = [
    "aws:guardduty/iPSet:IPSet",
    "aws-native:guardduty:IpSet",
    "aws-native:guardduty:TrustedEntitySet",
    "pulumi-python:dynamic/guardduty:IPSet",
    "pulumi-python:dynamic/guardduty:TrustedEntitySet",
    "guardduty:index:IPSet",
    "guardduty:index:TrustedEntitySet",
]
THREATS = [
    "aws:guardduty/threatIntelSet:ThreatIntelSet",
    "aws-native:guardduty:ThreatIntelSet",
    "aws-native:guardduty:ThreatEntitySet",
    "pulumi-python:dynamic/guardduty:ThreatIntelSet",
    "guardduty:index:ThreatEntitySet",
]

every_trusted = pytest.mark.parametrize("type_", TRUSTED)
every_threat = pytest.mark.parametrize("type_", THREATS)

REVIEWED = {"reviewed": [{"name": "office*", "reason": "looked at by the security team"}]}


def guardduty_list(type_=TRUSTED[0], name="offices", location=f"s3://{NAME}/trusted.txt", **more):
    return Declared(type_, {"name": name, "location": location, "format": "TXT", "activate": True}, "list", **more)


def uploaded(**props):
    return Declared("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": NAME, "key": "trusted.txt", **props}, "object")


def judged(declared, **settings):
    return Pack(RULE, **settings).stack(guardduty_list(), declared)


@every_trusted
def test_a_trusted_list_that_nobody_reviewed_is_a_violation(type_):
    answer = Pack(RULE).declared(guardduty_list(type_))

    assert answer.levels == ["advisory"]
    assert answer.messages == [
        (
            "trusted list 'offices' keeps GuardDuty silent about all that is on it, and nobody has noted a review; "
            "after a review add its name and the reason to `reviewed`"
        )
    ]


@every_trusted
def test_a_reviewed_list_passes(type_):
    assert Pack(RULE, **REVIEWED).declared(guardduty_list(type_)).passed
    assert Pack(RULE, **REVIEWED).declared(guardduty_list(type_, "vendors")).messages


@every_trusted
def test_a_list_is_reviewed_under_its_name_in_the_program_too(type_):
    reviewed = [{"name": "list", "reason": "x"}]

    assert Pack(RULE, reviewed=reviewed).declared(guardduty_list(type_)).passed


@every_trusted
def test_a_list_whose_name_is_not_known_yet_is_left_open(type_):
    answer = Pack(RULE, **REVIEWED).declared(guardduty_list(type_, UNKNOWN))

    assert not answer.violations
    assert "`name` is not known before" in answer.reason


@every_threat
def test_lists_of_threats_silence_nothing(type_):
    assert Pack(RULE).declared(guardduty_list(type_)).reason == "nothing here that the rule is about"
    assert Pack(RULE).stack(guardduty_list(type_), uploaded(content="0.0.0.0/1")).reason == (
        "nothing here that the rule is about"
    )


@every_trusted
def test_narrow_networks_pass(type_):
    content = "198.51.100.7\n198.51.100.0/24\n203.0.113.128/25\n"

    assert Pack(RULE).stack(guardduty_list(type_), uploaded(content=content)).passed


@every_trusted
def test_a_network_that_is_too_wide_is_a_violation_at_the_list(type_):
    answer = Pack(RULE).stack(guardduty_list(type_), uploaded(content="198.51.100.7\n198.51.0.0/23\n"))

    assert answer.urns == [guardduty_list(type_).urn]
    assert answer.violations == [
        (
            STACK,
            "the trusted list holds 198.51.0.0/23, wider than /24; trust single addresses and narrow networks",
        )
    ]


def test_more_than_one_are_counted():
    assert (
        "holds 10.0.0.0/8 and 2 more, wider"
        in judged(uploaded(content="10.0.0.0/8\n0.0.0.0/0\n1.2.0.0/16")).messages[0]
    )


def test_the_width_is_configurable():
    assert judged(uploaded(content="198.51.100.0/24"), minPrefixLength=25).messages
    assert judged(uploaded(content="198.0.0.0/8"), minPrefixLength=8).passed


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("CIDR,198.51.0.0/16,office", id="otx"),
        pytest.param('"198.51.0.0/16",a,b', id="quoted"),
        pytest.param("<Address>198.51.0.0/16</Address>", id="xml"),
        pytest.param("198.51.7.9/16", id="host-bits"),
    ],
)
def test_networks_are_found_in_every_format(content):
    assert "198.51.0.0/16" in judged(uploaded(content=content)).messages[0]


@pytest.mark.parametrize("content", ["1.2.3.4.5.0.0/8", "999.1.2.0/8", "/8", "1.2.3.0/33", "http://x/1.2.3.4/8x", ""])
def test_what_is_no_network_is_not_taken_for_one(content):
    assert judged(uploaded(content=content)).passed


WIDE = "10.0.0.0/8\n"


def test_content_is_read_from_base64():
    assert judged(uploaded(contentBase64=base64.b64encode(WIDE.encode()).decode())).messages


def test_content_that_is_not_base64_is_left_open():
    answer = judged(uploaded(contentBase64="x"))

    assert not answer.violations
    assert "is not base64" in answer.reason


ASSET = "4dabf18193072939515e22adb298388d", "c44067f5952c0a294b673a41bacd8c17"


def asset(**said):
    return {ASSET[0]: ASSET[1], **said}


def test_content_is_read_from_an_asset():
    assert judged(uploaded(source=asset(text=WIDE))).messages


def test_content_is_read_from_the_file_of_an_asset(tmp_path):
    path = tmp_path / "trusted.txt"
    path.write_text(WIDE)

    assert judged(uploaded(source=asset(path=str(path)))).messages


def test_a_remote_asset_is_left_open():
    answer = judged(uploaded(source=asset(uri="https://example.com/trusted.txt")))

    assert answer.reason == "the content of object is not part of the program, so it is not judged"


def own_object(door, path, sha256):
    props = {"bucket": NAME, "key": "trusted.txt", "path": str(path), "sha256": sha256}
    return Declared(f"{door}ListObject", props, "object")


every_door = pytest.mark.parametrize("door", ["pulumi-python:dynamic/guardduty:", "guardduty:index:"])


@every_door
def test_our_own_object_is_read_from_its_file(door, tmp_path):
    path = tmp_path / "trusted.txt"
    path.write_text(WIDE)

    answer = judged(own_object(door, path, hashlib.sha256(WIDE.encode()).hexdigest()))

    assert "holds 10.0.0.0/8, wider" in answer.messages[0]


@every_door
def test_entries_in_the_program_are_not_kept_and_so_left_open(door):
    one = Declared(f"{door}ListObject", {"bucket": NAME, "key": "trusted.txt", "sha256": "0" * 64}, "object")

    assert judged(one).reason == "the entries of object are not kept, so they are not judged"


@every_door
def test_a_file_other_than_the_declared_one_is_left_open(door, tmp_path):
    path = tmp_path / "trusted.txt"
    path.write_text("198.51.100.7\n")

    answer = judged(own_object(door, path, hashlib.sha256(WIDE.encode()).hexdigest()))

    assert answer.reason == "the file of object is not the one whose hash is declared"


@every_door
def test_a_file_that_is_not_there_is_left_open(door, tmp_path):
    answer = judged(own_object(door, tmp_path / "missing", "0" * 64))

    assert answer.reason == "the file of object cannot be read from the policy pack, so it is not judged"


def test_an_object_outside_the_stack_is_left_open():
    answer = Pack(RULE).stack(guardduty_list())

    assert answer.reason == "the object of list is not part of this stack, so it is not judged"


@pytest.mark.parametrize("props", [{"content": UNKNOWN}, {"contentBase64": UNKNOWN}, {"source": UNKNOWN}], ids=str)
def test_content_that_is_not_known_yet_is_left_open(props):
    answer = judged(uploaded(**props))

    assert not answer.violations
    assert "is not known before" in answer.reason


@every_trusted
def test_a_location_that_is_not_known_yet_is_followed_to_its_object(type_):
    one = guardduty_list(type_, location=UNKNOWN, comes_from={"location": ["object"]})

    assert Pack(RULE).stack(one, uploaded(content=WIDE)).messages
