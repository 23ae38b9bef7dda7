"""Writes out a nested property that has no value, which is not there any more when it comes back."""

from typing import Any

from healthy import HealthyProvider


class Provider(HealthyProvider):
    def differs(self, old: Any, new: Any) -> bool:
        return old != self.filled(new) if isinstance(new, dict) else old != new

    def store(self, id_: str, props: dict[str, Any]) -> dict[str, Any]:
        return super().store(id_, {**props, "labels": self.filled(props.get("labels", {}))})

    @staticmethod
    def filled(labels: dict[str, Any]) -> dict[str, Any]:
        return {"owner": None, **labels}
