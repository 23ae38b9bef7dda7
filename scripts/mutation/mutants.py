"""The changes that are made to a module, one at a time."""

import ast
import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import operators
from operators import Change


#: How much of the code before and after a change its name shows.
_SHOWN = 60


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One module with one change."""

    path: Path
    """The module's file."""
    name: str
    """What is changed where; stays the same while that code does."""
    first_line: int
    last_line: int
    source: str
    """The whole module, changed."""
    original: str
    """A digest of the unchanged module."""

    @property
    def places(self) -> tuple[str, str]:
        """The function that is changed and its module, as the name has them."""
        return places(self.name)

    @property
    def text(self) -> str:
        """The text constant that is changed, if it is one."""
        found = re.search(r": constant: `'(.{4,})'` -> ", self.name)
        return found.group(1) if found else ""


def places(name: str) -> tuple[str, str]:
    """The function that a mutant of this name changes, and its module."""
    function = name.partition(": ")[0]
    return function, function.rpartition(":")[0]


#: What one node, in its parent, is changed into.
Replacements = Callable[[ast.AST, ast.AST], Iterator[Change]]


def mutants_of(path: Path, shown_path: str, replacements: Replacements = operators.replacements) -> Iterator[Mutant]:
    """Every mutant of one module."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    names: dict[str, int] = {}
    for slot in _slots(tree, ()):
        for operator, changed in replacements(slot.node, slot.parent):
            before, after = _shown(slot.node), _shown(changed)
            name = f"{shown_path}:{'.'.join(slot.scope) or '<module>'}: {operator}: {before} -> {after}"
            names[name] = names.get(name, 0) + 1
            numbered = name if names[name] == 1 else f"{name} #{names[name]}"
            slot.put(changed)
            source = ast.unparse(ast.fix_missing_locations(tree))
            slot.put(slot.node)
            yield Mutant(path, numbered, *_lines(slot), source, digest)


@dataclasses.dataclass(frozen=True)
class _Slot:
    """A place in a tree that holds a node and can hold another."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    scope: tuple[str, ...]
    statement: ast.stmt | None

    def put(self, node: ast.AST) -> None:
        """Hold another node."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


#: What says nothing about behaviour: types and what decorates a definition.
_UNTOUCHED = frozenset({"annotation", "returns", "decorator_list", "type_params", "bases", "type_comment"})


def _lines(slot: _Slot) -> tuple[int, int]:
    """First and last line by which a measurement of coverage knows the changed code.

    A statement that spans lines is known by any of them, a compound one by its head.
    """
    statement = slot.statement
    if statement is None:
        return 1, 1
    last = slot.node if hasattr(statement, "body") and slot.node is not statement else statement
    return statement.lineno, getattr(last, "end_lineno", None) or statement.lineno


def _slots(parent: ast.AST, scope: tuple[str, ...], statement: ast.stmt | None = None) -> Iterator[_Slot]:
    if isinstance(parent, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        scope = (*scope, parent.name)
    for field, value in ast.iter_fields(parent):
        if field in _UNTOUCHED:
            continue
        held = value if isinstance(value, list) else [value]
        for index, node in enumerate(held):
            if not isinstance(node, ast.AST) or _is_untouched(node, parent, index):
                continue
            within = node if isinstance(node, ast.stmt) else statement
            yield _Slot(parent, field, index if isinstance(value, list) else None, node, scope, within)
            yield from _slots(node, scope, within)


def _is_untouched(node: ast.AST, parent: ast.AST, index: int) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
    ):
        return True
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    # A docstring, or the string under a field that documents it.
    return is_text and (index > 0 or isinstance(parent, ast.Module | ast.ClassDef | ast.FunctionDef))


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}`"
