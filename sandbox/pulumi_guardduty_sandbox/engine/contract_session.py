"""A provider process for the contract test, with an engine to log to."""

import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import grpc
from pulumi.runtime.proto import engine_pb2_grpc

from pulumi_guardduty_sandbox.engine.differences import Difference
from pulumi_guardduty_sandbox.engine.engine_service import EngineService
from pulumi_guardduty_sandbox.engine.listener import Listener, silent
from pulumi_guardduty_sandbox.engine.plugin import CHANNEL_OPTIONS
from pulumi_guardduty_sandbox.engine.provider import CheckFailure, ProviderProcess, ReadAnswer
from pulumi_guardduty_sandbox.engine.values import Properties


class Session:
    """Calls to one provider process, with the arguments that an engine would give."""

    def __init__(
        self, *, config: Mapping[str, str] | None, env: Mapping[str, str] | None, folder: Path | None, python: str
    ) -> None:
        self._config, self._env = dict(config or {}), {**os.environ, **(env or {})}
        self._folder, self._python = folder, python
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        folder = self._folder or Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        listener = Listener("up", dry=False, refreshing=False, write=silent)
        server = grpc.server(ThreadPoolExecutor(4), options=CHANNEL_OPTIONS)
        engine_pb2_grpc.add_EngineServicer_to_server(EngineService(listener), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self._stack.callback(lambda: server.stop(None).wait())
        self._provider = ProviderProcess(
            python=self._python,
            folder=folder,
            project="contract",
            engine_address=f"127.0.0.1:{port}",
            env=self._env,
            say=silent,
            complain=silent,
        )
        self._stack.callback(self._provider.close)
        self._provider.configure(dict(self._config))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def check(self, urn: str, olds: Properties | None, news: Properties) -> tuple[Properties, list[CheckFailure]]:
        """Check as a preview does, in which unknowns are allowed."""
        return self._provider.check(urn, olds, news, unknowns=True)

    def create(self, urn: str, inputs: Properties) -> tuple[str, Properties]:
        """Create the thing."""
        return self._provider.create(urn, inputs, 0)

    def diff(self, urn: str, id_: str, inputs: Properties, outputs: Properties, news: Properties) -> Difference:
        """Compare a thing with a declaration."""
        return self._provider.diff(
            urn, id_, old_inputs=inputs, old_outputs=outputs, news=news, unknowns=True, ignore_changes=[]
        )

    def read(self, urn: str, id_: str, inputs: Properties, outputs: Properties) -> ReadAnswer:
        """Look at the thing, as a refresh does."""
        return self._provider.read(urn, id_, inputs=inputs, state=outputs, seconds=0)

    def update(self, urn: str, id_: str, inputs: Properties, outputs: Properties, news: Properties) -> Properties:
        """Change the thing."""
        return self._provider.update(
            urn, id_, old_inputs=inputs, old_outputs=outputs, news=news, seconds=0, ignore_changes=[]
        )

    def delete(self, urn: str, id_: str, inputs: Properties, outputs: Properties) -> None:
        """Delete the thing."""
        self._provider.delete(urn, id_, inputs=inputs, outputs=outputs, seconds=0)
