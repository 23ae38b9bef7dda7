"""A findings bucket driven through its handlers, on the sandbox."""

from typing import Any

from findings_sink import REGION
from pulumi_guardduty._core.call import Call
from pulumi_guardduty.findings_bucket.lifecycle import HANDLERS
from pulumi_guardduty_sandbox.aws import Sandbox


def make_key(sandbox: Sandbox, region: str = REGION) -> str:
    """A key that the account may use; its ARN."""
    arn: str = sandbox.client("kms", region=region).create_key()["KeyMetadata"]["Arn"]
    return arn


def declared(key_arn: str, **changes: Any) -> dict[str, Any]:
    """The checked inputs of a bucket; None leaves a property out."""
    bag = {
        "bucket": "audit-findings",
        "kmsKeyArn": key_arn,
        "prefix": "findings",
        "clientToken": "t-1",
        "region": REGION,
        **changes,
    }
    inputs, failures = HANDLERS.check({}, {key: value for key, value in bag.items() if value is not None}, Call())
    assert failures == []
    return inputs


def create(key_arn: str, call: Call | None = None, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Make a bucket; its name and outputs."""
    return HANDLERS.create(declared(key_arn, **changes), call or Call())


def refreshed(bucket: str, outputs: dict[str, Any], call: Call | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Outputs and inputs as AWS has them now."""
    found = HANDLERS.read(bucket, outputs, call or Call())
    assert found is not None
    return found


def names(sandbox: Sandbox) -> list[str]:
    """All buckets of the account."""
    return [row["Name"] for row in sandbox.client("s3").list_buckets()["Buckets"]]
