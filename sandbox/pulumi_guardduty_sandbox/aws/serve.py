"""`python -m pulumi_guardduty_sandbox serve`: the sandbox for any AWS client, until it is ended."""

import argparse
import shlex
import signal
import sys
import threading
from collections.abc import Sequence

from pulumi_guardduty_sandbox.aws.sandbox import PortBusyError, running_sandbox


_HIGHEST_PORT = 65535


def main(argv: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT; stdout has one `export NAME=value` a line and nothing else.

    Returns:
        The exit code: 0 after a signal, 1 when the port cannot be used.
    """
    port = _parser().parse_args(argv).port
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        with running_sandbox(port=port) as sandbox:
            for name, value in sandbox.environment.items():
                sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
            sys.stdout.flush()
            ended.wait()
    except PortBusyError as error:
        sys.stderr.write(f"serve: {error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_guardduty_sandbox serve",
        description="Run AWS GuardDuty, S3, KMS, IAM and STS on 127.0.0.1 and print the variables a client needs.",
    )
    parser.add_argument("--port", type=_port, default=0, help="port to listen on; 0, the default: a free one")
    return parser


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {_HIGHEST_PORT}, got {text!r}")
    return number
