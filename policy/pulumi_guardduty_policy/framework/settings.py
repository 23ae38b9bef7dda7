"""What a team may set for one rule, and what it did set."""

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """One setting of a rule, with its JSON schema and what holds without it."""

    name: str
    schema: Mapping[str, Any]
    default: Any
    meaning: str

    def published(self) -> dict[str, Any]:
        """The schema as the engine takes it, default and meaning included."""
        return {**self.schema, "default": self.default, "description": self.meaning}


_NAMED_WITH_REASON = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "reason"],
        "properties": {"name": {"type": "string", "minLength": 1}, "reason": {"type": "string", "minLength": 1}},
    },
}


def patterns_with_reason(name: str, meaning: str) -> Option:
    """An option that lists what is let off: name patterns, each with the reason for it."""
    return Option(name, _NAMED_WITH_REASON, [], meaning)


def texts(name: str, default: list[str], meaning: str) -> Option:
    """An option that lists strings."""
    return Option(name, {"type": "array", "items": {"type": "string", "minLength": 1}}, default, meaning)


def whole_number(name: str, default: int, meaning: str, *, at_least: int, at_most: int) -> Option:
    """An option that is a number between two bounds."""
    return Option(name, {"type": "integer", "minimum": at_least, "maximum": at_most}, default, meaning)


def yes_or_no(name: str, default: bool, meaning: str) -> Option:
    """An option that is on or off."""
    return Option(name, {"type": "boolean"}, default, meaning)


#: Every rule has this one, so that letting something off is written down with its reason.
EXEMPT = patterns_with_reason(
    "exempt",
    "Resources the rule does not judge: a pattern (`*`, `?`) over the resource's Pulumi name or the name it has "
    "in AWS, and the reason.",
)


class Settings(Mapping[str, Any]):
    """The settings one rule is judged with: what was configured over the defaults."""

    def __init__(self, options: Iterable[Option], configured: Mapping[str, Any]) -> None:
        defaults = {option.name: option.default for option in options}
        self._values = defaults | {name: configured[name] for name in configured if name in defaults}
        self.unknown = tuple(sorted(name for name in configured if name not in defaults))
        self.allowed = tuple(sorted(defaults))

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def let_off(self, option: str, names: Iterable[str]) -> str | None:
        """Return the reason why one of the names is let off by this option, or None."""
        candidates = tuple(names)
        for entry in self[option]:
            if any(fnmatch.fnmatchcase(name, entry["name"]) for name in candidates):
                return str(entry["reason"])
        return None
