"""Keys and key policies in the shape of every provider, from one set of words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest


Shape = Callable[..., tuple[str, dict[str, Any]]]

_AWS = {
    "policy": "policy",
    "rotation": "enableKeyRotation",
    "rotation_days": "rotationPeriodInDays",
    "deletion_days": "deletionWindowInDays",
    "enabled": "isEnabled",
    "multi_region": "multiRegion",
    "spec": "customerMasterKeySpec",
    "usage": "keyUsage",
    "store": "customKeyStoreId",
    "bypass": "bypassPolicyLockoutSafetyCheck",
}
_NATIVE = _AWS | {
    "policy": "keyPolicy",
    "deletion_days": "pendingWindowInDays",
    "enabled": "enabled",
    "spec": "keySpec",
    "origin": "origin",
}
_OWN = {"policy": "policy", "rotation": "rotationEnabled", "deletion_days": "deletionWindowInDays"}


def _shape(token: str, names: Mapping[str, str]) -> Shape:
    def build(**said: Any) -> tuple[str, dict[str, Any]]:
        return token, {names[name]: value for name, value in said.items()}

    return build


aws_key = _shape("aws:kms/key:Key", _AWS)
native_key = _shape("aws-native:kms:Key", _NATIVE)
own_key = _shape("pulumi-python:dynamic/guardduty:FindingsKey", _OWN)
plugin_key = _shape("guardduty:index:FindingsKey", _OWN)
external_key = _shape("aws:kms/externalKey:ExternalKey", _AWS | {"enabled": "enabled"})
replica_key = _shape("aws:kms/replicaKey:ReplicaKey", _AWS | {"enabled": "enabled"})
replica_external_key = _shape("aws:kms/replicaExternalKey:ReplicaExternalKey", _AWS | {"enabled": "enabled"})
native_replica_key = _shape("aws-native:kms:ReplicaKey", _NATIVE)
key_policy = _shape("aws:kms/keyPolicy:KeyPolicy", {"policy": "policy", "bypass": _AWS["bypass"]})
own_statements = _shape("pulumi-python:dynamic/guardduty:KeyPolicyStatements", {"policy": "statements"})
plugin_statements = _shape("guardduty:index:KeyPolicyStatements", {"policy": "statements"})


def ids(*shapes: Shape) -> list[Any]:
    """Parameters named after the shapes."""
    names = {id(value): name for name, value in globals().items()}
    return [pytest.param(shape, id=names[id(shape)].replace("_", "-")) for shape in shapes]


#: Where a key policy can be declared.
WITH_POLICY = ids(
    aws_key,
    native_key,
    own_key,
    plugin_key,
    external_key,
    replica_key,
    replica_external_key,
    native_replica_key,
    key_policy,
    own_statements,
    plugin_statements,
)

#: The forms a policy may be declared in.
FORMS = [
    pytest.param(lambda statement: json.dumps({"Version": "2012-10-17", "Statement": [statement]}), id="string"),
    pytest.param(lambda statement: {"Version": "2012-10-17", "Statement": [statement]}, id="object"),
    pytest.param(lambda statement: {"Statement": statement}, id="one-statement"),
    pytest.param(lambda statement: [statement], id="bare-list"),
    pytest.param(lambda statement: json.dumps([statement]), id="bare-list-string"),
]

ADMINISTRATION = {
    "Sid": "Admin",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": "kms:*",
    "Resource": "*",
}

PINNED = {
    "StringEquals": {
        "aws:SourceAccount": "111122223333",
        "aws:SourceArn": "arn:aws:guardduty:us-east-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0",
    }
}

GUARDDUTY = {
    "Sid": "AllowGuardDutyKey",
    "Effect": "Allow",
    "Principal": {"Service": "guardduty.amazonaws.com"},
    "Action": "kms:GenerateDataKey",
    "Resource": "*",
    "Condition": PINNED,
}


def document(*statements: Mapping[str, Any]) -> str:
    """A policy as programs write it: JSON text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
