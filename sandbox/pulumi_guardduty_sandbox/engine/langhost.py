"""Runs a Pulumi Python program against an engine. Run as a script, by the program's own Python.

Does what `pulumi-language-python-exec`, which comes with the CLI only, does for a program: sets configuration and
connections through the SDK's public functions, then runs the program inside a stack resource.
"""

import argparse
import asyncio
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor


#: Exit code that says: the error has been shown to the user. Source: the CLI's language host.
SHOWN = 32


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("project", "stack", "organization", "monitor", "engine", "root-directory", "pwd"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--parallel", type=int, required=True)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("program")
    return parser.parse_args()


def _user_traceback(program: str) -> str:
    """The traceback from the program's own file on; whole where the program is not in it."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    main = os.path.join(program, "__main__.py") if os.path.isdir(program) else program  # noqa: PTH112, PTH118
    for index, frame in enumerate(frames):
        if os.path.abspath(frame.filename) == os.path.abspath(main):  # noqa: PTH100
            return traceback.format_exc(limit=index - len(frames))
    return traceback.format_exc()


def _run(arguments: argparse.Namespace) -> int:
    import pulumi  # noqa: PLC0415 - found missing, it is the user's to install
    from pulumi import runtime  # noqa: PLC0415

    runtime.set_all_config(runtime.get_config_env(), runtime.get_config_secret_keys_env())
    runtime.configure(
        runtime.Settings(
            project=arguments.project,
            stack=arguments.stack,
            organization=arguments.organization,
            monitor=arguments.monitor,
            engine=arguments.engine,
            parallel=arguments.parallel,
            dry_run=arguments.dry_run,
            root_directory=arguments.root_directory,
        )
    )
    os.chdir(arguments.pwd)
    sys.argv = [arguments.program]
    # What is left unawaited after a failure is the engine's doing, not news for the user.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = ThreadPoolExecutor(max_workers=max(arguments.parallel, 1) * 4)
    loop.set_default_executor(executor)

    def program() -> None:
        runpy.run_path(arguments.program, run_name="__main__")

    try:
        loop.run_until_complete(runtime.run_in_stack(program))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return 1
    except Exception:  # noqa: BLE001 - a user's program may raise anything
        text = _user_traceback(arguments.program)
        pulumi.log.error(f"Program failed with an unhandled exception:\n{text}")
        return SHOWN
    finally:
        executor.shutdown(wait=True)
        loop.close()
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    # The folder of this script holds modules that are none of the program's business.
    sys.path.pop(0)
    sys.exit(_run(_arguments()))
