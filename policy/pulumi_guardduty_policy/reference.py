"""What is published of the rules: the table in the documentation and the ready configurations."""

from collections.abc import Callable, Mapping
from typing import Any

from pulumi_policy import EnforcementLevel

from pulumi_guardduty_policy.catalogue import RULES
from pulumi_guardduty_policy.framework.rule import Rule
from pulumi_guardduty_policy.framework.settings import EXEMPT


_HEADINGS = ("Rule", "What holds", "Severity", "Baseline", "Strict", "Judges", "Standards", "Settings")


def table() -> str:
    """One line of Markdown a rule."""
    lines = ["| " + " | ".join(_HEADINGS) + " |", "| " + " | ".join("---" for _ in _HEADINGS) + " |"]
    lines += ["| " + " | ".join(_cells(rule)) + " |" for rule in RULES]
    return "\n".join(lines)


def _cells(rule: Rule) -> tuple[str, ...]:
    return (
        f"[`{rule.id}`]({rule.url})",
        rule.claim.replace("|", "\\|"),
        rule.severity.value,
        rule.baseline.value,
        rule.strict.value,
        _judges(rule),
        "; ".join(standard.tag for standard in rule.standards),
        ", ".join(f"`{option.name}` = {_default(option.default)}" for option in rule.options),
    )


def _judges(rule: Rule) -> str:
    if rule.resource is None:
        return "stack"
    named = "resource and stack" if rule.stack is not None else "resource"
    return f"{named}; remediates" if rule.resource.fill is not None else named


def _default(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return str(value).lower()


def settings_table() -> str:
    """One line of Markdown a setting."""
    lines = [
        "| Setting | Of | Meaning |",
        "| --- | --- | --- |",
        f"| `{EXEMPT.name}` | every rule | {EXEMPT.meaning} |",
    ]
    lines += [f"| `{option.name}` | `{rule.id}` | {option.meaning} |" for rule in RULES for option in rule.options]
    return "\n".join(lines)


def _baseline(rule: Rule) -> Mapping[str, Any]:
    return {"enforcementLevel": rule.baseline.value}


def _strict(rule: Rule) -> Mapping[str, Any]:
    return {"enforcementLevel": rule.strict.value, **rule.strict_options}


def _audit(rule: Rule) -> Mapping[str, Any]:
    return {"enforcementLevel": EnforcementLevel.ADVISORY.value, **rule.strict_options}


_CONFIGURATIONS: dict[str, Callable[[Rule], Mapping[str, Any]]] = {
    "baseline": _baseline,
    "strict": _strict,
    "audit": _audit,
}


def configurations() -> dict[str, dict[str, Mapping[str, Any]]]:
    """The ready configurations by name, each with an entry for every policy."""
    return {
        name: {policy: make(rule) for rule in RULES for policy in rule.policy_ids}
        for name, make in _CONFIGURATIONS.items()
    }
