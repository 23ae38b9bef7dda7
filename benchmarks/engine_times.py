"""Wall time of an up, an up without changes and a destroy: the embedded engine beside the real CLI.

    python benchmarks/engine_times.py [FOLDER]      a program of ten resources, or the one in FOLDER: seconds and ratios
    python benchmarks/engine_times.py --saving      what saving the state costs in an up of 300 resources

Without `pulumi` on PATH only the embedded engine is timed. A program in FOLDER needs its sandbox: run
`python -m pulumi_guardduty_sandbox serve` and set AWS_ENDPOINT_URL first. Saving is the time inside begin, end and
close of the recorder, so encoding of the rows counts.
"""

import argparse
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from pulumi_guardduty_sandbox.engine import CliStack, Stack
from pulumi_guardduty_sandbox.engine.recorder import StateRecorder


PROGRAM = """\
from pulumi.dynamic import CreateResult, Resource, ResourceProvider


class Provider(ResourceProvider):
    def create(self, props):
        return CreateResult(props["name"], props)


class Item(Resource):
    def __init__(self, name):
        super().__init__(Provider(), name, {{"name": name, "note": "x" * 200}})


for number in range({count}):
    Item(f"r{{number}}")
"""


def _program(base, count):
    folder = base / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: times\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM.format(count=count))
    return folder


def _times(driver, program, base):
    backend = base / driver.__name__
    backend.mkdir()
    stack = driver(program, backend=backend, any_endpoint="AWS_ENDPOINT_URL" not in os.environ)
    seconds = {}
    for name in ("up", "no-op up", "destroy"):
        begun = time.perf_counter()
        result = getattr(stack, name.rpartition(" ")[2])()
        seconds[name] = time.perf_counter() - begun
        if not result.ok:
            raise SystemExit(result.text)
    return seconds


def compare(folder):
    """Time both engines on one program."""
    with tempfile.TemporaryDirectory() as base:
        program = folder or _program(Path(base), 10)
        here = _times(Stack, program, Path(base))
        real = _times(CliStack, program, Path(base)) if shutil.which("pulumi") else {}
        for name, seconds in here.items():
            beside = f", the CLI {real[name]:5.2f} s, ratio {seconds / real[name]:.2f}" if real else ""
            print(f"{name:8}  embedded {seconds:5.2f} s{beside}")


@contextmanager
def _timed(spent):
    def timed(method):
        def call(*arguments, **named):
            begun, cpu = time.perf_counter(), time.thread_time()
            try:
                return method(*arguments, **named)
            finally:
                spent.append((time.perf_counter() - begun, time.thread_time() - cpu))

        return call

    kept = {name: getattr(StateRecorder, name) for name in ("begin", "end", "outputs", "close")}
    for name, method in kept.items():
        setattr(StateRecorder, name, timed(method))
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(StateRecorder, name, method)


def saving():
    """What saving costs in an up of 300 resources."""
    spent = []
    with tempfile.TemporaryDirectory() as base, _timed(spent):
        seconds = _times(Stack, _program(Path(base), 300), Path(base))
    wall, cpu = map(sum, zip(*spent, strict=True))
    print(f"300 resources: up {seconds['up']:.1f} s, destroy {seconds['destroy']:.1f} s")
    print(f"saving in up, no-op up and destroy together: {wall:.2f} s, of it {cpu:.2f} s CPU")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--saving", action="store_true")
    given = parser.parse_args()
    if given.saving:
        saving()
    else:
        compare(given.folder)


if __name__ == "__main__":
    main()
