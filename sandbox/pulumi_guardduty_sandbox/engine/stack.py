"""A stack on the embedded engine: what tests and the command line use."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pulumi_guardduty_sandbox.engine.backend import Backend, Checkpoint, deployment
from pulumi_guardduty_sandbox.engine.endpoint import require_loopback
from pulumi_guardduty_sandbox.engine.listener import Listener, Result, silent
from pulumi_guardduty_sandbox.engine.operation import Operation, Setting
from pulumi_guardduty_sandbox.engine.passphrase import Crypter
from pulumi_guardduty_sandbox.engine.project import Configuration, Project
from pulumi_guardduty_sandbox.engine.resource import Plain, from_row, to_row
from pulumi_guardduty_sandbox.engine.run import Options


class Stack:
    """One stack of one program.

    Every operation must be called in a thread that outlives it, because the kernel ends an operation's children
    with the thread that started them.
    """

    def __init__(
        self,
        program: Path,
        *,
        backend: Path,
        stack: str = "dev",
        config: Mapping[str, str] | None = None,
        secret_config: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        passphrase: str = "sandbox",  # noqa: S107 - protects the secrets of a sandbox
        parallel: int | None = None,
        any_endpoint: bool = False,
        write: Callable[[str], None] = silent,
    ) -> None:
        """Name a stack; nothing is made before the first `up`.

        Args:
            program: Folder of the program, with its `Pulumi.yaml`.
            backend: Folder that keeps the state, as ``pulumi login file://…`` would.
            stack: Name of the stack.
            config: Configuration; a key without a namespace is the project's. Goes over `Pulumi.<stack>.yaml`.
            secret_config: Likewise, kept encrypted.
            env: Environment of program and providers, over that of this process.
            passphrase: Protects the stack's secrets.
            parallel: How many resources are worked on at a time; four a processor unless given.
            any_endpoint: Run although AWS calls may leave this machine.
            write: Gets each line of text as it comes.

        Raises:
            RefusedError: AWS calls of the program could leave this machine.
            StateError: The folder holds no program.
        """
        self._program, self._folder, self._stack = program, backend, stack
        self._config, self._secret_config = dict(config or {}), dict(secret_config or {})
        self._env = {**os.environ, **(env or {})}
        self._passphrase = passphrase
        self._parallel = parallel or 4 * (os.cpu_count() or 1)
        self._write = write
        if not any_endpoint:
            require_loopback(self._env)
        self._project = Project.read(program)
        self._operation: Operation | None = None

    def preview(
        self, *, refresh: bool = False, policy_packs: Sequence[Path] = (), policy_config: Path | None = None
    ) -> Result:
        """Tell what `up` would do.

        Args:
            refresh: Look at what really is before.
            policy_packs: Folders of policy packs to ask.
            policy_config: File with the configuration of the packs.
        """
        return self._run(
            "preview", dry_run=True, refresh=refresh, policy_packs=policy_packs, policy_config=policy_config
        )

    def up(
        self, *, refresh: bool = False, policy_packs: Sequence[Path] = (), policy_config: Path | None = None
    ) -> Result:
        """Make what the program declares; the arguments are those of `preview`."""
        return self._run("up", refresh=refresh, policy_packs=policy_packs, policy_config=policy_config)

    def refresh(self, *, clear_pending_creates: bool = False) -> Result:
        """Bring the state up to what really is.

        Args:
            clear_pending_creates: Forget creations that were cut off, because they came to nothing.
        """
        if clear_pending_creates:
            self._clear_pending_creates()
        return self._run("refresh", refresh=True, refresh_only=True, with_program=False)

    def _clear_pending_creates(self) -> None:
        backend = self._backend()
        with backend.locked():
            checkpoint = backend.load()
            left = [operation for operation in checkpoint.pending if operation["type"] != "creating"]
            if len(left) < len(checkpoint.pending):
                backend.save(Checkpoint(checkpoint.rows, left, checkpoint.salt))

    def destroy(self) -> Result:
        """Delete everything; the program is not run."""
        return self._run("destroy", with_program=False)

    def cancel(self) -> None:
        """Let the operation that runs in another thread begin nothing more."""
        if self._operation is not None:
            self._operation.cancel()

    def kill(self) -> None:
        """End the operation that runs in another thread at once."""
        if self._operation is not None:
            self._operation.kill()

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """The state, as ``pulumi stack export`` prints it."""
        checkpoint = self._backend().load()
        if show_secrets and checkpoint.salt:
            crypter, plain = Crypter(self._passphrase, checkpoint.salt), Plain()

            def shown(row: dict[str, Any]) -> dict[str, Any]:
                return to_row(from_row(row, crypter), plain)

            pending = [{**operation, "resource": shown(operation["resource"])} for operation in checkpoint.pending]
            checkpoint = Checkpoint([shown(row) for row in checkpoint.rows], pending, checkpoint.salt)
        return {"version": 3, "deployment": deployment(checkpoint)}

    def _backend(self) -> Backend:
        return Backend(self._folder, self._project.name, self._stack)

    def _run(
        self,
        kind: str,
        *,
        dry_run: bool = False,
        refresh: bool = False,
        refresh_only: bool = False,
        with_program: bool = True,
        policy_packs: Sequence[Path] = (),
        policy_config: Path | None = None,
    ) -> Result:
        options = Options(dry_run, self._parallel, refresh=refresh, refresh_only=refresh_only)
        listener = Listener(kind, dry=dry_run, refreshing=refresh_only, write=self._write)
        configuration = Configuration.of(
            self._project, self._stack, self._passphrase, self._config, self._secret_config
        )
        setting = Setting(
            self._project,
            self._stack,
            self._backend(),
            configuration,
            self._env,
            self._passphrase,
            [(pack, policy_config) for pack in policy_packs],
        )
        self._operation = Operation(setting, options, listener, with_program=with_program)
        try:
            return self._operation.run()
        finally:
            self._operation = None
