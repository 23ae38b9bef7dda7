"""A request as a policy sees it, with what is known of it and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from pulumi_guardduty.diagnosis.policy_evaluation.pattern import glob


class Missing(Enum):
    """Why a condition key has no value."""

    ABSENT = "absent"
    """The request does not carry it."""

    UNESTABLISHED = "unestablished"
    """Whether the request carries it, or with what value, is not documented."""


@dataclass(frozen=True)
class Caller:
    """Who makes the request."""

    kind: Literal["AWS", "Service"]
    """The key of a Principal element that can name it."""

    names: frozenset[str]
    """Every spelling by which a policy may name it, e.g. an account by its id and by its root's ARN."""


@dataclass(frozen=True)
class Request:
    """One request to be judged."""

    caller: Caller
    action: str
    """As in ``s3:PutObject``."""

    resource: str
    """ARN of what is acted on."""

    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of the condition keys that are known; the keys in lower case."""

    absent: frozenset[str] = frozenset({"*"})
    """Patterns, in lower case, of the keys that the request is known not to carry. All others are unestablished."""

    def value_of(self, key: str) -> tuple[str, ...] | Missing:
        """Look a condition key up; its case does not count.

        Source: IAM User Guide, "IAM JSON policy elements: Condition".
        """
        name = key.lower()
        if name in self.context:
            return self.context[name]
        return Missing.ABSENT if any(glob(pattern, name) for pattern in self.absent) else Missing.UNESTABLISHED
