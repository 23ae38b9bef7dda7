"""Configuration of a policy pack: its own defaults, then what the pack sets, then what the user gives.

Follows `pkg/resource/analyzer/config.go` of CLI v3.258.0.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import jsonschema

from pulumi_guardduty_sandbox.engine.errors import StateError


LEVELS: Final = ("advisory", "mandatory", "disabled", "remediate")


@dataclass(frozen=True)
class PolicyConfig:
    """How one policy is applied; an empty level leaves it to the policy."""

    level: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyInfo:
    """What a pack says of one of its policies."""

    name: str
    level: str
    #: JSON schema of each property that can be configured.
    properties: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()


def read(path: Path) -> dict[str, PolicyConfig]:
    """The configuration in a file.

    Raises:
        StateError: The file is not one.
    """
    try:
        document = json.loads(path.read_text() or "{}")
    except (OSError, ValueError) as error:
        raise StateError(f"the policy configuration {path} cannot be read: {error}") from error
    found = {}
    for name, value in document.items():
        given = {"enforcementLevel": value} if isinstance(value, str) else value
        if not isinstance(given, dict) or given.get("enforcementLevel", "advisory") not in LEVELS:
            raise StateError(
                f"the policy configuration {path} sets {name!r} to {value!r}: it must be one of {', '.join(LEVELS)}, "
                "or an object with that as enforcementLevel"
            )
        properties = {key: item for key, item in given.items() if key != "enforcementLevel"}
        found[name] = PolicyConfig(given.get("enforcementLevel", ""), properties)
    return found


def reconciled(
    policies: list[PolicyInfo], initial: Mapping[str, PolicyConfig], given: Mapping[str, PolicyConfig]
) -> dict[str, PolicyConfig]:
    """What applies to each policy.

    Raises:
        StateError: A property is not what the policy's schema asks for.
    """
    found = {}
    for policy in policies:
        defaults = {key: schema["default"] for key, schema in policy.properties.items() if "default" in schema}
        found[policy.name] = PolicyConfig(policy.level, defaults)
    for layer in (initial, given):
        _apply(found, layer)
    problems = [f"{policy.name}: {problem}" for policy in policies for problem in _problems(policy, found[policy.name])]
    if problems:
        raise StateError("the policy configuration is invalid: " + "; ".join(problems))
    return found


def _apply(found: dict[str, PolicyConfig], layer: Mapping[str, PolicyConfig]) -> None:
    everywhere = layer.get("all", PolicyConfig()).level
    for name, config in found.items():
        found[name] = replace(config, level=everywhere or config.level)
    for name, config in layer.items():
        known = found.get(name, PolicyConfig())
        found[name] = PolicyConfig(config.level or known.level, {**known.properties, **config.properties})


def _problems(policy: PolicyInfo, config: PolicyConfig) -> list[str]:
    schema = {"type": "object", "properties": dict(policy.properties), "required": list(policy.required)}
    validator = jsonschema.Draft7Validator(schema)
    return [
        f"{'.'.join(map(str, error.absolute_path))} {error.message}".strip()
        for error in validator.iter_errors(dict(config.properties))
    ]
