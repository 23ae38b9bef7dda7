"""Remember what the program declares, for the rules that see the stack.

The engine shows a stack policy the *outputs* of each resource. In AWS's
outputs an unset policy, encryption or lifecycle is filled in (or, in a
preview, unknown), so they cannot tell what the program declares. The inputs
pass through the resource policies of the same process beforehand.
"""

from collections.abc import Mapping
from typing import Any


class Memory:
    """Declared inputs by URN, of the resource types that stack rules relate."""

    def __init__(self, types: frozenset[str]) -> None:
        self._types = types
        self._inputs: dict[str, Mapping[str, Any]] = {}

    def remember(self, urn: str, type_: str, inputs: Mapping[str, Any]) -> None:
        """Keep the inputs of a resource; the latest ones count."""
        if type_ in self._types:
            self._inputs[urn] = inputs

    def recall(self, urn: str) -> Mapping[str, Any] | None:
        """Return the declared inputs, or None where no resource policy was shown any."""
        return self._inputs.get(urn)
