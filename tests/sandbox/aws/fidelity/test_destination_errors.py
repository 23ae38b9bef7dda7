"""Every way in which AWS refuses a publishing destination, with its literal text.

Evidence marks: `wire`, raw answers of a real account (us-west-2, 2026-09-29, boto3 1.43.99); `wire-2nd`, stated by
their recorder as taken from captures; `tf`, the text terraform-provider-aws matches on; `iss`, seen in the field
(awslabs/landing-zone-accelerator-on-aws#255); `inferred`, the row's own rule applied to a case nobody recorded.
"""

import json

import pytest


INVALID = "The request is rejected because an invalid or out-of-range value is specified as an input parameter."
TEXTS = {
    "E1": "The request is rejected because the input detectorId is not owned by the current account.",
    "E2": "The request failed because no destinationType parameter was included in the request.",
    "E3": "The request failed because no destinationProperties parameter was included in the request.",
    "E4": "The request is rejected because the JSON could not be processed.",
    "E5": "The request failed because the GuardDuty service principal does not have permission to the KMS key or the"
    " resource specified by the destinationArn parameter. Refer to"
    " https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html",
    "E6": "The request failed because the resource specified in the destinationArn parameter does not exist.",
    "E7": "The request failed because a publishingDestination already exists with the destinationType value provided"
    " in the request.",
    "E8": "The request failed because you do not have the required permissions for the s3:GetObject or s3:ListBucket"
    " actions.",
    "E9": "The request failed because the value specified for the destinationArn parameter is not valid.",
    "E10": "The request failed because the value specified for the kmsKeyArn parameter is not valid.",
    "E11": "The request failed because the resource folder specified in the destinationArn parameter does not exist.",
    "E12": INVALID,
    "E13": "The request is rejected because the one or more input parameters have invalid values.",
    "E14": "The request is rejected because the parameter maxResults is out-of-bounds.",
    "E15": "The request is rejected because an invalid next token is specified",
    "E16": "Invalid input resource arn",
}
UNKNOWN = "0123456789abcdef0123456789abcdef"


def path(scene, child=""):
    return f"/detector/{scene.detector}/publishingDestination" + (f"/{child}" if child else "")


def creates(raw, scene, **body):
    return raw("POST", path(scene), body)


def properties(scene, **changes):
    chosen = {"destinationArn": f"arn:aws:s3:::{scene.bucket}", "kmsKeyArn": scene.key, **changes}
    return {name: value for name, value in chosen.items() if value is not None}


def with_properties(**changes):
    """A create whose properties differ from good ones; None leaves one out."""

    def act(raw, scene):
        return creates(raw, scene, destinationType="S3", destinationProperties=properties(scene, **changes))

    return act


def update_with(**changes):
    """An update of an existing destination."""

    def act(raw, scene):
        scene.build()
        return raw("POST", path(scene, scene.create()), {"destinationProperties": changes})

    return act


def without_policies(raw, scene):
    scene.make_bucket()
    scene.make_key()
    return with_properties()(raw, scene)


def without_key_policy(raw, scene):
    scene.build()
    scene.put_key_policy(scene.key_statements()[:1])
    return with_properties()(raw, scene)


def without_bucket_policy(raw, scene):
    scene.build()
    scene.s3.delete_bucket_policy(Bucket=scene.bucket)
    return with_properties()(raw, scene)


def with_missing_key(raw, scene):
    scene.build()
    missing = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
    return with_properties(kmsKeyArn=missing)(raw, scene)


def second_destination(raw, scene):
    scene.build()
    scene.create()
    return with_properties()(raw, scene)


def missing_folder(raw, scene):
    scene.build()
    return with_properties(destinationArn="arn:aws:s3:::findings/nowhere")(raw, scene)


def missing_folder_on_update(raw, scene):
    return update_with(destinationArn="arn:aws:s3:::findings/nowhere")(raw, scene)


def missing_folder_on_replay(raw, scene):
    scene.build()
    scene.create(ClientToken="t")
    moved = properties(scene, destinationArn="arn:aws:s3:::findings/nowhere")
    return creates(raw, scene, destinationType="S3", destinationProperties=moved, clientToken="t")


def folder_with_contents_but_no_marker(raw, scene):
    scene.build()
    scene.s3.put_object(Bucket=scene.bucket, Key="logs/AWSLogs/x", Body=b"")
    return with_properties(destinationArn="arn:aws:s3:::findings/logs")(raw, scene)


def delete_twice(raw, scene):
    scene.build()
    destination = scene.create()
    scene.delete(destination)
    return raw("DELETE", path(scene, destination))


def broken_policy_on_update(raw, scene):
    scene.build()
    destination = scene.create()
    scene.put_key_policy(scene.key_statements()[:1])
    return raw("POST", path(scene, destination), {"destinationProperties": {"kmsKeyArn": scene.key}})


def foreign_detector(method, child=""):
    def act(raw, _scene):
        body = {"destinationType": "S3", "destinationProperties": {}} if method == "POST" else None
        return raw(method, f"/detector/{UNKNOWN}/publishingDestination{child}", body)

    return act


def tagged(arn):
    def act(raw, scene):
        scene.build()
        resource = arn.format(detector=scene.detector, destination=scene.create())
        return raw("POST", f"/tags/{resource.replace('/', '%2F')}", {"tags": {"a": "b"}})

    return act


def listed(query):
    return lambda raw, scene: raw("GET", f"{path(scene)}?{query}")


def on(method, child, body=None):
    return lambda raw, scene: raw(method, path(scene, child), body)


PREFIX = "arn:aws:guardduty:us-east-1:123456789012:detector/{detector}"
ROWS = [
    ("E1", "tf", "create", foreign_detector("POST")),
    ("E1", "tf", "describe", foreign_detector("GET", f"/{UNKNOWN}")),
    ("E1", "tf", "update", foreign_detector("POST", f"/{UNKNOWN}")),
    ("E1", "tf", "delete", foreign_detector("DELETE", f"/{UNKNOWN}")),
    ("E1", "tf", "list", foreign_detector("GET")),
    ("E2", "wire", "empty-body", creates),
    ("E2", "wire", "no-type", lambda raw, scene: creates(raw, scene, destinationProperties={})),
    ("E3", "wire", "no-properties", lambda raw, scene: creates(raw, scene, destinationType="S3")),
    ("E3", "wire", "bad-type-no-properties", lambda raw, scene: creates(raw, scene, destinationType="S4")),
    ("E4", "wire", "type", lambda raw, scene: creates(raw, scene, destinationType="S4", destinationProperties={})),
    ("E4", "inferred", "not-json", lambda raw, scene: raw("POST", path(scene), b"{")),
    ("E4", "inferred", "not-an-object", lambda raw, scene: raw("POST", path(scene), [])),
    ("E5", "wire", "no-policies", without_policies),
    ("E5", "wire", "no-key-policy", without_key_policy),
    ("E5", "wire", "no-bucket-policy", without_bucket_policy),
    ("E5", "wire", "no-key", with_missing_key),
    ("E5", "wire", "update", broken_policy_on_update),
    ("E6", "wire", "no-bucket", with_properties(destinationArn="arn:aws:s3:::nothing-here")),
    ("E7", "wire", "second", second_destination),
    ("E9", "wire", "absent", with_properties(destinationArn=None)),
    ("E9", "wire", "malformed", with_properties(destinationArn="findings")),
    ("E9", "inferred", "not-s3", with_properties(destinationArn="arn:aws:sqs:::findings")),
    ("E9", "inferred", "bucket-name", with_properties(destinationArn="arn:aws:s3:::FINDINGS")),
    ("E9", "inferred", "short-bucket-name", with_properties(destinationArn="arn:aws:s3:::ab")),
    ("E9", "inferred", "not-text", with_properties(destinationArn=7)),
    ("E9", "wire", "update", update_with(destinationArn="findings")),
    ("E10", "wire", "absent", with_properties(destinationArn="arn:aws:s3:::nothing-here", kmsKeyArn=None)),
    ("E10", "wire", "malformed", with_properties(destinationArn="arn:aws:s3:::nothing-here", kmsKeyArn="key")),
    ("E10", "inferred", "not-text", with_properties(destinationArn="arn:aws:s3:::nothing-here", kmsKeyArn=7)),
    ("E10", "wire", "update", update_with(kmsKeyArn="key")),
    ("E11", "wire", "create", missing_folder),
    ("E11", "wire", "update", missing_folder_on_update),
    ("E11", "wire", "replay", missing_folder_on_replay),
    ("E11", "iss", "only-the-marker-is-gone", folder_with_contents_but_no_marker),
    ("E12", "wire", "update-without-properties", update_with()),
    ("E12", "wire", "update-empty-body", lambda raw, scene: raw("POST", path(scene, scene.build().create()), {})),
    ("E12", "wire-2nd", "update-unknown", on("POST", UNKNOWN, {})),
    ("E13", "tf", "describe-unknown", on("GET", UNKNOWN)),
    ("E13", "wire-2nd", "delete-unknown", on("DELETE", UNKNOWN)),
    ("E13", "wire-2nd", "delete-twice", delete_twice),
    ("E14", "wire", "0", listed("maxResults=0")),
    ("E14", "wire", "51", listed("maxResults=51")),
    ("E14", "inferred", "no-number", listed("maxResults=many")),
    ("E15", "wire", "token", listed("nextToken=what")),
    ("E16", "wire", "camel-case", tagged(PREFIX + "/publishingDestination/{destination}")),
    ("E16", "inferred", "other-account", tagged(PREFIX.replace("123456789012", "210987654321"))),
    ("E16", "inferred", "other-region", tagged(PREFIX.replace("us-east-1", "eu-west-1"))),
    ("E16", "inferred", "other-partition", tagged(PREFIX.replace("aws:", "aws-cn:", 1))),
    ("E16", "inferred", "no-arn", tagged("what")),
]
assert all(row[0] in TEXTS for row in ROWS)


@pytest.mark.parametrize(
    ("row", "act"), [pytest.param(row, act, id=f"{row}-{what}[{mark}]") for row, mark, what, act in ROWS]
)
def test_aws_refuses(row, act, raw, scene):
    scene.bucket, scene.key = "findings", "arn:aws:kms:us-east-1:123456789012:key/made-up"

    status, headers, body = act(raw, scene)

    content = json.loads(body)
    assert status == 400
    assert headers["x-amzn-ErrorType"] == "BadRequestException"
    assert headers["Content-Type"] == "application/json"
    assert content.pop("message") == TEXTS[row]
    # E16 is the one whose body has nothing but the message.
    assert content == ({} if row == "E16" else {"__type": "InvalidInputException", "type": "InvalidInputException"})


@pytest.mark.parametrize("missing", ["s3:GetObject", "s3:ListBucket"])
@pytest.mark.parametrize("call", ["create", "update"])
def test_e8_a_caller_without_read_on_the_prefix_is_refused(missing, call, scene, make_user, refused):
    """Evidence: awslabs/landing-zone-accelerator-on-aws#255; that it strikes prefixes only, wire-2nd."""
    scene.build(prefix="logs")
    allowed = {"guardduty:*", "s3:GetObject", "s3:ListBucket"} - {missing}
    destination = scene.create() if call == "update" else None
    scene.guardduty = make_user(*allowed).client("guardduty")

    if call == "create":
        found = refused(scene.create, prefix="logs")
    else:
        found = refused(scene.update, destination=destination, DestinationArn="arn:aws:s3:::findings/logs")

    assert (found.status, found.code, found.type) == (400, "BadRequestException", "InvalidInputException")
    assert found.message == TEXTS["E8"]


def test_e8_comes_before_e11(scene, make_user, refused):
    """Evidence: wire, order of checks."""
    scene.build()
    scene.guardduty = make_user("guardduty:*").client("guardduty")

    assert refused(scene.create, prefix="nowhere").message == TEXTS["E8"]


def test_a_caller_denied_s3_and_kms_may_create_describe_and_delete_at_the_root(scene, make_user):
    """Evidence: wire-2nd."""
    scene.build()
    scene.guardduty = make_user("guardduty:*", denied=("s3:*", "kms:*")).client("guardduty")

    destination = scene.create()

    assert scene.describe(destination)["Status"] == "PUBLISHING"
    scene.delete(destination)


@pytest.mark.parametrize(
    ("row", "breaks"),
    [
        ("E6", lambda scene: scene.properties(DestinationArn="arn:aws:s3:::nothing-here")),
        ("E11", lambda scene: scene.properties(prefix="nowhere")),
        ("E5", lambda scene: scene.put_key_policy(scene.key_statements()[:1]) or scene.properties()),
    ],
)
def test_a_second_create_on_a_broken_sink_tells_of_the_sink(row, breaks, scene, refused):
    """Evidence: wire, the sink is checked before the quota (a refused second create had rewritten the marker)."""
    scene.build()
    scene.create()

    assert refused(scene.create, properties=breaks(scene)).message == TEXTS[row]


def test_a_refused_second_create_has_written_the_marker(scene, refused):
    """Evidence: wire."""
    scene.build()
    scene.create()
    scene.s3.delete_object(Bucket=scene.bucket, Key="AWSLogs/")

    assert refused(scene.create).message == TEXTS["E7"]
    assert scene.objects() == ["AWSLogs/"]


@pytest.mark.parametrize("row", ["E5", "E11"])
def test_a_refused_create_leaves_no_marker_and_no_destination(row, scene, refused):
    """Evidence: wire, a failed create stores nothing."""
    scene.build()
    if row == "E5":
        scene.put_key_policy(scene.key_statements()[:1])

    found = refused(scene.create, prefix="nowhere" if row == "E11" else "")

    assert found.message == TEXTS[row]
    assert scene.objects() == []
    assert scene.guardduty.list_publishing_destinations(DetectorId=scene.detector)["Destinations"] == []
