"""All resources of one stack, for rules that relate them."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from pulumi_guardduty_policy.framework.resource import Resource


ViewT = TypeVar("ViewT")


class Stack:
    """The resources of a stack, with a memo for what views derive from them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources = tuple(resources)
        self._views: dict[Callable[..., Any], Any] = {}

    @cached_property
    def _by_urn(self) -> dict[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def of_type(self, types: Iterable[str]) -> tuple[Resource, ...]:
        """Resources of any of these types."""
        wanted = frozenset(types)
        return tuple(resource for resource in self.resources if resource.type in wanted)

    def get(self, urns: Iterable[str]) -> tuple[Resource, ...]:
        """Resources with these URNs, as far as the stack has them."""
        return tuple(self._by_urn[urn] for urn in urns if urn in self._by_urn)

    def view(self, derive: Callable[["Stack"], ViewT]) -> ViewT:
        """Derive something from the stack once."""
        if derive not in self._views:
            self._views[derive] = derive(self)
        found: ViewT = self._views[derive]
        return found
