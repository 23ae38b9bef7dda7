"""Provider processes for the crash tests, and scenes of real ones."""

from collections.abc import Iterator

import pytest
from crash_scene import Scene
from forked_provider import Nursery, running_nursery


@pytest.fixture(scope="session")
def _one_nursery(_one_sandbox, tmp_path_factory) -> Iterator[Nursery]:
    with running_nursery(_one_sandbox.environment, tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


@pytest.fixture
def nursery(_one_nursery) -> Nursery:
    """Where provider processes come from."""
    return _one_nursery


@pytest.fixture
def scene(make_stack, sandbox, tmp_path):
    made = []

    def make(kind, **more):
        made.append(Scene(make_stack, sandbox, tmp_path, kind, more))
        return made[-1]

    yield make
    sandbox.control.release(drop=True)
    for one in made:
        one.processes.kill_all()
