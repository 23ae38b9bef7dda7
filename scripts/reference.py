"""Writes docs/reference/resources.md from the models and classes; `scripts/check` fails when it is stale."""

import ast
import importlib
import inspect
import itertools
import sys
from pathlib import Path
from typing import Any

from pulumi_guardduty import loader
from pulumi_guardduty._core.inputs import CLEARING_REPLACES, REPLACES, WRITE_ONLY


PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "resources.md"

HEAD = """# Resources

<!-- Written by scripts/reference.py from the models; do not edit. -->

Every class takes its resource name first, then keyword arguments, then `opts`. The id is `<detector id>:<resource id>`
unless said otherwise. On the wire, in state and in policies, names are camelCase.
"""


def property_texts(resource: type) -> dict[str, str]:
    """Name to the text under each annotated property, own and inherited."""
    found: dict[str, str] = {}
    for base in reversed(resource.__mro__):
        if not base.__module__.startswith("pulumi_guardduty"):
            continue
        tree = ast.parse(Path(inspect.getfile(base)).read_text(encoding="utf-8"))
        (body,) = (n.body for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == base.__name__)
        for node, following in itertools.pairwise(body):
            documented = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            if isinstance(node, ast.AnnAssign) and documented:
                found[ast.unparse(node.target)] = " ".join(str(following.value.value).split())
    return found


def marks(field: Any) -> str:
    """What a field says of itself, for a reader."""
    words = {REPLACES: "a change replaces", CLEARING_REPLACES: "removing it replaces", WRITE_ONLY: "never a difference"}
    said = [text for mark, text in words.items() if mark in field.metadata]
    return "; ".join(["required" if field.is_required() else "optional", *said])


def section(kind: str) -> str:
    """The page's part on one kind of resource."""
    resource = getattr(importlib.import_module("pulumi_guardduty"), kind)
    model = loader.handlers(kind).model
    declared = {name: field for name, field in model.model_fields.items() if name not in model.WORKED_OUT}
    inputs = [f"| `{name}` | {marks(field)} | {field.description} |" for name, field in declared.items()]
    texts = property_texts(resource)
    outputs = [f"| `{name}` | {text} |" for name, text in texts.items() if name not in declared]
    return "\n".join(
        [
            f"\n## {kind}\n",
            inspect.cleandoc(resource.__doc__ or ""),
            "\n| argument | | |\n| --- | --- | --- |",
            *inputs,
            "\n| output | |\n| --- | --- |",
            *outputs,
            "",
        ]
    )


def page() -> str:
    """The whole page."""
    return HEAD + "".join(section(kind) for kind in loader.KINDS)


if __name__ == "__main__":
    if "--check" in sys.argv and PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/reference/resources.md is stale: run .venv/bin/python scripts/reference.py")
    PAGE.write_text(page(), encoding="utf-8")
