"""The main job, on the sandbox: what `scripts/demo` runs.

It prepares with plain boto3 what an account has before this project comes in (a detector, and a bucket with a list),
then drives the ready-made stack at the root of the repository, with the Pulumi CLI where `pulumi` is on PATH and with
the embedded engine elsewhere.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pulumi_guardduty_sandbox.aws import Sandbox, running_sandbox
from pulumi_guardduty_sandbox.engine import CliStack, Result, Stack


ROOT = Path(__file__).resolve().parents[1]
ACCOUNT = "123456789012"


def prepare(sandbox: Sandbox) -> dict[str, str]:
    """A detector, and a bucket with a list in it; the stack's config."""
    detector = sandbox.client("guardduty").create_detector(Enable=True)["DetectorId"]
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="demo-lists")
    s3.put_object(Bucket="demo-lists", Key="hostile.txt", Body=b"198.51.100.7\n203.0.113.0/24\n")
    print(f"sandbox: account {ACCOUNT} has detector {detector} and the list s3://demo-lists/hostile.txt")
    return {"prefix": "findings", **lists()}


def lists(**more: object) -> dict[str, str]:
    """Config of two lists: one that lies in S3 already, one of entries; `more` is said of the first."""
    hostile = {"name": "hostile", "location": "s3://demo-lists/hostile.txt", "format": "TXT", **more}
    blocked = {"name": "blocked", "entries": ["1.0.0.1", "8.8.4.0/24"]}
    return {"lists": json.dumps([hostile, blocked])}


def show(title: str, result: Result) -> Result:
    """Print an operation as a person would have read it."""
    print(f"\n--- {title} " + "-" * max(0, 100 - len(title)))
    print(result.text)
    if not result.ok:
        sys.exit(f"demo: {title} failed")
    return result


def expect(claim: str, holds: bool) -> None:
    """Say what was shown, or end the demo."""
    if not holds:
        sys.exit(f"demo: this should hold, and does not: {claim}")
    print(f"==> {claim}")


def run(sandbox: Sandbox, backend: Path) -> None:
    """Up, up again, one change, destroy."""
    driver = CliStack if shutil.which("pulumi") else Stack
    print("engine: " + ("the Pulumi CLI on PATH" if driver is CliStack else "the embedded one; no `pulumi` on PATH"))
    config = prepare(sandbox)

    def stack(**more: str) -> Stack | CliStack:
        return driver(ROOT, backend=backend, stack="demo", config={**config, **more}, env=sandbox.environment)

    first = show("up", stack().up())
    expect("findings are exported: the destination is PUBLISHING", first.outputs["status"] == "PUBLISHING")
    expect("both lists are ACTIVE", first.outputs["lists"] == {"hostile": "ACTIVE", "blocked": "ACTIVE"})
    again = show("up again, nothing changed", stack().up())
    expect("nothing was changed", {op for op, _ in again.steps} == {"same"})
    tagged = show("up with a tag on one list", stack(**lists(tags={"team": "security"})).up())
    expect("one resource was updated", [op for op, _ in tagged.steps if op != "same"] == ["update"])
    show("destroy", stack().destroy())
    expect("nothing is left in the account", not leftovers(sandbox))


def leftovers(sandbox: Sandbox) -> list[str]:
    """What the stack should have deleted."""
    guardduty = sandbox.client("guardduty")
    (detector,) = guardduty.list_detectors()["DetectorIds"]
    destinations = guardduty.list_publishing_destinations(DetectorId=detector)["Destinations"]
    sets = guardduty.list_threat_intel_sets(DetectorId=detector)["ThreatIntelSetIds"]
    buckets = [row["Name"] for row in sandbox.client("s3").list_buckets()["Buckets"] if row["Name"] != "demo-lists"]
    return [*(row["DestinationId"] for row in destinations), *sets, *buckets]


def main() -> None:
    """Run the demo and say how long it took."""
    start = time.monotonic()
    with running_sandbox() as sandbox, tempfile.TemporaryDirectory() as backend:
        run(sandbox, Path(backend))
    print(f"\ndemo: done in {time.monotonic() - start:.1f} s, on the sandbox; no AWS account was touched")


if __name__ == "__main__":
    main()
