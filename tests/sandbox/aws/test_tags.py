"""Tags through the tag operations. Evidence: wire for destinations and IP lists (204, merge, lower-case ARN)."""

import json

import pytest


def tag(raw, arn, tags):
    return raw("POST", f"/tags/{arn.replace('/', '%2F')}", {"tags": tags})


@pytest.fixture
def resource(request, scene, make_lists):
    """A resource of each kind and its ARN, by the kind's spelling in the ARN."""
    base = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"
    if request.param == "detector":
        return base
    if request.param == "publishingdestination":
        return f"{base}/publishingdestination/{scene.build().create()}"
    return f"{base}/{request.param}/{make_lists(request.param).create()}"


KINDS = ["detector", "publishingdestination", "threatintelset", "ipset", "threatentityset", "trustedentityset"]


@pytest.mark.parametrize("resource", KINDS, indirect=True)
def test_tags_merge_and_go_one_by_one_and_answer_204(resource, scene, raw):
    first = tag(raw, resource, {"a": "1", "b": "2"})
    scene.guardduty.tag_resource(ResourceArn=resource, Tags={"b": "3"})
    merged = scene.guardduty.list_tags_for_resource(ResourceArn=resource)["Tags"]
    status, _, body = raw("DELETE", f"/tags/{resource.replace('/', '%2F')}?tagKeys=a&tagKeys=unknown")

    assert (first[0], first[2], status, body) == (204, b"", 204, b"")
    assert merged == {"a": "1", "b": "3"}
    assert scene.guardduty.list_tags_for_resource(ResourceArn=resource)["Tags"] == {"b": "3"}


def test_a_call_that_names_no_tags_changes_none(scene, raw):
    """assumed"""
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"
    tag(raw, arn, {"a": "1"})

    status, headers, body = raw("POST", f"/tags/{arn.replace('/', '%2F')}", {})

    assert (status, headers["Content-Type"], body) == (204, "application/json", b"")
    assert scene.guardduty.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "1"}


def test_tags_show_in_describe_and_get(scene, intel):
    destination, found = scene.build().create(Tags={"a": "1"}), intel.create(Tags={"a": "1"})
    base = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"

    scene.guardduty.tag_resource(ResourceArn=f"{base}/publishingdestination/{destination}", Tags={"b": "2"})
    scene.guardduty.untag_resource(ResourceArn=f"{base}/threatintelset/{found}", TagKeys=["a"])

    assert scene.describe(destination)["Tags"] == {"a": "1", "b": "2"}
    assert intel.get(found)["Tags"] == {}


def test_a_list_of_tags_is_json(scene, raw):
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"

    status, headers, body = raw("GET", f"/tags/{arn.replace('/', '%2F')}")

    assert (status, headers["Content-Type"], json.loads(body)) == (200, "application/json", {"tags": {}})


@pytest.mark.parametrize(
    ("child", "words"),
    [
        ("publishingdestination/none", "one or more input parameters have invalid values"),
        ("threatintelset/none", "no such resource found"),
        ("filter/none", "no such resource found"),
    ],
)
def test_tags_of_what_is_not_there_are_refused(child, words, scene, refused):
    """assumed: as the kind's own reads are"""
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}/{child}"

    assert words in refused(scene.guardduty.list_tags_for_resource, ResourceArn=arn).message


def test_tags_of_a_deleted_list_are_refused(scene, intel, refused):
    """assumed"""
    found = intel.create()
    intel.delete(found)
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}/threatintelset/{found}"

    assert "no such resource found" in refused(scene.guardduty.tag_resource, ResourceArn=arn, Tags={"a": "b"}).message


def test_tags_of_an_unknown_detector_are_refused(scene, refused):
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{'0' * 32}"

    assert "detectorId is not owned" in refused(scene.guardduty.list_tags_for_resource, ResourceArn=arn).message


@pytest.mark.parametrize(
    ("quota", "count", "fits"), [(None, 200, True), (None, 201, False), (50, 50, True), (50, 51, False)]
)
@pytest.mark.parametrize("where", ["tag", "create-list", "create-destination"])
def test_the_number_of_tags_is_bounded(where, quota, count, fits, scene, intel, refused):
    """The API's page says 200, the quotas' 50; AWS's text is not established."""
    if quota:
        scene.sandbox.control.switch(tag_quota=quota)
    tags = {f"key{number}": "" for number in range(count)}
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"
    scene.build()
    call = {
        "tag": lambda: scene.guardduty.tag_resource(ResourceArn=arn, Tags=tags),
        "create-list": lambda: intel.create(Tags=tags),
        "create-destination": lambda: scene.create(Tags=tags),
    }[where]

    if fits:
        call()
    else:
        assert refused(call).message == (
            f"[sandbox: AWS's own text is not established] {count} tags were given, a resource may have {quota or 200}"
        )


def test_tags_that_are_there_count(scene, refused):
    scene.sandbox.control.switch(tag_quota=2)
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{scene.detector}"
    scene.guardduty.tag_resource(ResourceArn=arn, Tags={"a": "", "b": ""})

    scene.guardduty.tag_resource(ResourceArn=arn, Tags={"a": "1"})

    assert "3 tags were given" in refused(scene.guardduty.tag_resource, ResourceArn=arn, Tags={"c": ""}).message
