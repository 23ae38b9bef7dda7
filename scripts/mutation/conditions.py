"""Every way to break a condition: negate it, drop it, swap it."""

import ast
import copy
from collections.abc import Callable, Iterator

from operators import COMPARISONS, Change


_QUANTIFIERS = {"any": "all", "all": "any"}


def replacements(node: ast.AST, _parent: ast.AST) -> Iterator[Change]:
    """Every change of one condition."""
    for kinds, change in _CHANGES:
        if isinstance(node, kinds):
            yield from change(node)


def _test(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    for kind, test in (
        ("condition negated", _negated(node.test)),
        ("condition taken for true", ast.Constant(value=True)),
        ("condition taken for false", ast.Constant(value=False)),
    ):
        changed = copy.deepcopy(node)
        changed.test = test
        yield kind, changed


def _filter(node: ast.comprehension) -> Iterator[Change]:
    for index, test in enumerate(node.ifs):
        changed = copy.deepcopy(node)
        changed.ifs[index] = _negated(test)
        yield "filter negated", changed
        changed = copy.deepcopy(node)
        del changed.ifs[index]
        yield "filter dropped", changed


def _operands(node: ast.BoolOp) -> Iterator[Change]:
    changed = copy.deepcopy(node)
    changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "and/or swapped", changed
    for index, value in enumerate(node.values):
        changed = copy.deepcopy(node)
        changed.values[index] = _negated(value)
        yield "operand negated", changed
        kept = [copy.deepcopy(other) for place, other in enumerate(node.values) if place != index]
        yield "operand dropped", kept[0] if len(kept) == 1 else ast.BoolOp(copy.deepcopy(node.op), kept)


def _comparison(node: ast.Compare) -> Iterator[Change]:
    for index, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            changed = copy.deepcopy(node)
            changed.ops[index] = other()
            yield "comparison swapped", changed


def _negation(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield "not dropped", copy.deepcopy(node.operand)


def _quantifier(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id in _QUANTIFIERS:
        changed = copy.deepcopy(node)
        changed.func = ast.Name(_QUANTIFIERS[node.func.id], ast.Load())
        yield "any/all swapped", changed


def _members(node: ast.Set) -> Iterator[Change]:
    for index in range(len(node.elts)):
        changed = copy.deepcopy(node)
        del changed.elts[index]
        yield "member dropped", changed


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), copy.deepcopy(test))


_CHANGES: list[tuple[type[ast.AST] | tuple[type[ast.AST], ...], Callable[..., Iterator[Change]]]] = [
    ((ast.If, ast.IfExp, ast.While), _test),
    (ast.comprehension, _filter),
    (ast.BoolOp, _operands),
    (ast.Compare, _comparison),
    (ast.UnaryOp, _negation),
    (ast.Call, _quantifier),
    (ast.Set, _members),
]
