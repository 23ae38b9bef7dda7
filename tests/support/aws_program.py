"""Run a program of the `pulumi_aws` SDK under mocks and print what it would send to the engine.

python -m aws_program <program.py>
"""

import json
import runpy
import sys
from typing import Any

import pulumi
from google.protobuf import json_format
from pulumi.runtime.mocks import MockMonitor, MockResourceArgs, Mocks, set_mocks


_ACCOUNT, _REGION = "111122223333", "us-east-1"


class _Cloud(Mocks):
    """Gives each resource the identity that AWS would."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        made = {**args.inputs, **_identity(args)}
        return str(made.get("id", args.name)), made

    def call(self, args: Any) -> dict[str, Any]:
        return {"accountId": _ACCOUNT, "region": _REGION, "id": _ACCOUNT}


def _identity(args: MockResourceArgs) -> dict[str, Any]:
    kind = args.typ.rpartition(":")[2]
    if kind in {"Key", "ReplicaKey", "ExternalKey"}:
        key_id = f"{args.name}-0000-0000-0000-000000000000"
        return {"id": key_id, "keyId": key_id, "arn": f"arn:aws:kms:{_REGION}:{_ACCOUNT}:key/{key_id}"}
    if kind in {"Bucket", "BucketV2"}:
        name = args.inputs.get("bucket") or f"{args.name}-1a2b3c4"
        return {"id": name, "bucket": name, "arn": f"arn:aws:s3:::{name}", "region": _REGION}
    if kind == "Detector":
        return {"id": args.name.encode().hex().ljust(32, "0")[:32]}
    if kind == "Alias":
        return {"id": args.inputs["name"], "arn": f"arn:aws:kms:{_REGION}:{_ACCOUNT}:{args.inputs['name']}"}
    return {"id": f"{args.name}-id", "arn": f"arn:aws:x:{_REGION}:{_ACCOUNT}:{args.name}"}


class _Recorder(MockMonitor):
    """Writes down each registration as it is on the wire."""

    seen: list[dict[str, Any]] = []  # noqa: RUF012 - one program a process

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name of the RPC
        response = super().RegisterResource(request)
        if ":" in request.type and not request.type.startswith("pulumi:"):
            self.seen.append(
                {
                    "type": request.type,
                    "name": request.name,
                    "props": json_format.MessageToDict(request.object),
                    "outputs": json_format.MessageToDict(response.object) | {"id": response.id},
                    "comes_from": {
                        name: [urn.rpartition("::")[2] for urn in dependencies.urns]
                        for name, dependencies in request.propertyDependencies.items()
                        if dependencies.urns
                    },
                }
            )
        return response


@pulumi.runtime.test
def _run(program: str) -> None:
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    mocks = _Cloud()
    set_mocks(mocks, project="p", stack="dev", preview=False, monitor=_Recorder(mocks))
    _run(sys.argv[1])
    json.dump(_Recorder.seen, sys.stdout)
