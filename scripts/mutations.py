"""Break the conditions of a module one at a time: negate, drop, swap."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One way to break a module."""

    place: str
    """Function and line that are broken, for the reader."""

    name: str
    """What was changed into what; does not depend on line numbers."""

    source: str
    """The whole module, broken."""


_SWAPPED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}

_SWAPPED_CALLS = {"any": "all", "all": "any"}

_TRUE, _FALSE = ast.Constant(value=True), ast.Constant(value=False)


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, each broken in one place."""
    tree = ast.parse(source)
    seen = set[str]()
    for number, (node, function) in enumerate(_nodes(tree)):
        for kind, change in _changes(node):
            broken = copy.deepcopy(tree)
            target, _ = list(_nodes(broken))[number]
            before = ast.unparse(target)
            change(target)
            after = ast.unparse(target)
            text = ast.unparse(ast.fix_missing_locations(broken))
            if text in seen or after == before:
                continue
            seen.add(text)
            name = f"{function}: {kind}: {_short(before)} -> {_short(after)}"
            yield Mutant(f"line {getattr(node, 'lineno', 0)}", name, text)


def _nodes(tree: ast.AST, function: str = "module") -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(tree):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else function
        if function != "module" and inner is not function:
            inner = f"{function}.{inner}"
        yield child, inner
        yield from _nodes(child, inner)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "negate", _setter("test", lambda old: ast.UnaryOp(ast.Not(), old))
        yield "drop", _setter("test", lambda _: _TRUE)
        yield "drop", _setter("test", lambda _: _FALSE)
    if isinstance(node, ast.comprehension):
        for index in range(len(node.ifs)):
            yield "negate", _item("ifs", index, lambda old: ast.UnaryOp(ast.Not(), old))
            yield "drop", _item("ifs", index, lambda _: _TRUE)
    if isinstance(node, ast.BoolOp):
        yield "swap", _setter("op", lambda old: ast.Or() if isinstance(old, ast.And) else ast.And())
        for index in range(len(node.values)):
            yield "negate", _item("values", index, lambda old: ast.UnaryOp(ast.Not(), old))
            neutral = _TRUE if isinstance(node.op, ast.And) else _FALSE
            yield "drop", _item("values", index, lambda _, neutral=neutral: neutral)
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _SWAPPED[type(operator)]:
                yield "swap", _item("ops", index, lambda _, other=other: other())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "negate", _setter("operand", lambda old: ast.UnaryOp(ast.Not(), old))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SWAPPED_CALLS:
        yield "swap", _setter("func", lambda old: ast.Name(_SWAPPED_CALLS[old.id], ast.Load()))
    if isinstance(node, ast.Set):
        for index in range(len(node.elts)):
            yield "drop", _without("elts", index)


def _setter(name: str, change: Callable[[ast.AST], ast.AST]) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, name, change(getattr(node, name)))


def _item(name: str, index: int, change: Callable[[ast.AST], ast.AST]) -> Callable[[ast.AST], None]:
    def apply(node: ast.AST) -> None:
        items = getattr(node, name)
        items[index] = change(items[index])

    return apply


def _without(name: str, index: int) -> Callable[[ast.AST], None]:
    def apply(node: ast.AST) -> None:
        del getattr(node, name)[index]

    return apply


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:157]}..."
