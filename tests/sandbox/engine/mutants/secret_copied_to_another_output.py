"""Repeats the password in a connection string that nobody marks secret."""

from typing import Any

from healthy import HealthyProvider


class Provider(HealthyProvider):
    def store(self, id_: str, props: dict[str, Any]) -> dict[str, Any]:
        return {**super().store(id_, props), "connection": f"thing://user:{props.get('password')}@host"}
