"""Runs one operation for a conformance tool: one JSON object on standard input, one on the last line of output.

In: ``op`` (preview, up, refresh, destroy), ``refresh``, ``cwd``, ``backend``, ``stack``, ``parallel``, ``config``,
``secret_config``, and optionally ``policy_packs``. Out: ``ok``, ``steps``, and ``export``, the state with its secrets.
"""
# ruff: noqa: T201 - what it prints is the answer

import json
import os
import sys
from pathlib import Path
from typing import Any

from pulumi_guardduty_sandbox.engine.stack import Stack


def run(ask: dict[str, Any]) -> dict[str, Any]:
    """Run the operation that `ask` describes."""
    stack = Stack(
        Path(ask["cwd"]),
        backend=Path(ask["backend"]),
        stack=ask["stack"],
        config=ask.get("config", {}),
        secret_config=ask.get("secret_config", {}),
        passphrase=os.environ.get("PULUMI_CONFIG_PASSPHRASE", ""),
        parallel=ask.get("parallel"),
        # The programs of a conformance tool have a cloud of their own and make no AWS call.
        any_endpoint=True,
        write=lambda line: print(line, file=sys.stderr),
    )
    more: dict[str, Any] = {}
    if ask["op"] in ("preview", "up"):
        more["refresh"] = bool(ask.get("refresh"))
        more["policy_packs"] = [Path(pack) for pack in ask.get("policy_packs", [])]
        more["policy_config"] = Path(ask["policy_config"]) if ask.get("policy_config") else None
    result = getattr(stack, ask["op"])(**more)
    return {"ok": result.ok, "steps": result.steps, "export": stack.export(show_secrets=True)}


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))
