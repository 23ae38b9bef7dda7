"""Run an example under Pulumi's mocks and print each resource as it goes to the engine.

python -m example_under_mocks <program.py>
"""

import json
import runpy
import sys
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks


ACCOUNT, REGION, DETECTOR = "111122223333", "eu-central-1", "d" * 32
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
BUCKET = "arn:aws:s3:::audit"

#: What AWS would say of a resource, by its type.
_MADE = {
    "aws:guardduty/detector:Detector": (DETECTOR, {}),
    "aws:kms/key:Key": (KEY.partition("/")[2], {"arn": KEY}),
    "aws:s3/bucket:Bucket": ("audit", {"arn": BUCKET}),
}


class _Cloud(Mocks):
    """Gives detectors, keys and buckets the identity that AWS would, and remembers every resource."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[dict[str, Any]] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.seen.append({"type": args.typ, "name": args.name, "inputs": args.inputs})
        made, known = _MADE.get(args.typ, (f"{args.name}-id", {}))
        return made, {**args.inputs, **known}

    def call(self, args: MockCallArgs) -> dict[str, Any]:
        return {"accountId": ACCOUNT, "region": REGION, "id": ACCOUNT}


@pulumi.runtime.test
def _run(program: str) -> None:
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    cloud = _Cloud()
    set_mocks(cloud, project="p", stack="dev", preview=False)
    _run(sys.argv[1])
    json.dump(cloud.seen, sys.stdout, default=str)
