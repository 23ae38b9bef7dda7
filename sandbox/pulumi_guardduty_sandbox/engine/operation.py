"""Runs one operation: brings state, services, program and providers together, and takes them apart again."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.analyzers import Policies
from pulumi_guardduty_sandbox.engine.backend import ORGANIZATION, Backend, Checkpoint
from pulumi_guardduty_sandbox.engine.child import Child
from pulumi_guardduty_sandbox.engine.engine_service import EngineService
from pulumi_guardduty_sandbox.engine.listener import Listener, Result
from pulumi_guardduty_sandbox.engine.monitor import Finished, Monitor, Surroundings
from pulumi_guardduty_sandbox.engine.passphrase import Crypter
from pulumi_guardduty_sandbox.engine.plugin import CHANNEL_OPTIONS
from pulumi_guardduty_sandbox.engine.policy_pack import PolicyPack
from pulumi_guardduty_sandbox.engine.project import Configuration, Project
from pulumi_guardduty_sandbox.engine.provider import ProviderProcess
from pulumi_guardduty_sandbox.engine.recorder import Recorder, StateRecorder
from pulumi_guardduty_sandbox.engine.resource import Row, from_row, read_value
from pulumi_guardduty_sandbox.engine.run import Deployment, Options, Target
from pulumi_guardduty_sandbox.engine.values import Secret


_LANGHOST: Final = str(Path(__file__).with_name("langhost.py"))
#: How long a program may take to end after the engine has, in seconds.
_PROGRAM_GRACE: Final = 5.0
_PENDING_ADVICE: Final = (
    "What has become of these resources is not known. `refresh --clear-pending-creates` forgets creations that came to "
    "nothing; this operation clears the rest."
)


@dataclass(frozen=True)
class Setting:
    """Where and on what an operation runs."""

    project: Project
    stack: str
    backend: Backend
    configuration: Configuration
    env: Mapping[str, str]
    passphrase: str
    #: Folders of policy packs, each with the file of its configuration.
    policy_packs: Sequence[tuple[Path, Path | None]] = ()


class Operation:
    """One preview, up, refresh or destroy."""

    def __init__(self, setting: Setting, options: Options, listener: Listener, *, with_program: bool) -> None:
        self._setting, self._options, self._listener = setting, options, listener
        self._with_program = with_program
        self._children: list[Child] = []
        self._deployment: Deployment | None = None
        self._cancelled = False
        self._program: Child | None = None
        self._address = ""

    def run(self) -> Result:
        """Run it.

        Raises:
            EngineError: It could not begin.
        """
        with self._setting.backend.locked() if not self._options.dry_run else contextlib.nullcontext():
            return self._run()

    def cancel(self) -> None:
        """Begin nothing more; what is under way may finish."""
        self._cancelled = True
        if self._deployment is not None:
            self._deployment.cancel()

    def kill(self) -> None:
        """End every child at once; what was under way stays pending in the state."""
        if self._deployment is not None:
            self._deployment.recorder.abandon()
        self.cancel()
        if self._program is not None:
            self._program.stop(at_once=True)
        if self._deployment is not None:
            self._deployment.registry.close()

    def _run(self) -> Result:
        self._listener.title(self._setting.stack)
        checkpoint = self._setting.backend.load()
        crypter = self._crypter(checkpoint)
        resources = [from_row(row, crypter) for row in checkpoint.rows]
        recorder = (
            Recorder()
            if self._options.dry_run
            else StateRecorder(self._setting.backend, checkpoint, resources, crypter)
        )
        self._warn_of(checkpoint)
        deployment = self._deployment = Deployment(
            Target(self._setting.project.name, self._setting.stack),
            self._options,
            resources,
            listener=self._listener,
            recorder=recorder,
            start_provider=self._start_provider,
            policies=Policies(),
        )
        if self._cancelled:
            deployment.cancel()
        try:
            with self._services(deployment) as monitor:
                self._start_policies(deployment)
                ok = deployment.execute(self._start_program if self._with_program else None)
                ok = self._end_program(monitor, ok=ok)
        finally:
            deployment.policies.close()
            deployment.registry.close()
            checkpoint = recorder.close() or checkpoint
        saved: Row = next((row.get("outputs", {}) for row in checkpoint.rows if row["type"] == urns.STACK_TYPE), {})
        stack = next((found for found in deployment.news.values() if found.type == urns.STACK_TYPE), None)
        outputs = read_value(saved, crypter)
        planned = (stack.outputs or {}) if self._options.dry_run and stack else outputs
        return self._listener.finish(ok=ok, saved=outputs, planned=planned)

    def _warn_of(self, checkpoint: Checkpoint) -> None:
        """Say what an operation that was cut off has left undecided."""
        if not checkpoint.pending or self._options.dry_run or self._options.refresh:
            return
        lines = [
            f"{len(checkpoint.pending)} operations were cut off before this one:",
            *(f"  * {found['resource']['urn']}, interrupted while {found['type']}" for found in checkpoint.pending),
            _PENDING_ADVICE,
        ]
        self._listener.warning("", "\n".join(lines))

    def _crypter(self, checkpoint: Checkpoint) -> Crypter:
        if checkpoint.salt:
            return Crypter(self._setting.passphrase, checkpoint.salt)
        return Crypter.new(self._setting.passphrase)

    @contextlib.contextmanager
    def _services(self, deployment: Deployment) -> Iterator[Monitor]:
        monitor = Monitor(self._surroundings(), deployment.inbox, deployment.find)
        workers = ThreadPoolExecutor(self._options.parallel * 4 + 16, thread_name_prefix="monitor")
        server = grpc.server(workers, options=CHANNEL_OPTIONS)
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
        engine_pb2_grpc.add_EngineServicer_to_server(EngineService(self._listener), server)
        self._address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        try:
            yield monitor
        finally:
            monitor.close()
            self._stop_program()
            server.stop(0.5).wait()
            workers.shutdown(wait=False)

    def _surroundings(self) -> Surroundings:
        setting, configuration = self._setting, self._setting.configuration
        return Surroundings(
            project=setting.project.name,
            stack=setting.stack,
            organization=ORGANIZATION,
            root=setting.project.folder,
            config=dict(configuration.values),
            secret_keys=configuration.secret_keys,
            dry_run=self._options.dry_run,
            parallel=self._options.parallel,
            provider_inputs={
                key: Secret(value) if key in configuration.secret_keys else value
                for key, value in configuration.values.items()
            },
        )

    def _start_policies(self, deployment: Deployment) -> None:
        around = self._surroundings()
        for folder, config in self._setting.policy_packs:
            pack = PolicyPack(
                folder,
                config,
                engine_address=self._address,
                surroundings={
                    "stack": around.stack,
                    "project": around.project,
                    "organization": around.organization,
                    "dry_run": around.dry_run,
                    "config": around.config,
                    "config_secret_keys": sorted(around.secret_keys),
                },
                env=self._setting.env,
                say=lambda line: self._listener.message("info", "", line),
                complain=lambda line: self._listener.message("info#err", "", line),
            )
            deployment.policies.packs.append(pack)

    def _start_provider(self) -> ProviderProcess:
        setting = self._setting
        return ProviderProcess(
            python=setting.project.python,
            folder=setting.project.working_folder,
            project=setting.project.name,
            engine_address=self._address,
            env=setting.env,
            say=lambda line: self._listener.message("info", "", line),
            complain=lambda line: self._listener.message("info#err", "", line),
        )

    def _start_program(self, deployment: Deployment) -> None:
        setting, project = self._setting, self._setting.project
        command = [
            project.python,
            "-u",
            _LANGHOST,
            "--project",
            project.name,
            "--stack",
            setting.stack,
            "--organization",
            ORGANIZATION,
            "--monitor",
            self._address,
            "--engine",
            self._address,
            "--root-directory",
            str(project.folder),
            "--pwd",
            str(project.working_folder),
            "--parallel",
            str(self._options.parallel),
            *(["--dry-run"] if self._options.dry_run else []),
            str(project.main),
        ]
        configuration = setting.configuration
        program = self._program = Child(
            command,
            cwd=project.working_folder,
            env={
                **setting.env,
                "PULUMI_CONFIG": json.dumps(dict(configuration.values)),
                "PULUMI_CONFIG_SECRET_KEYS": json.dumps(sorted(configuration.secret_keys)),
            },
            on_output=lambda line: self._listener.message("info", "", line),
            on_error=lambda line: self._listener.message("info#err", "", line),
        )
        threading.Thread(target=lambda: deployment.inbox.put(Finished(program.wait() or 0)), daemon=True).start()

    def _end_program(self, monitor: Monitor, *, ok: bool) -> bool:
        """Let the program end; False where it fails at the last."""
        if self._program is None:
            return ok
        if not ok:
            self._listener.mute()
        monitor.close()
        if not ok:
            return False
        code = self._program.wait(_PROGRAM_GRACE)
        if code:
            self._listener.error("", f"an unhandled error occurred: program exited with non-zero exit code: {code}")
        return not code

    def _stop_program(self) -> None:
        if self._program is not None:
            self._program.stop()
