"""What is public says so, and says what it is."""

import ast
import importlib
import inspect
import types
from pathlib import Path

import pulumi
import pytest
from pulumi_guardduty import loader


PACKAGES = ["pulumi_guardduty", "pulumi_guardduty_components"]
RESOURCES = [
    getattr(importlib.import_module(package), name)
    for package in PACKAGES
    for name in importlib.import_module(package).__all__
    if inspect.isclass(getattr(importlib.import_module(package), name))
    and issubclass(getattr(importlib.import_module(package), name), pulumi.Resource)
]


@pytest.mark.parametrize("package", PACKAGES)
def test_all_names_every_public_thing(package):
    module = importlib.import_module(package)

    public = {
        name
        for name, thing in vars(module).items()
        if not name.startswith("_") and not isinstance(thing, types.ModuleType) and name != "Any"
    }

    assert public == set(module.__all__)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.__name__)
def test_every_property_of_a_resource_is_documented(resource):
    silent = []
    for base in resource.__mro__:
        if not base.__module__.startswith("pulumi_guardduty"):
            continue
        (body,) = (
            node.body
            for node in ast.walk(ast.parse(Path(inspect.getfile(base)).read_text()))
            if isinstance(node, ast.ClassDef) and node.name == base.__name__
        )
        for node, following in zip(body, [*body[1:], None], strict=True):
            if isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
                said = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
                silent += [] if said else [f"{base.__name__}.{ast.unparse(node.target)}"]

    assert silent == []


@pytest.mark.parametrize("kind", loader.KINDS)
def test_every_kind_in_state_has_handlers_whose_fields_are_the_classs_arguments(kind):
    handlers = loader.handlers(kind)
    resource = getattr(importlib.import_module("pulumi_guardduty"), kind)

    taken = set(inspect.signature(resource.__init__).parameters) - {"self", "resource_name", "opts"}

    assert taken == set(handlers.model.model_fields) - handlers.model.WORKED_OUT


def test_a_kind_of_a_newer_release_is_named_in_the_error():
    with pytest.raises(LookupError, match="knows no resource 'Future'; install the release that wrote"):
        loader.handlers("Future")
