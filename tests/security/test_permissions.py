"""The IAM actions in docs/permissions.md are those that the resources need: no fewer work, and none is for nothing."""

import json
import re
from pathlib import Path

import boto3
import permissions
import permissions_page
import pytest
from botocore import xform_name
from crash_kinds import ROWS
from limited_caller import LimitedCaller
from permissions import COMPONENTS, PERMISSIONS, of_component
from pulumi_guardduty import loader
from pulumi_guardduty_sandbox.aws.authorization.s3_needs import _ACTIONS as S3_ACTIONS


ROOT = Path(__file__).resolve().parents[2]

#: Longest managed policy, white space not counted. Source: "IAM and AWS STS quotas".
POLICY_QUOTA = 6144

each_kind = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)


@pytest.fixture
def caller(sandbox, monkeypatch):
    return LimitedCaller(sandbox, monkeypatch)


def test_every_kind_has_its_permissions():
    assert PERMISSIONS.keys() == loader.KINDS.keys() == {row.kind for row in ROWS}


@each_kind
def test_the_needed_actions_are_enough_for_a_whole_life(row, caller):
    wanted = PERMISSIONS[row.kind]

    life = caller.live(row, wanted.needed)

    assert life.ended_at == "", life.text
    assert set(wanted.needed) <= life.judged <= {*wanted.needed, *wanted.optional}


@each_kind
def test_without_any_one_of_them_the_life_fails_and_the_error_names_it(row, caller, record_property):
    needed = PERMISSIONS[row.kind].needed
    lives = {action: caller.live(row, {name: on for name, on in needed.items() if name != action}) for action in needed}

    survived = [action for action, life in lives.items() if not life.ended_at]
    unnamed = {action: life.text for action, life in lives.items() if action not in life.text}

    record_property("removed", len(lives))
    record_property("named", len(lives) - len(unnamed))
    assert survived == []
    assert unnamed == {}


@each_kind
def test_a_components_policy_is_enough_for_each_resource_in_it(row, caller):
    (component,) = [name for name, kinds in COMPONENTS.items() if row.kind in kinds]

    life = caller.live(row, of_component(component))

    assert life.ended_at == "", life.text


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_components_policy_fits_into_one_managed_policy(component):
    text = json.dumps(permissions.policy(of_component(component)), separators=(",", ":"))

    assert len(text) <= POLICY_QUOTA


def test_every_aws_call_in_the_provider_is_covered():
    source = "\n".join(path.read_text() for path in (ROOT / "provider").rglob("*.py"))
    direct = set(re.findall(r"\.(guardduty|s3|kms)(?:_once)?\.(?:get_paginator\(\"(\w+)\"|(\w+)\()", source))
    listed = {action for one in PERMISSIONS.values() for action in (*one.needed, *one.optional)}

    called = {_action(service, paged or method) for service, paged, method in direct} - {None}

    assert len(called) > 40
    assert called - listed == set()


def _action(service: str, method: str) -> str | None:
    operations = boto3.client(service, region_name="us-east-1").meta.service_model.operation_names
    operation = {xform_name(name): name for name in operations}.get(method)
    if operation is None:
        # A paginator whose name is put together, and a client's own methods.
        return None
    if operation == "DeleteObjects":
        return "s3:DeleteObjectVersion"
    return f"{service}:{S3_ACTIONS.get(operation, operation) if service == 's3' else operation}"


def test_the_page_is_written_from_the_table():
    assert permissions_page.PAGE.read_text(encoding="utf-8") == permissions_page.page()
