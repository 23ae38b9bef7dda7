"""Keeps numbers as text, and does not see that 3 has become 3.0 on its way."""

from typing import Any

from healthy import HealthyProvider


class Provider(HealthyProvider):
    def store(self, id_: str, props: dict[str, Any]) -> dict[str, Any]:
        outs = super().store(id_, props)
        outs["sizeText"] = str(int(props["size"]))
        return outs

    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> Any:
        found = super().diff(id_, olds, news)
        found.changes = bool(found.changes) or olds["sizeText"] != str(news["size"])
        return found
