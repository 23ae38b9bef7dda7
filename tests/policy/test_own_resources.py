"""The pack imports nothing of the provider, so the names it spells are held to the classes here."""

import json

import pytest
from policy_pack import Declared, Pack
from pulumi_guardduty import guardduty_bucket_policy, guardduty_key_policy, loader
from pulumi_guardduty_policy.views import own, tokens


DOORS = ("pulumi-python:dynamic/guardduty:", "guardduty:index:")

#: Class in the pack to the resources whose properties it names.
NAMED = {
    own.FindingsBucket: ["FindingsBucket"],
    own.ListBucket: ["ListBucket"],
    own.FindingsKey: ["FindingsKey"],
    own.PublishingDestination: ["PublishingDestination"],
    own.GuardDutyList: ["IPSet", "ThreatIntelSet", "ThreatEntitySet", "TrustedEntitySet"],
    own.ListObject: ["ListObject"],
    own.PolicyStatements: ["BucketPolicyStatements"],
}

EXPORTER = {"account_id": "111122223333", "region": "us-east-1", "detector_id": "d" * 32}
KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def wire_names(kind):
    def camel(name):
        first, *others = name.split("_")
        return first + "".join(part.title() for part in others)

    return {camel(name) for name in loader.handlers(kind).model.model_fields}


@pytest.mark.parametrize(
    ("names", "kind"), [pytest.param(names, kind, id=kind) for names, kinds in NAMED.items() for kind in kinds]
)
def test_every_name_the_pack_reads_is_a_property_of_the_resource(names, kind):
    spelled = {value for name, value in vars(names).items() if name.isupper()}

    assert spelled <= wire_names(kind)


def test_statements_of_keys_stand_under_the_same_name():
    assert own.PolicyStatements.STATEMENTS in wire_names("KeyPolicyStatements")


def test_the_pack_knows_every_resource_of_the_provider_through_both_doors():
    known = {token for token in tokens.RELATED if token.startswith(DOORS)}

    assert known == {f"{door}{kind}" for door in DOORS for kind in loader.KINDS}


def test_the_key_policy_this_project_writes_keeps_every_rule():
    policy = guardduty_key_policy(exporters=[EXPORTER], account_id="111122223333")

    for form in (policy, json.dumps(policy)):
        assert not Pack().resource("aws:kms/keyPolicy:KeyPolicy", {"keyId": "k", "policy": form}).violations


@pytest.mark.parametrize("prefix", ["", "findings", "security/find*ings"])
@pytest.mark.parametrize("whose", ["everyone", "guardduty"])
def test_the_bucket_policy_this_project_writes_keeps_every_rule(prefix, whose):
    policy = guardduty_bucket_policy(
        bucket_arn="arn:aws:s3:::audit", kms_key_arn=KEY, exporters=[EXPORTER], prefix=prefix, deny_writes=whose
    )
    bucket = Declared("guardduty:index:FindingsBucket", {"bucket": "audit", "kmsKeyArn": KEY, "policy": policy})
    declared = Declared(bucket.type, bucket.props | ({"prefix": prefix} if prefix else {}))

    for rule in ("s3-tls-only", "s3-deny-wrong-key"):
        assert Pack(rule).declared(declared).passed
