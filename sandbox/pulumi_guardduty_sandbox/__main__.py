"""Command line of the sandbox: ``python -m pulumi_guardduty_sandbox <command>``."""

import sys


def main(arguments: list[str]) -> int:
    """Run a command; return its exit code."""
    if arguments[:1] == ["serve"]:
        # Each half is imported only when it is asked for: moto takes half a second, gRPC as much.
        from pulumi_guardduty_sandbox.aws.serve import main as serve  # noqa: PLC0415

        return serve(arguments[1:])
    from pulumi_guardduty_sandbox.engine.command_line import main as engine  # noqa: PLC0415

    return engine(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
