"""What a rule can be changed into: each function takes a node and gives nodes to put in its place."""

import ast
import copy
from collections.abc import Callable, Iterator


Change = tuple[str, ast.AST]

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


def replacements(node: ast.AST, parent: ast.AST) -> Iterator[Change]:
    """Every change of one node.

    A text in braces of an f-string and the parts of a format are left to the f-string as a whole.
    """
    if isinstance(parent, ast.FormattedValue) and isinstance(node, ast.JoinedStr):
        return
    for kind, change in _CHANGES.items():
        if isinstance(node, kind):
            yield from change(node)


def _comparison(node: ast.Compare) -> Iterator[Change]:
    for index, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            changed = copy.deepcopy(node)
            changed.ops[index] = other()
            yield "comparison", changed


def _boolean(node: ast.BoolOp) -> Iterator[Change]:
    changed = copy.deepcopy(node)
    changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "and/or", changed
    for index in range(len(node.values)):
        kept = [copy.deepcopy(value) for place, value in enumerate(node.values) if place != index]
        yield "condition dropped", kept[0] if len(kept) == 1 else ast.BoolOp(copy.deepcopy(node.op), kept)


def _negation(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.Not):
        yield "not dropped", copy.deepcopy(node.operand)
    elif isinstance(node.op, ast.USub):
        yield "sign dropped", copy.deepcopy(node.operand)


def _condition(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    if isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        return
    changed = copy.deepcopy(node)
    changed.test = ast.UnaryOp(ast.Not(), changed.test)
    yield "condition negated", changed


def _filter(node: ast.comprehension) -> Iterator[Change]:
    for index in range(len(node.ifs)):
        changed = copy.deepcopy(node)
        del changed.ifs[index]
        yield "filter dropped", changed


def _constant(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, str):
        yield "constant", ast.Constant(f"{value}~")
    elif isinstance(value, bytes):
        yield "constant", ast.Constant(value + b"~")
    elif isinstance(value, int | float):
        yield "constant", ast.Constant(value + 1)


def _arithmetic(node: ast.BinOp) -> Iterator[Change]:
    other = _ARITHMETIC.get(type(node.op))
    if other is not None:
        changed = copy.deepcopy(node)
        changed.op = other()
        yield "arithmetic", changed


def _return(node: ast.Return) -> Iterator[Change]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "result dropped", ast.Return(ast.Constant(None))


def _statement(node: ast.Expr) -> Iterator[Change]:
    if isinstance(node.value, ast.Call | ast.Await):
        yield "call dropped", ast.Pass()


def _raise(_node: ast.Raise) -> Iterator[Change]:
    yield "raise dropped", ast.Pass()


def _call(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        changed = copy.deepcopy(node)
        changed.func = ast.Name(_CALLS[node.func.id], ast.Load())
        yield "any/all", changed


def _assignment(_node: ast.AugAssign) -> Iterator[Change]:
    yield "assignment dropped", ast.Pass()


def _jump(node: ast.Break | ast.Continue) -> Iterator[Change]:
    yield "jump", ast.Continue() if isinstance(node, ast.Break) else ast.Break()


_CHANGES: dict[type[ast.AST], Callable[..., Iterator[Change]]] = {
    ast.Compare: _comparison,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _negation,
    ast.If: _condition,
    ast.IfExp: _condition,
    ast.While: _condition,
    ast.comprehension: _filter,
    ast.Constant: _constant,
    ast.BinOp: _arithmetic,
    ast.Return: _return,
    ast.Expr: _statement,
    ast.Raise: _raise,
    ast.Call: _call,
    ast.AugAssign: _assignment,
    ast.Break: _jump,
    ast.Continue: _jump,
}
