"""A small provider that keeps its contract: things in a folder, one JSON file each."""

import json
import os
from pathlib import Path
from typing import Any

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)


#: What is declared; `kind` cannot be changed in place.
INPUTS = ("name", "size", "kind", "note", "labels", "password")


def file_of(id_: str) -> Path:
    return Path(os.environ["THING_CLOUD"]) / f"{id_}.json"


def is_unknown(value: Any) -> bool:
    return type(value).__name__ == "Unknown"


class HealthyProvider(ResourceProvider):
    serialize_as_secret_always = False

    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        size = news.get("size", 1)
        if not is_unknown(size) and size > 100:
            return CheckResult(news, [CheckFailure("size", "must be at most 100")])
        return CheckResult({"size": 1, **news}, [])

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in INPUTS if self.differs(olds.get(key), news.get(key))]
        return DiffResult(changes=bool(changed), replaces=[key for key in changed if key == "kind"])

    def differs(self, old: Any, new: Any) -> bool:
        if isinstance(old, dict) and isinstance(new, dict):
            return any(self.differs(old.get(key), new.get(key)) for key in old.keys() | new.keys())
        return old != new

    def create(self, props: dict[str, Any]) -> CreateResult:
        id_ = f"{props['name']}-{int(props['size'])}"
        return CreateResult(id_, self.store(id_, props))

    def store(self, id_: str, props: dict[str, Any]) -> dict[str, Any]:
        outs = {key: props[key] for key in INPUTS if key in props}
        outs["arn"] = f"arn:thing:{id_}"
        file_of(id_).write_text(json.dumps(outs))
        return outs

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        if not file_of(id_).exists():
            return ReadResult("", {})
        return ReadResult(id_, json.loads(file_of(id_).read_text()))

    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        return UpdateResult(self.store(id_, news))

    def delete(self, id_: str, props: dict[str, Any]) -> None:
        file_of(id_).unlink(missing_ok=True)


Provider = HealthyProvider
