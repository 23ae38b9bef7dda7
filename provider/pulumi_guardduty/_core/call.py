"""What a door knows of one call beside its bags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_guardduty._core.waiting import DEFAULT_SECONDS, Deadline


@dataclass(frozen=True)
class Call:
    """What a door knows of one call beside its bags.

    Attributes:
        config: The stack's configuration, ``namespace:key`` to value.
        timeout_seconds: The custom timeout of this operation, or None.
        say: Takes a line of progress for a person.
        warn: Takes a line a person has to see.
        urn: The resource's URN, or "" where the door cannot tell.
    """

    config: Mapping[str, Any] = field(default_factory=dict)
    timeout_seconds: float | None = None
    say: Callable[[str], None] = lambda _line: None
    warn: Callable[[str], None] = lambda _line: None
    urn: str = ""

    def deadline(self) -> Deadline:
        """The time this operation has, from now on."""
        return Deadline(self.timeout_seconds or DEFAULT_SECONDS, self.say)
