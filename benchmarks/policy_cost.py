"""Time the policy pack adds to a preview of 1 and of 500 resources, as a ratio to the same preview without it.

    python benchmarks/policy_cost.py            on the embedded engine
    python benchmarks/policy_cost.py --cli      on the Pulumi CLI on PATH

Previews with and without the pack alternate, five times each, and the fastest of each kind counts. CPU time, of this
process and all it started, is the steadier figure on a busy machine; wall time is what a person waits.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from pulumi_guardduty_sandbox.aws import running_sandbox
from pulumi_guardduty_sandbox.engine import CliStack, Stack


PACK = Path(__file__).parents[1] / "policy"

ROUNDS = 5

PROJECT = "name: cost\nruntime: python\n"

#: Keys with a policy: the resources that most rules judge.
PROGRAM = """import pulumi_guardduty as guardduty

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Principal": {"Service": "guardduty.amazonaws.com"},
            "Action": "kms:GenerateDataKey",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
        },
    ],
}

for number in range(COUNT):
    guardduty.FindingsKey(f"key-{number}", alias=f"alias/key-{number}", policy=POLICY)
"""


def cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(stack, packs):
    wall, cpu = time.perf_counter(), cpu_seconds()
    result = stack.preview(policy_packs=packs)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    if not result.ok:
        raise SystemExit(result.text)
    return wall, cpu


def compare(count, driver, environment, folder, rounds):
    program = folder / f"program-{count}"
    program.mkdir()
    (program / "Pulumi.yaml").write_text(PROJECT)
    (program / "__main__.py").write_text(PROGRAM.replace("COUNT", str(count)))
    backend = folder / f"backend-{count}"
    backend.mkdir()
    stack = driver(program, backend=backend, env=environment, config={"aws:region": "us-east-1"})
    bare, judged = [], []
    for _ in range(rounds):
        bare.append(measured(stack, []))
        judged.append(measured(stack, [PACK]))
    for place, what in enumerate(("wall", "CPU")):
        without, with_ = (min(one[place] for one in found) for found in (bare, judged))
        print(f"{count:4} resources, {what:4}: {without:6.2f} s without, {with_:6.2f} s with, {with_ / without:.2f} x")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", action="store_true", help="on the Pulumi CLI instead of the embedded engine")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    driver = CliStack if given.cli else Stack
    with running_sandbox() as sandbox, tempfile.TemporaryDirectory() as folder:
        for count in (1, 500):
            compare(count, driver, sandbox.environment, Path(folder), given.rounds)


if __name__ == "__main__":
    main()
