"""What a program sends to the engine when it declares a dynamic resource: type token and wire properties.

The resource is declared under Pulumi's own mocks, in a context and thread of its own, so nothing of it stays behind.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.stack import run_pulumi_func

from pulumi_guardduty_sandbox.engine.urn import DYNAMIC_PACKAGE
from pulumi_guardduty_sandbox.engine.values import Properties


#: The property that holds the pickled provider. Source: `pulumi/dynamic/__main__.py`.
PROVIDER_KEY = "__provider"


@dataclass(frozen=True)
class Declaration:
    """One declared resource."""

    type: str
    properties: Properties


class _Catcher(Mocks):
    def __init__(self) -> None:
        self.caught: list[Declaration] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[Any, Any]]:
        if args.typ.startswith(f"{DYNAMIC_PACKAGE}:"):
            self.caught.append(Declaration(args.typ, dict(args.inputs)))
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], None]:
        return {}, None


def declared(make: Callable[[], object]) -> Declaration:
    """The one dynamic resource that `make` declares.

    Raises:
        ValueError: It declares none, or several.
    """
    catcher = _Catcher()
    failed: list[BaseException] = []

    def run() -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            set_mocks(catcher, project="contract", stack="contract", preview=False)

            async def program() -> None:
                make()

            loop.run_until_complete(run_pulumi_func(program))
        except BaseException as error:  # noqa: BLE001 - raised again where it belongs
            failed.append(error)
        finally:
            loop.close()

    thread = threading.Thread(target=contextvars.Context().run, args=(run,))
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    if len(catcher.caught) != 1:
        raise ValueError(f"expected one dynamic resource to be declared, got {len(catcher.caught)}")
    return catcher.caught[0]


def of_provider(provider: ResourceProvider, properties: Properties) -> Declaration:
    """What a resource of `provider` with these wire properties would send."""
    sent = {key: value for key, value in properties.items() if value is not None}
    return Declaration(f"{DYNAMIC_PACKAGE}:dynamic:Resource", {**sent, PROVIDER_KEY: serialize_provider(provider)})
