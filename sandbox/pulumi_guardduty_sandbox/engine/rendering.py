"""Property values and their differences, as a person reads them."""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from pulumi_guardduty_sandbox.engine import differences, property_path
from pulumi_guardduty_sandbox.engine.differences import PropertyChange
from pulumi_guardduty_sandbox.engine.property_path import Path
from pulumi_guardduty_sandbox.engine.values import UNKNOWN, Properties, Reference, Secret, Value, number


_INDENT: Final = "    "
_SIGNS: Final = {"add": "+", "delete": "-", "update": "~"}
_ABSENT: Final = object()


def value_lines(name: str, value: Value, indent: str) -> list[str]:
    """``name: value``, nested values on lines of their own."""
    inner = indent + _INDENT
    if isinstance(value, dict) and value:
        items = [line for key in sorted(value) for line in value_lines(key, value[key], inner)]
        return [f"{indent}{name}: {{", *items, f"{indent}}}"]
    if isinstance(value, list) and value:
        items = [line for index, item in enumerate(value) for line in value_lines(f"[{index}]", item, inner)]
        return [f"{indent}{name}: [", *items, f"{indent}]"]
    return [f"{indent}{name}: {inline(value)}"]


def inline(value: Value) -> str:
    """A value on one line, secrets hidden."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str | int | float):
        return json.dumps(number(value) if isinstance(value, float) else value, ensure_ascii=False)
    if isinstance(value, Reference):
        return value.urn
    if value is None:
        return "<null>"
    return "[unknown]" if value is UNKNOWN else "[secret]"


def property_lines(properties: Properties, indent: str) -> list[str]:
    """All properties but the engine's own."""
    return [
        line
        for key in sorted(properties)
        if not key.startswith("__")
        for line in value_lines(key, properties[key], indent)
    ]


def change_lines(
    old_inputs: Properties,
    old_outputs: Properties,
    new_inputs: Properties,
    detailed: Mapping[str, PropertyChange] | None,
    hidden: Iterable[str],
    indent: str,
) -> list[str]:
    """One line for each property that changes: those the provider names, or those whose inputs differ."""
    if detailed is None:
        detailed = differences.detailed(old_inputs, new_inputs)
    covered = [property_path.parse(path) for path in hidden]
    lines = []
    for text in sorted(detailed):
        if text.startswith("__"):
            continue
        change, path = detailed[text], property_path.parse(text)
        sign = _SIGNS[change.kind.partition("-")[0]]
        note = " (replaces)" if change.kind.replaces else ""
        if any(property_path.contains(outer, path) for outer in covered):
            lines.append(f"{indent}{sign} {text}: [diff hidden]{note}")
            continue
        old = _at(old_inputs if change.of_inputs else {**old_inputs, **old_outputs}, path)
        lines.append(f"{indent}{sign} {text}: {_change(old, _at(new_inputs, path), sign)}{note}")
    return lines


def _change(old: object, new: object, sign: str) -> str:
    if sign == "+" or old is _ABSENT:
        return inline(None if new is _ABSENT else new)
    if sign == "-" or new is _ABSENT:
        return inline(old)
    return f"{inline(old)} => {inline(new)}"


def _at(value: Value, path: Path) -> Value:
    for key in path:
        if isinstance(value, Secret):
            return value
        if isinstance(key, int):
            if not isinstance(value, list) or key >= len(value):
                return _ABSENT
        elif not isinstance(value, dict) or key not in value:
            return _ABSENT
        value = value[key]
    return value
