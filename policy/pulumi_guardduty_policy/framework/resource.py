"""One resource of the program, as a rule sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL


_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, eq=False)
class Resource:
    """Type, names and properties of one resource.

    Bags are the SDK's: reading a key whose value is not known yet raises, so a
    rule reads the keys it needs and no others.
    """

    type: str
    name: str
    urn: str

    inputs: Mapping[str, Any] | None
    """What the program declares; None where only the outputs were shown."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    """What the resource became; empty while it is judged alone."""

    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Property name to the URNs its value comes from."""

    dependencies: tuple[str, ...] = ()
    """URNs of everything it depends on."""

    provider: Mapping[str, Any] = field(default_factory=dict)
    """Inputs of its provider, for the region."""

    @property
    def declared(self) -> Mapping[str, Any]:
        """What the program declares, or the outputs where that was not shown."""
        return self.outputs if self.inputs is None else self.inputs

    def first_known(self, *names: str) -> str | None:
        """Return the first of these properties that is a known string, from outputs, then inputs."""
        return next(self.known(*names), None)

    def known(self, *names: str) -> Iterator[str]:
        """Every one of these properties that is a known string, from outputs, then inputs."""
        for bag in (self.outputs, self.inputs or _EMPTY):
            for name in names:
                value = _known_string(bag, name)
                if value is not None:
                    yield value

    @property
    def provider_region(self) -> str:
        """Region of the provider that makes it; empty where that is not known."""
        return _known_string(self.provider, "region") or ""


def states(bag: Mapping[str, Any], name: str) -> bool:
    """Tell whether a bag has a key at all, without touching its value."""
    return any(key == name for key in bag)


def _known_string(bag: Mapping[str, Any], name: str) -> str | None:
    try:
        value = bag.get(name)
    except CANNOT_TELL:
        return None
    return value if isinstance(value, str) and value else None
