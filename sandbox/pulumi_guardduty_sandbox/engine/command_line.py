"""The engine's commands: preview, up, refresh, destroy, export.

Without ``--backend``, state is kept in ``.pulumi-sandbox`` in the program's folder, so that it is never mistaken for
that of a real deployment. Without ``--stack``, the stack is ``dev``. The passphrase is ``PULUMI_CONFIG_PASSPHRASE``,
or ``sandbox``.
"""
# ruff: noqa: T201 - a command line prints

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pulumi_guardduty_sandbox.engine.backend import CLI_VERSION
from pulumi_guardduty_sandbox.engine.errors import EngineError
from pulumi_guardduty_sandbox.engine.stack import Stack


#: Where state goes unless told otherwise, in the program's folder.
DEFAULT_BACKEND: Final = ".pulumi-sandbox"
#: Exit codes: all well; the operation failed; it could not begin; a ^C ended it.
OK, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return _run(given)
    except EngineError as error:
        print(f"error: {error}", file=sys.stderr)
        return REFUSED


def _run(given: argparse.Namespace) -> int:
    backend = given.backend or given.cwd / DEFAULT_BACKEND
    stack = Stack(
        given.cwd,
        backend=backend,
        stack=given.stack,
        config=dict(given.config),
        secret_config=dict(given.secret),
        passphrase=os.environ.get("PULUMI_CONFIG_PASSPHRASE", "sandbox"),
        parallel=given.parallel,
        any_endpoint=given.any_endpoint,
        write=lambda line: print(line, flush=True),
    )
    if given.command == "export":
        print(json.dumps(stack.export(show_secrets=given.show_secrets), indent=4))
        return OK
    print(
        f"Embedded engine, a stand-in for trying out that follows Pulumi CLI {CLI_VERSION}; "
        f"state in {backend}. It deploys nothing outside this machine.\n"
    )
    more: dict[str, Any] = {}
    if given.command in ("preview", "up"):
        packs, config = given.policy_pack, given.policy_pack_config
        more = {"refresh": given.refresh, "policy_packs": packs, "policy_config": config}
    if given.command == "refresh":
        more = {"clear_pending_creates": given.clear_pending_creates}
    with _interruptible(stack) as interrupted:
        result = getattr(stack, given.command)(**more)
    if interrupted:
        return INTERRUPTED
    return OK if result.ok else FAILED


@contextmanager
def _interruptible(stack: Stack) -> Iterator[list[int]]:
    """Let a first ^C end the operation as soon as what is under way is done, a second one at once."""
    seen: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        seen.append(number)
        first = len(seen) == 1
        text = "^C: finishing what is under way; once more to end at once" if first else "^C: ending at once"
        print(text, file=sys.stderr, flush=True)
        # The main thread may hold a lock that cancelling needs.
        threading.Thread(target=stack.cancel if first else stack.kill, daemon=True).start()

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield seen
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_guardduty_sandbox",
        description="Run a Pulumi Python program of dynamic resources, or serve the AWS of the sandbox.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="serve the sandbox AWS (see serve --help)", add_help=False)
    for name, text in (
        ("preview", "show what up would do"),
        ("up", "create, update and delete resources until they are what the program declares"),
        ("refresh", "bring the state up to what really is"),
        ("destroy", "delete all resources of the stack"),
        ("export", "print the state"),
    ):
        _add_command(commands.add_parser(name, help=text, description=text), name)
    return parser


def _add_command(parser: argparse.ArgumentParser, name: str) -> None:
    add = parser.add_argument
    add("-C", "--cwd", type=Path, default=Path(), metavar="DIR", help="folder of the program (default: this one)")
    add("-s", "--stack", default="dev", metavar="NAME", help="name of the stack (default: dev)")
    add(
        "--backend", type=Path, metavar="DIR", help=f"folder of the state (default: {DEFAULT_BACKEND} in the program's)"
    )
    add("-c", "--config", type=_pair, action="append", default=[], metavar="K=V", help="set a configuration value")
    add("--secret", type=_secret, action="append", default=[], metavar="K=V", help="set a secret configuration value")
    add("-p", "--parallel", type=_positive, metavar="N", help="work on N resources at a time (default: 4 a processor)")
    add("--any-endpoint", action="store_true", help="run although AWS calls may leave this machine")
    if name in ("preview", "up"):
        add("-r", "--refresh", action="store_true", help="look at what really is before")
        add("--policy-pack", type=Path, action="append", default=[], metavar="DIR", help="ask the policy pack in DIR")
        add("--policy-pack-config", type=Path, metavar="FILE", help="JSON file that configures the policy packs")
    if name == "refresh":
        add("--clear-pending-creates", action="store_true", help="forget creations that were cut off")
    if name == "export":
        add("--show-secrets", action="store_true", help="print secrets in the clear")


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form key=value")
    return key, value


def _secret(text: str) -> tuple[str, str]:
    try:
        return _pair(text)
    except argparse.ArgumentTypeError:
        # What was given may be the secret itself: it is not repeated.
        raise argparse.ArgumentTypeError("a value is not of the form key=value") from None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)
