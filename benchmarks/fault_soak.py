"""300 operations under 20 % mixed faults, with a fixed seed: what was injected, what survived, what was left behind.

Runs on the sandbox: ``python benchmarks/fault_soak.py [operations]``. Each operation declares, changes or removes a
publishing destination or a threat intel set, as an engine would; one that fails is run again later, by whatever comes
next. At the end the faults stop, everything declared is brought about once more, and AWS is counted.
"""

import json
import os
import random
import sys
from dataclasses import dataclass, field
from typing import Any

from pulumi_guardduty import errors, loader
from pulumi_guardduty._core.call import Call
from pulumi_guardduty_sandbox.aws import Sandbox, running_sandbox


SEED = 20260929
OPERATIONS = 300

#: Share of AWS calls hit by each kind; 20 % in all.
RATES = {"throttle_429": 0.02, "throttle_400": 0.02, "error_500": 0.04, "error_503": 0.04, "cut_before": 0.04}
RATES["cut_after"] = 0.04

REGION = "us-east-1"
ACCOUNT = "123456789012"


@dataclass
class Held:
    """One resource as an engine keeps it."""

    kind: str
    inputs: dict[str, Any]
    id: str = ""
    outputs: dict[str, Any] = field(default_factory=dict)
    unhealthy: bool = False

    def up(self, changes: dict[str, Any]) -> None:
        """Create it, or bring it to `changes`; raises what the provider raises."""
        handlers, call = loader.handlers(self.kind), Call(timeout_seconds=20)
        news, failures = handlers.check({}, {**self.inputs, **changes}, call)
        if failures:
            raise AssertionError(failures)
        try:
            if not self.id:
                self.id, self.outputs = handlers.create(news, call)
            elif handlers.diff(self.outputs, news, call).changed or self.unhealthy:
                self.outputs = handlers.update(self.id, self.outputs, news, call)
            self.unhealthy = False
        except errors.NotReadyError as error:
            self.id, self.outputs, self.unhealthy = error.resource_id, error.outputs, True
            raise

    def destroy(self) -> None:
        """Delete it; raises what the provider raises."""
        if self.id:
            loader.handlers(self.kind).delete(self.id, self.outputs, Call(timeout_seconds=20))
        self.id, self.outputs, self.unhealthy = "", {}, False


def prepare(sandbox: Sandbox) -> list[Held]:
    """A sink, two lists, and what will be declared of them."""
    guardduty, kms, s3 = (sandbox.client(service) for service in ("guardduty", "kms", "s3"))
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    key = kms.create_key()["KeyMetadata"]["Arn"]
    service = {"Effect": "Allow", "Principal": {"Service": "guardduty.amazonaws.com"}}
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}
    policy = {
        "Version": "2012-10-17",
        "Statement": [root, {**service, "Action": "kms:GenerateDataKey", "Resource": "*"}],
    }
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    s3.create_bucket(Bucket="soak")
    for name, body in (("one/", b""), ("two/", b""), ("a.txt", b"198.51.100.1\n"), ("b.txt", b"203.0.113.1\n")):
        s3.put_object(Bucket="soak", Key=name, Body=body)
    sink = {**service, "Action": ["s3:GetBucketLocation", "s3:PutObject"], "Resource": ["arn:aws:s3:::soak*"]}
    s3.put_bucket_policy(Bucket="soak", Policy=json.dumps({"Version": "2012-10-17", "Statement": [sink]}))
    common = {"detectorId": detector, "region": REGION}
    destination = {**common, "kmsKeyArn": key, "destinationArn": "arn:aws:s3:::soak/one", "clientToken": "soak"}
    rows = [Held("PublishingDestination", destination)]
    for name in ("first", "second"):
        listed = {**common, "name": name, "format": "TXT", "location": "s3://soak/a.txt", "activate": True}
        rows.append(Held("ThreatIntelSet", {**listed, "clientToken": f"soak-{name}"}))
    return rows


def changes_of(kind: str, draw: random.Random) -> dict[str, Any]:
    """Some declaration of `kind`."""
    tags = {"turn": str(draw.randrange(5))}
    if kind == "PublishingDestination":
        return {"tags": tags, "destinationArn": f"arn:aws:s3:::soak/{draw.choice(['one', 'two'])}"}
    return {"tags": tags, "location": f"s3://soak/{draw.choice('ab')}.txt", "activate": draw.random() < 0.7}


def soak(sandbox: Sandbox, operations: int = OPERATIONS, seed: int = SEED) -> dict[str, int]:
    """Run it; the figures."""
    draw, rows = random.Random(seed), prepare(sandbox)
    wanted: dict[int, dict[str, Any] | None] = {}
    failed = 0
    for number, (kind, rate) in enumerate(RATES.items()):
        sandbox.control.fault(kind, rate=rate, seed=seed + number, times=None)
    for _ in range(operations):
        index = draw.randrange(len(rows))
        wanted[index] = None if draw.random() < 0.25 else changes_of(rows[index].kind, draw)
        failed += not _ran(rows[index], wanted[index])
    injected = sum(fault["injected"] for fault in sandbox.control.faults())
    sandbox.control.clear_faults()
    lost = sum(not _ran(rows[index], want) for index, want in wanted.items())
    return {
        "operations": operations,
        "injected": injected,
        "failed": failed,
        "survived": operations - lost,
        **_left(sandbox, sum(want is not None for want in wanted.values())),
    }


def _ran(row: Held, want: dict[str, Any] | None) -> bool:
    try:
        row.destroy() if want is None else row.up(want)
    except errors.GuardDutyProviderError:
        return False
    return True


def _left(sandbox: Sandbox, declared: int) -> dict[str, int]:
    """What AWS holds beside what is declared."""
    state = sandbox.control.state()
    names = [("destination", "") for row in state["destinations"] if not row["deleted"]]
    names += [("list", row["name"]) for row in state["lists"] if not row["deleted"]]
    return {"duplicates": len(names) - len(set(names)), "orphans": len(set(names)) - declared}


def main() -> None:
    """Print the figures."""
    with running_sandbox() as sandbox:
        os.environ.update(sandbox.environment, AWS_MAX_ATTEMPTS="2")
        found = soak(sandbox, int(sys.argv[1]) if len(sys.argv) > 1 else OPERATIONS)
    print(", ".join(f"{name} {number}" for name, number in found.items()))


if __name__ == "__main__":
    main()
