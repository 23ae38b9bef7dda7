"""`guardduty-list-object-private`."""

import pytest
from policy_buckets import AWS_V2, NAME, NATIVE, SWITCHES, blocked, bucket, part
from policy_pack import UNKNOWN, Declared, Pack


RULE = "guardduty-list-object-private"

LISTS = [
    "aws:guardduty/iPSet:IPSet",
    "aws:guardduty/threatIntelSet:ThreatIntelSet",
    "aws-native:guardduty:IpSet",
    "aws-native:guardduty:ThreatIntelSet",
    "aws-native:guardduty:ThreatEntitySet",
    "aws-native:guardduty:TrustedEntitySet",
    *(
        f"{door}{name}"
        for door in ("pulumi-python:dynamic/guardduty:", "guardduty:index:")
        for name in ("IPSet", "ThreatIntelSet", "ThreatEntitySet", "TrustedEntitySet")
    ),
]

every_list = pytest.mark.parametrize("type_", LISTS)
every_object = pytest.mark.parametrize(
    "type_",
    ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/objectCopy:ObjectCopy"],
)

PUBLIC = "the list's object object has an ACL that lets strangers read it; leave the ACL out"


def guardduty_list(type_=LISTS[0], location=f"s3://{NAME}/lists/a.txt", **more):
    return Declared(type_, {"detectorId": "d", "name": "a", "location": location, "activate": True}, "list", **more)


def uploaded(type_="aws:s3/bucketObjectv2:BucketObjectv2", key="lists/a.txt", **props):
    return Declared(type_, {"bucket": NAME, "key": key, **props}, "object")


def block(**switches):
    return part("BucketPublicAccessBlock", blocked(**switches), name="block")


def judged(*resources, one=None):
    return Pack(RULE).stack(*resources, one or guardduty_list())


@every_list
def test_a_private_object_in_a_blocked_bucket_passes(type_):
    assert judged(bucket(), block(), uploaded(), one=guardduty_list(type_)).passed


@every_list
def test_a_bucket_that_is_not_blocked_is_a_violation_at_the_list(type_):
    answer = judged(bucket(), uploaded(), one=guardduty_list(type_))

    assert answer.levels == ["mandatory"]
    assert answer.urns == [guardduty_list(type_).urn]
    assert answer.messages == [
        f"the list is read from bucket {NAME}, whose public access block leaves all switches off; set all four to True"
    ]


@pytest.mark.parametrize("switch", SWITCHES)
def test_any_switch_that_is_off_is_a_violation(switch):
    assert f"leaves {switch} off" in judged(bucket(), block(**{switch: False})).messages[0]


@every_object
@pytest.mark.parametrize("acl", ["public-read", "public-read-write", "authenticated-read"])
def test_an_object_that_strangers_may_read_is_a_violation(type_, acl):
    answer = judged(bucket(), block(), uploaded(type_, acl=acl))

    assert answer.messages == [PUBLIC]
    assert answer.urns == [guardduty_list().urn]


@every_object
@pytest.mark.parametrize("acl", ["private", "bucket-owner-full-control", "aws-exec-read"])
def test_other_acls_pass(type_, acl):
    assert judged(bucket(), block(), uploaded(type_, acl=acl)).passed


@pytest.mark.parametrize("group", ["AllUsers", "AuthenticatedUsers"])
def test_a_grant_to_everybody_is_a_violation(group):
    grants = [{"permissions": ["READ"], "type": "Group", "uri": f"http://acs.amazonaws.com/groups/global/{group}"}]

    assert judged(bucket(), block(), uploaded("aws:s3/objectCopy:ObjectCopy", grants=grants)).messages == [PUBLIC]


def test_a_grant_to_somebody_passes():
    grants = [{"permissions": ["READ"], "type": "CanonicalUser", "id": "x"}]

    assert judged(bucket(), block(), uploaded("aws:s3/objectCopy:ObjectCopy", grants=grants)).passed


@pytest.mark.parametrize(
    "location",
    [
        f"https://s3.amazonaws.com/{NAME}/lists/a.txt",
        f"https://s3-us-east-1.amazonaws.com/{NAME}/lists/a.txt",
        f"https://s3.us-east-1.amazonaws.com/{NAME}/lists/a.txt",
        f"http://{NAME}.s3.amazonaws.com/lists/a.txt",
        f"http://{NAME}.s3-us-east-1.amazonaws.com/lists/a.txt",
        f"https://{NAME}.s3.us-east-1.amazonaws.com/lists/a.txt",
        f"https://s3.cn-north-1.amazonaws.com.cn/{NAME}/lists/a.txt",
        f"s3://{NAME}/lists/a.txt",
    ],
)
def test_every_form_of_a_location_leads_to_bucket_and_object(location):
    answer = judged(bucket(), uploaded(acl="public-read"), one=guardduty_list(location=location))

    assert len(answer.messages) == 2


def test_another_object_of_the_bucket_does_not_matter():
    assert judged(bucket(), block(), uploaded(key="other.txt", acl="public-read")).passed


def test_an_object_of_the_same_key_in_another_bucket_does_not_matter():
    other = Declared(
        "aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "b", "key": "lists/a.txt", "acl": "public-read"}
    )

    assert judged(bucket(), block(), other).passed


def test_an_object_is_found_by_the_arn_of_its_bucket():
    declared = Declared(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        {"bucket": f"arn:aws:s3:::{NAME}", "key": "lists/a.txt", "acl": "public-read"},
        "object",
    )

    assert judged(bucket(), block(), declared).messages == [PUBLIC]


@pytest.mark.parametrize(
    "acl",
    [
        pytest.param(part("BucketAcl", {"acl": "public-read"}, name="acl"), id="split"),
        pytest.param(part("BucketAcl", {"acl": "public-read"}, version="V2", name="acl"), id="split-v2"),
        pytest.param(
            part(
                "BucketAcl",
                {
                    "accessControlPolicy": {
                        "owner": {"id": "x"},
                        "grants": [
                            {
                                "permission": "READ",
                                "grantee": {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"},
                            }
                        ],
                    }
                },
                name="acl",
            ),
            id="grants",
        ),
    ],
)
def test_a_public_acl_of_a_bucket_that_is_not_blocked_is_named_too(acl):
    answer = judged(bucket(), acl)

    assert answer.messages[1] == f"the ACL of bucket {NAME} lets strangers in; leave the ACL out"


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(bucket({"acl": "public-read"}), id="inline"),
        pytest.param(bucket({"acl": "public-read"}, type_=AWS_V2), id="inline-v2"),
        pytest.param(
            bucket({"grants": [{"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}]}),
            id="grants",
        ),
        pytest.param(bucket({"accessControl": "PublicRead"}, type_=NATIVE), id="native"),
    ],
)
def test_an_inline_public_acl_is_named_too(declared):
    assert len(judged(declared).messages) == 2


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(bucket({"acl": "private"}), id="inline"),
        pytest.param(bucket({"accessControl": "Private"}, type_=NATIVE), id="native"),
        pytest.param(bucket({"grants": [{"type": "CanonicalUser", "id": "x"}]}), id="grants"),
    ],
)
def test_a_private_acl_is_not_named(declared):
    assert len(judged(declared).messages) == 1


@pytest.mark.parametrize(
    ("ownership", "messages"), [("BucketOwnerEnforced", 1), ("ObjectWriter", 2), ("BucketOwnerPreferred", 2)]
)
@pytest.mark.parametrize(
    "shape",
    [
        lambda value: [
            bucket({"acl": "public-read"}),
            part("BucketOwnershipControls", {"rule": {"objectOwnership": value}}),
        ],
        lambda value: [
            bucket(
                {"accessControl": "PublicRead", "ownershipControls": {"rules": [{"objectOwnership": value}]}},
                type_=NATIVE,
            )
        ],
    ],
    ids=["split", "native"],
)
def test_an_acl_that_ownership_switches_off_is_not_named(shape, ownership, messages):
    assert len(judged(*shape(ownership)).messages) == messages


def test_a_public_acl_of_a_blocked_bucket_does_not_count():
    assert judged(bucket({"acl": "public-read"}), block()).passed


def own_object(door):
    return Declared(f"{door}ListObject", {"bucket": NAME, "key": "lists/a.txt", "path": "a.txt"}, "object")


@pytest.mark.parametrize("door", ["pulumi-python:dynamic/guardduty:", "guardduty:index:"])
def test_objects_of_ours_are_private(door):
    assert judged(bucket(), block(), own_object(door)).passed


@every_list
def test_a_bucket_outside_the_stack_is_judged_where_it_is_declared(type_):
    answer = judged(one=guardduty_list(type_))

    assert answer.reason == "the bucket of list is not part of this stack, so it is judged where it is declared"


def test_an_object_in_a_bucket_outside_the_stack_is_judged():
    assert judged(uploaded(acl="public-read")).messages == [PUBLIC]


def test_a_stack_without_lists_is_none_of_its_business():
    assert Pack(RULE).stack(bucket(), uploaded(acl="public-read")).reason == "nothing here that the rule is about"


@every_list
def test_a_location_that_is_not_known_yet_leaves_it_open(type_):
    answer = judged(bucket(), block(), uploaded(), one=guardduty_list(type_, UNKNOWN))

    assert not answer.violations
    assert "`location` of list is not known before" in answer.reason


@every_list
def test_a_location_that_is_not_known_yet_is_followed_to_what_it_is_computed_from(type_):
    one = guardduty_list(type_, UNKNOWN, comes_from={"location": ["bucket", "object"]})

    answer = judged(bucket(), uploaded(acl="public-read"), one=one)

    assert len(answer.messages) == 2


@pytest.mark.parametrize(
    "resources",
    [
        [bucket(), part("BucketPublicAccessBlock", {**blocked(), "blockPublicAcls": UNKNOWN}, name="block")],
        [bucket(), part("BucketPublicAccessBlock", {**blocked(), "bucket": UNKNOWN}, name="block")],
        [bucket(), block(), uploaded(acl=UNKNOWN)],
    ],
    ids=["switch", "block-of-some-bucket", "acl"],
)
def test_what_is_not_known_yet_is_neither_pass_nor_violation(resources):
    answer = judged(*resources)

    assert not answer.violations
    assert "is not known before" in answer.reason


def test_a_list_without_a_location_has_nothing_to_judge():
    one = Declared(LISTS[0], {"detectorId": "d", "name": "a"}, "list")

    assert not Pack(RULE).stack(bucket(), one).violations


def test_a_public_object_is_reported_whatever_its_bucket_turns_out_to_be():
    blind = part("BucketPublicAccessBlock", {**blocked(), "bucket": UNKNOWN}, name="block")

    assert judged(bucket(), blind, uploaded(acl="public-read")).messages == [PUBLIC]
