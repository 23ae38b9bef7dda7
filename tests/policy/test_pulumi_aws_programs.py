"""Rules meet the property shapes that the real `pulumi_aws` SDK puts on the wire."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from policy_pack import Declared, Pack
from pulumi_guardduty_policy.catalogue import RULES


PROGRAMS = Path(__file__).parent / "programs"

#: Beside the environment's own packages: where a program of the Pulumi CLI saw
#: it, the CLI would fetch the provider's plugin of several hundred MB.
SDK = Path(sys.prefix) / "pulumi-aws"


def resources_of(program: str) -> list[Declared]:
    assert SDK.is_dir(), f"pulumi_aws is not in {SDK}; run scripts/setup"
    support = Path(__file__).parents[1] / "support"
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "aws_program", PROGRAMS / program],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(support), str(SDK)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Declared(**resource) for resource in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def kept() -> list[Declared]:
    return resources_of("aws_kept.py")


@pytest.fixture(scope="module")
def example() -> list[Declared]:
    return resources_of(str(Path(__file__).parents[2] / "examples" / "pulumi-aws" / "__main__.py"))


@pytest.fixture(scope="module")
def broken() -> list[Declared]:
    return resources_of("aws_broken.py")


def found(resources: list[Declared]) -> set[tuple[str, str]]:
    """Policy and resource of each violation, alone and in the stack."""
    pack = Pack()
    alone = {(policy, one.name) for one in resources for policy, _ in pack.declared(one).violations}
    together = pack.stack(*resources)
    named = zip((policy for policy, _ in together.violations), together.urns, strict=True)
    return alone | {(policy, urn.rpartition("::")[2]) for policy, urn in named}


def test_a_program_that_keeps_the_rules_breaks_none_but_the_one_the_provider_cannot_keep(kept):
    assert found(kept) == {("guardduty-list-owner-pinned", "hostile")}


def test_nothing_of_a_program_whose_values_are_known_is_left_open(kept):
    waiting = Pack().stack(*kept).waiting

    assert set(waiting.values()) == {"nothing here that the rule is about"}


def test_each_breach_of_a_broken_program_is_found_where_it_is(broken):
    assert found(broken) == {
        ("kms-deletion-window-min", "key"),
        ("kms-grants-aws-only", "grant"),
        ("kms-grants-aws-only", "key"),
        ("kms-guardduty-least-privilege", "key-policy"),
        ("kms-key-enabled", "key"),
        ("kms-key-enabled", "replica"),
        ("kms-no-lockout-bypass", "key"),
        ("kms-no-public-principal", "key"),
        ("kms-no-unneeded-multi-region", "key"),
        ("kms-no-unneeded-multi-region", "replica"),
        ("kms-policy-explicit", "key"),
        ("kms-policy-explicit", "replica"),
        ("kms-policy-explicit", "slow"),
        ("kms-rotation-enabled", "key"),
        ("kms-rotation-period-max", "slow"),
        ("kms-service-principal-confused-deputy", "key-policy"),
        ("s3-access-logging", "bare-logging"),
        ("s3-bucket-key-enabled", "inline"),
        ("s3-deny-wrong-key-stack", "bare"),
        ("s3-kms-key-not-aws-managed", "inline"),
        ("s3-lifecycle", "bare-lifecycle"),
        ("s3-lifecycle", "inline"),
        ("s3-lifecycle-stack", "bare"),
        ("s3-object-lock-stack", "bare"),
        ("s3-public-access-block", "inline-block"),
        ("s3-public-access-block-stack", "bare"),
        ("s3-sse-kms-cmk-stack", "bare"),
        ("s3-tls-only", "inline-policy"),
        ("s3-tls-only-stack", "bare"),
        ("s3-versioning", "bare-versions"),
        ("s3-versioning", "inline"),
        ("guardduty-detector-enabled", "detector"),
        ("guardduty-export-bucket-hardened", "export"),
        ("guardduty-export-configured", "unwatched"),
        ("guardduty-export-key-is-cmk", "export"),
        ("guardduty-list-object-private", "trusted"),
        ("guardduty-list-owner-pinned", "trusted"),
        ("guardduty-trusted-list-guard", "trusted"),
        ("guardduty-trusted-list-guard-stack", "trusted"),
    }


def test_every_rule_that_can_fail_is_broken_by_the_broken_program(broken):
    ids = {policy.removesuffix("-stack") for policy, _ in found(broken)}

    assert {rule.id for rule in RULES} - ids == {"s3-mfa-delete"}


def test_what_the_example_with_pulumi_aws_leaves_to_its_reader_is_found(example):
    assert found(example) == {
        ("s3-access-logging-stack", "findings"),
        ("s3-object-lock-stack", "findings"),
    }
