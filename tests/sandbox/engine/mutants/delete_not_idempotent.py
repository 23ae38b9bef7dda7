"""Fails to delete what is deleted already."""

from typing import Any

from healthy import HealthyProvider, file_of


class Provider(HealthyProvider):
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        file_of(id_).unlink()
