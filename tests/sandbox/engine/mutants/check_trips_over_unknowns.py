"""Compares sizes in check without asking whether the size is known yet."""

from typing import Any

from healthy import HealthyProvider
from pulumi.dynamic import CheckFailure, CheckResult


class Provider(HealthyProvider):
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        failures = [CheckFailure("size", "must be at most 100")] if news.get("size", 1) > 100 else []
        return CheckResult({"size": 1, **news}, failures)
