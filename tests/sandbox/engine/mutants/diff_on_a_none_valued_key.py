"""Takes for granted that a property without a value is still in the bag."""

from typing import Any

from healthy import INPUTS, HealthyProvider
from pulumi.dynamic import DiffResult


class Provider(HealthyProvider):
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in INPUTS if olds[key] != news[key]]
        return DiffResult(changes=bool(changed), replaces=[key for key in changed if key == "kind"])
