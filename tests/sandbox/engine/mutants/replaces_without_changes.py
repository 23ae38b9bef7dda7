"""Names what replaces, but does not say that anything changes."""

from typing import Any

from healthy import HealthyProvider
from pulumi.dynamic import DiffResult


class Provider(HealthyProvider):
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        found = super().diff(id_, olds, news)
        return DiffResult(changes=bool(found.changes) and not found.replaces, replaces=found.replaces)
