"""Names of resources: URNs, type tokens and references to providers."""

from typing import Final


STACK_TYPE: Final = "pulumi:pulumi:Stack"
DYNAMIC_PACKAGE: Final = "pulumi-python"
_PREFIX: Final = "urn:pulumi:"
_PROVIDERS: Final = "pulumi:providers:"


def make(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """The URN of a resource under `parent` (a URN, or empty)."""
    outer = qualified_type(parent) if parent else ""
    qualified = f"{outer}${type_}" if outer and outer != STACK_TYPE else type_
    return f"{_PREFIX}{stack}::{project}::{qualified}::{name}"


def _part(urn: str, index: int) -> str:
    return urn.removeprefix(_PREFIX).split("::", 3)[index]


def stack_of(urn: str) -> str:
    """The stack a URN is in."""
    return _part(urn, 0)


def project_of(urn: str) -> str:
    """The project a URN is in."""
    return _part(urn, 1)


def qualified_type(urn: str) -> str:
    """The type with the types of its parents before it."""
    return _part(urn, 2)


def type_of(urn: str) -> str:
    """The type token."""
    return qualified_type(urn).rpartition("$")[2]


def name_of(urn: str) -> str:
    """The name the program gave."""
    return _part(urn, 3)


def package_of(type_: str) -> str:
    """The package a type token belongs to."""
    return type_.partition(":")[0]


def is_provider(type_: str) -> bool:
    """Whether the type token is that of a provider resource."""
    return type_.startswith(_PROVIDERS) and len(type_) > len(_PROVIDERS)


def provider_type(package: str) -> str:
    """The type token of the provider resource of `package`."""
    return _PROVIDERS + package


def is_default_provider(urn: str) -> bool:
    """Whether the URN is that of a provider nobody declared."""
    return is_provider(type_of(urn)) and name_of(urn).startswith("default")


def reference(urn: str, id_: str) -> str:
    """How a resource names its provider."""
    return f"{urn}::{id_}"


def parse_reference(text: str) -> tuple[str, str]:
    """URN and id of a provider reference."""
    urn, _, id_ = text.rpartition("::")
    return urn, id_


def provider_package(reference_: str) -> str:
    """The package of the provider that a reference names; empty without a reference."""
    return type_of(parse_reference(reference_)[0]).rpartition(":")[2] if reference_ else ""
