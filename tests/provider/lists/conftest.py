"""Each test of this folder runs on all four kinds of list."""

import pytest
from list_kinds import KINDS, declaring
from pulumi_guardduty._core import waiting


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def lists(sandbox, request, kind):
    """A detector to declare lists of the kind on."""
    request.getfixturevalue("aws_environment")
    return declaring(sandbox, kind)


@pytest.fixture(autouse=True)
def brief_pauses(monkeypatch):
    """Looks at a list follow one another quickly; how long a pause is makes no difference to any claim here."""
    monkeypatch.setattr(waiting, "_FIRST_PAUSE", 0.005)
