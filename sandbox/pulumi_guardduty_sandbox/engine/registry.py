"""The providers of an operation, each a process, under the reference by which resources name it.

Follows `pkg/resource/deploy/providers/registry.go` of CLI v3.258.0, for the one package there is: dynamic providers
implement neither CheckConfig nor DiffConfig, so their configuration is taken as it is and never replaces anything.
"""

import threading
import uuid
from collections.abc import Callable
from typing import TypeAlias

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.differences import Difference
from pulumi_guardduty_sandbox.engine.errors import StateError, UnsupportedError
from pulumi_guardduty_sandbox.engine.provider import ProviderProcess
from pulumi_guardduty_sandbox.engine.resource import Resource
from pulumi_guardduty_sandbox.engine.values import UNKNOWN_STRING, Properties, equal


Provider: TypeAlias = ProviderProcess


class Registry:
    """Starts providers when they are first needed, and ends them all."""

    def __init__(self, start: Callable[[], Provider], previous: Callable[[], list[Resource]]) -> None:
        """Begin with no provider running.

        Args:
            start: Starts a provider process.
            previous: The resources of the state, in which old providers are found.
        """
        self._start, self._previous = start, previous
        self._running: dict[str, Provider] = {}
        #: Started for a check, by URN, until it is clear what becomes of the provider resource.
        self._unconfigured: dict[str, Provider] = {}
        self._aliases: dict[str, str] = {}
        self._lock = threading.Lock()

    def of(self, resource: Resource) -> Provider:
        """The provider in charge of `resource`.

        Raises:
            StateError: It is not running.
        """
        with self._lock:
            found = self._running.get(resource.provider)
        if found is None:
            raise StateError(f"unknown provider '{resource.provider}' for resource '{resource.urn}'")
        return found

    def check(self, urn: str) -> None:
        """Start the provider that a provider resource is about."""
        self._package(urn)
        if urn not in self._unconfigured:
            self._unconfigured[urn] = self._start()

    def diff(self, old: Resource, new_inputs: Properties) -> Difference:
        """Whether a provider's configuration has changed."""
        return Difference(changes=not equal(old.outputs or {}, new_inputs))

    def same(self, resource: Resource, *, checked: bool = False) -> None:
        """Have the provider of the state run."""
        if not resource.id or resource.id == UNKNOWN_STRING:
            raise StateError(f"provider '{resource.urn}' has an unknown ID")
        reference = urns.reference(resource.urn, resource.id)
        if reference in self._running:
            return
        provider = self._unconfigured.pop(resource.urn, None) if checked else None
        if provider is None:
            self._package(resource.urn)
            provider = self._start()
        self._configure(provider, resource.urn, resource.id, resource.inputs)

    def create(self, resource: Resource, *, dry: bool) -> tuple[str, Properties]:
        """Make a provider resource: configure its process under a new id, which a preview does not know."""
        id_ = UNKNOWN_STRING if dry else str(uuid.uuid4())
        provider = self._unconfigured.pop(resource.urn, None) or self._start()
        self._configure(provider, resource.urn, id_, resource.inputs)
        return id_, dict(resource.inputs)

    def update(self, resource: Resource) -> Properties:
        """Configure a provider anew."""
        provider = self._unconfigured.pop(resource.urn, None) or self._start()
        with self._lock:
            old = self._running.pop(urns.reference(resource.urn, resource.id), None)
        self._configure(provider, resource.urn, resource.id, resource.inputs)
        if old is not None:
            old.close()
        return dict(resource.inputs)

    def delete(self, resource: Resource) -> None:
        """End a provider."""
        with self._lock:
            provider = self._running.pop(urns.reference(resource.urn, resource.id), None)
        if provider is not None:
            provider.close()

    def ensure(self, reference: str) -> None:
        """Have the provider of a resource of the state run.

        Raises:
            StateError: The state has no such provider.
        """
        if not reference or reference in self._running:
            return
        urn, id_ = urns.parse_reference(reference)
        for resource in self._previous():
            if resource.urn == urn and resource.id == id_:
                self.same(resource)
                return
        raise StateError(f"could not find provider {reference}")

    def rename(self, urn: str, alias: str) -> None:
        """Let a provider be found under a former name, too."""
        self._aliases[urn] = alias

    def _configure(self, provider: Provider, urn: str, id_: str, inputs: Properties) -> None:
        try:
            provider.configure(inputs)
        except BaseException:
            provider.close()
            raise
        with self._lock:
            self._running[urns.reference(urn, id_)] = provider
            if urn in self._aliases:
                self._running[urns.reference(self._aliases[urn], id_)] = provider

    @staticmethod
    def _package(urn: str) -> None:
        package = urns.type_of(urn).rpartition(":")[2]
        if package != urns.DYNAMIC_PACKAGE:
            raise UnsupportedError(f"the provider {package!r}")

    def cancel(self) -> None:
        """Tell every provider to stop what it does."""
        for provider in self._all():
            provider.cancel()

    def close(self) -> None:
        """End every provider."""
        for provider in self._all():
            provider.close()

    def _all(self) -> list[Provider]:
        with self._lock:
            return list(
                {id(found): found for found in (*self._running.values(), *self._unconfigured.values())}.values()
            )
