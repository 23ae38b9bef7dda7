"""Every example, and the ready-made stack, against the strictest configuration, on both engines."""

import json
from pathlib import Path

import pytest
from findings_sink import make_detector, make_sink
from pulumi_guardduty_policy import CONFIGURATIONS


ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PACK = ROOT / "policy"

#: One is wrong on purpose, one needs the plugin of the `aws` provider; each has a test of its own.
APART = {"policy-violations", "pulumi-aws"}

PROGRAMS = {path.parent.name: path.parent for path in EXAMPLES.glob("*/__main__.py")} | {"ready-made": ROOT}

NOT_LOGGED, NOT_LOCKED, NOT_PINNED = "s3-access-logging", "s3-object-lock", "guardduty-list-owner-pinned"

#: What the strictest configuration advises; nothing that is mandatory may be broken.
ADVISED = {
    "central-bucket": {(NOT_LOGGED, "central-bucket"), (NOT_LOCKED, "central-bucket")},
    "own-bucket-and-key": set(),
    "prefix": {(NOT_LOGGED, "findings-bucket"), (NOT_LOCKED, "findings-bucket")},
    "quickstart": {(NOT_LOGGED, "findings-bucket"), (NOT_LOCKED, "findings-bucket")},
    "threat-list": {("guardduty-trusted-list-guard", "own-scanners-list")},
    "ready-made": {(NOT_LOGGED, "export-bucket"), (NOT_LOCKED, "export-bucket"), (NOT_PINNED, "hostile")},
}


def own_sink(sandbox):
    """Config of an export to a bucket and key that exist already."""
    sink = make_sink(sandbox, detector_id="f" * 32)
    return {"bucketArn": sink.destination_arn, "kmsKeyArn": sink.key_arn, "managePolicies": "true"}


def lists(sandbox):
    """Config of an export and two lists: one that lies in S3 already, one of entries."""
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="existing-lists")
    s3.put_object(Bucket="existing-lists", Key="hostile.txt", Body=b"198.51.100.7\n")
    rows = [
        {"name": "hostile", "format": "TXT", "location": "s3://existing-lists/hostile.txt"},
        {"name": "blocked", "entries": ["1.0.0.1", "8.8.4.0/24"]},
    ]
    return {"prefix": "findings", "lists": json.dumps(rows)}


CONFIG = {"own-bucket-and-key": own_sink, "ready-made": lists}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PROGRAMS.keys() - APART))
def test_our_defaults_break_no_mandatory_rule_of_the_strictest_configuration(sandbox, make_stack, name):
    for region in ("us-east-1", "eu-west-1", "eu-central-1"):
        make_detector(sandbox, region)
    config = {"aws:region": "us-east-1", **CONFIG.get(name, lambda _: {})(sandbox)}
    stack = make_stack(PROGRAMS[name], env=sandbox.environment, config=config)
    strict = {"policy_packs": [PACK], "policy_config": CONFIGURATIONS / "strict.json"}

    for result in (stack.preview(**strict), stack.up(**strict)):
        assert result.ok, result.text
        assert {violation.level for violation in result.violations} <= {"advisory"}
        advised = {(one.policy, one.urn.rpartition("::")[2]) for one in result.violations}
        assert advised == ADVISED.get(name), f"say in ADVISED what is advised for the example {name}"
