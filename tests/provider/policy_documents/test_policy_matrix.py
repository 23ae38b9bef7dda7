"""Every combination that the documents are written for is let in, and everything near it is kept out."""

import itertools
from dataclasses import replace

import pytest
from policy_samples import ACCOUNT, DETECTOR, OTHER_ACCOUNT
from pulumi_guardduty._core.arn import DestinationArn
from pulumi_guardduty.diagnosis.guardduty_request import GuardDutyRequests
from pulumi_guardduty.diagnosis.policy_evaluation import Caller, Request, Truth, evaluate
from pulumi_guardduty.policy_documents import (
    Exporter,
    guardduty_bucket_policy,
    guardduty_key_policy,
    service_principal_of,
)


#: A region of each partition for the bucket and key, and two more for detectors.
PLACES = {
    "aws": ("eu-central-1", "us-east-1", "ap-south-1"),
    "aws-opt-in": ("me-south-1", "me-south-1", "eu-central-2"),
    "aws-mixed": ("eu-west-1", "ca-west-1", "us-west-2"),
    "aws-cn": ("cn-north-1", "cn-northwest-1", "cn-north-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1", "us-gov-west-1"),
    "aws-iso": ("us-iso-east-1", "us-iso-west-1", "us-iso-east-1"),
    "aws-iso-b": ("us-isob-east-1", "us-isob-west-1", "us-isob-east-1"),
    "aws-eusc": ("eusc-de-east-1", "eusc-de-east-1", "eusc-de-east-1"),
}
PREFIXES = ("", "findings", "a/b c/é", "odd*?$${x}")
CASES = [
    pytest.param(place, prefix, count, deny, id=f"{place}-{prefix or 'root'}-{count}-{deny}")
    for place, prefix, count, deny in itertools.product(PLACES, PREFIXES, ("one", "many"), ("everyone", "guardduty"))
]


def build(place, prefix, count, deny):
    home, *others = PLACES[place]
    partition = Exporter(ACCOUNT, home, DETECTOR).partition
    exporters = [Exporter(ACCOUNT, others[0], DETECTOR)]
    if count == "many":
        exporters += [Exporter(ACCOUNT, others[1], "b" * 32), Exporter(OTHER_ACCOUNT, others[0], "c" * 32)]
        exporters += [Exporter(OTHER_ACCOUNT, others[1], "d" * 32)]
    key = f"arn:{partition}:kms:{home}:{ACCOUNT}:key/1234"
    bucket = f"arn:{partition}:s3:::audit"
    bucket_policy = guardduty_bucket_policy(
        bucket_arn=bucket, kms_key_arn=key, exporters=exporters, prefix=prefix, deny_writes=deny
    )
    key_policy = guardduty_key_policy(exporters=exporters, key_arn=key)
    return exporters, DestinationArn(partition, "audit", prefix), key, bucket_policy, key_policy


def requests_of(exporter, place, key):
    return GuardDutyRequests(exporter, service_principal_of(exporter.region), place, key)


def allowed(bucket_policy, requests):
    """What the bucket's policy says to everything that GuardDuty asks of the bucket."""
    asked = [requests.locate_bucket(), requests.write_marker(), requests.write_findings()]
    return [evaluate(bucket_policy, request).allowed for request in asked]


@pytest.mark.parametrize(("place", "prefix", "count", "deny"), CASES)
def test_every_exporting_detector_is_let_in(place, prefix, count, deny):
    exporters, destination, key, bucket_policy, key_policy = build(place, prefix, count, deny)

    for exporter in exporters:
        requests = requests_of(exporter, destination, key)
        assert evaluate(key_policy, requests.use_key()).allowed is Truth.YES
        assert allowed(bucket_policy, requests) == [Truth.YES] * 3


@pytest.mark.parametrize(("place", "prefix", "count", "deny"), CASES)
def test_nobody_else_is_let_in(place, prefix, count, deny):
    exporters, destination, key, bucket_policy, key_policy = build(place, prefix, count, deny)
    strangers = [replace(exporters[0], account_id="777788889999"), replace(exporters[0], detector_id="e" * 32)]
    strangers += [replace(exporters[0], region=region) for region in PLACES["aws"] if region != exporters[0].region]
    strangers = [stranger for stranger in strangers if stranger not in exporters]

    for stranger in strangers:
        requests = requests_of(stranger, destination, key)
        assert evaluate(key_policy, requests.use_key()).allowed is Truth.NO
        assert allowed(bucket_policy, requests) == [Truth.NO] * 3


@pytest.mark.parametrize(("place", "prefix", "count", "deny"), CASES)
def test_no_account_passes_with_another_accounts_detector(place, prefix, count, deny):
    exporters, destination, key, bucket_policy, key_policy = build(place, prefix, count, deny)

    for one, other in itertools.permutations(exporters, 2):
        if one.account_id == other.account_id or one.region != other.region:
            continue
        requests = requests_of(one, destination, key)
        for request, policy in ((requests.use_key(), key_policy), (requests.write_marker(), bucket_policy)):
            mixed = replace(request, context={**request.context, "aws:sourcearn": (other.source_arn,)})
            assert evaluate(policy, mixed).allowed is Truth.NO


@pytest.mark.parametrize(("place", "prefix", "count", "deny"), CASES)
def test_writes_beside_the_prefix_are_kept_out(place, prefix, count, deny):
    exporters, destination, key, bucket_policy, _ = build(place, prefix, count, deny)
    write = requests_of(exporters[0], destination, key).write_marker()
    besides = ["other/AWSLogs/", "findingsX/AWSLogs/", "oddX/AWSLogs/", "oddXYZ${x}/AWSLogs/"] if prefix else []

    for name in besides:
        beside = replace(write, resource=destination.object_arn(name))
        assert evaluate(bucket_policy, beside).allowed is Truth.NO


GOOD = {"s3:x-amz-server-side-encryption": "aws:kms", "s3:x-amz-server-side-encryption-aws-kms-key-id": "KEY"}


def write_of_the_owner(destination, key, **changes):
    """The owner's write of the folder object, as S3 sees it; the owner's own rights come from elsewhere."""
    headers = {name: (key if value == "KEY" else value) for name, value in {**GOOD, **changes}.items() if value}
    caller = Caller("AWS", frozenset({ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root", f"arn:aws:iam::{ACCOUNT}:role/deploy"}))
    context = {"aws:securetransport": ("true",), **{name.lower(): (value,) for name, value in headers.items()}}
    return Request(caller, "s3:PutObject", destination.object_arn(destination.folder or "AWSLogs/"), context)


@pytest.mark.parametrize(("place", "prefix", "count", "deny"), CASES)
def test_the_owners_own_marker_write_with_the_right_headers_is_not_denied(place, prefix, count, deny):
    _, destination, key, bucket_policy, _ = build(place, prefix, count, deny)

    assert evaluate(bucket_policy, write_of_the_owner(destination, key)).denied is Truth.NO


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(dict.fromkeys(GOOD), id="no-header"),
        pytest.param(
            {"s3:x-amz-server-side-encryption": "AES256", "s3:x-amz-server-side-encryption-aws-kms-key-id": None},
            id="AES256",
        ),
        pytest.param({"s3:x-amz-server-side-encryption": "aws:kms:dsse"}, id="dsse"),
        pytest.param({"s3:x-amz-server-side-encryption-aws-kms-key-id": None}, id="default-key"),
        pytest.param({"s3:x-amz-server-side-encryption-aws-kms-key-id": "another"}, id="another-key"),
        pytest.param({"aws:SecureTransport": "false"}, id="http"),
    ],
)
def test_a_wrong_write_is_denied_to_everyone(place, prefix, changes):
    _, destination, key, bucket_policy, _ = build(place, prefix, "one", "everyone")

    assert evaluate(bucket_policy, write_of_the_owner(destination, key, **changes)).denied is Truth.YES


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:DeleteObject"])
@pytest.mark.parametrize("resource", ["", "/findings/x", "/elsewhere"])
def test_nobody_talks_to_bucket_or_objects_without_tls(action, resource):
    _, destination, _, bucket_policy, _ = build("aws", "findings", "one", "everyone")
    arn = destination.bucket_arn + resource

    def denied(transport):
        context = {"aws:securetransport": (transport,)}
        return evaluate(bucket_policy, Request(Caller("AWS", frozenset({ACCOUNT})), action, arn, context)).denied

    assert (denied("false"), denied("true")) == (Truth.YES, Truth.NO)


@pytest.mark.parametrize(
    "action",
    ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant", "kms:PutKeyPolicy"],
)
def test_guardduty_may_do_one_thing_with_the_key(action):
    exporters, destination, key, _, key_policy = build("aws", "", "one", "everyone")
    request = replace(requests_of(exporters[0], destination, key).use_key(), action=action)

    assert evaluate(key_policy, request).allowed is Truth.NO


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl", "s3:PutBucketPolicy"])
def test_guardduty_may_only_write_to_the_bucket(action):
    exporters, destination, key, bucket_policy, _ = build("aws", "", "one", "everyone")
    request = replace(requests_of(exporters[0], destination, key).write_marker(), action=action)

    assert evaluate(bucket_policy, request).allowed is Truth.NO
