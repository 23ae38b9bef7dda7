"""Which functions a mutant changes, so that a running process can be given its code without loading it again."""

import ast
import functools
import gc
import inspect
from collections.abc import Container, Iterator
from types import CodeType, FunctionType


_Cached = functools._lru_cache_wrapper  # noqa: SLF001 -- the type has no other name

#: Code that runs while its module is loaded although it looks like a function's.
_COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})

#: Flag of code whose names are local: a function's, not a module's or a class body's.
_OPTIMIZED = 1

#: Name in full and first line of a function in the unchanged module.
Place = tuple[str, int]


def changed_functions(original: str, changed: str) -> dict[Place, CodeType] | None:
    """New code of each function that differs, or None where what runs at loading differs.

    With a function stands the one around it: either, or both, may be alive when the change is taken over.

    Both texts are compared without their layout, which a mutant has lost.
    """
    found: dict[Place, CodeType] = {}
    return found if _same_when_loaded(*_unchanged(original), _compiled(changed), found) else None


@functools.cache
def _unchanged(original: str) -> tuple[CodeType, CodeType]:
    """A module as it stands, and without its layout; the same for each of its mutants."""
    return _compiled(original), _compiled(ast.unparse(ast.parse(original)))


def _compiled(text: str) -> CodeType:
    return compile(text, "<module>", "exec", dont_inherit=True)


def live_functions() -> dict[str, dict[Place, list[FunctionType]]]:
    """The functions of every module's file in this process, wherever they are held."""
    found: dict[str, dict[Place, list[FunctionType]]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType:
            code = thing.__code__
            found.setdefault(code.co_filename, {}).setdefault(_place(code), []).append(thing)
    return found


def forget_results(files: Container[str]) -> None:
    """Empty the caches of functions of these modules: what they have answered may change with their code."""
    for thing in gc.get_objects():
        if isinstance(thing, _Cached) and _file(thing) in files:
            thing.cache_clear()


def _file(cached: _Cached) -> str:
    code = getattr(inspect.unwrap(cached), "__code__", None)
    return getattr(code, "co_filename", "")


def swap(live: dict[Place, list[FunctionType]], changed: dict[Place, CodeType]) -> bool:
    """Give the functions their new code; False where none is there, or one cannot take it."""
    found = [(function, code) for place, code in changed.items() for function in live.get(place, ())]
    try:
        for function, code in found:
            function.__code__ = code
    except ValueError:
        # It closes over other variables now.
        return False
    return bool(found)


def _place(code: CodeType) -> Place:
    return code.co_qualname, code.co_firstlineno


def _same_when_loaded(original: CodeType, plain: CodeType, changed: CodeType, found: dict[Place, CodeType]) -> bool:
    """Compare what runs at loading, down through class bodies, and collect the functions that differ."""
    if not _same(plain, changed, deep=False) or len(plain.co_consts) != len(changed.co_consts):
        return False
    for first, before, after in zip(_codes(original), _codes(plain), _codes(changed), strict=True):
        if before.co_flags & _OPTIMIZED and before.co_name not in _COMPREHENSIONS:
            _note(first, before, after, found)
        elif not _same_when_loaded(first, before, after, found):
            return False
    return True


def _note(original: CodeType, plain: CodeType, changed: CodeType, found: dict[Place, CodeType]) -> None:
    """Collect a function that differs, and those within it."""
    if _same(plain, changed):
        return
    found[_place(original)] = changed
    within = [list(_codes(code)) for code in (original, plain, changed)]
    if len(within[1]) == len(within[2]):
        for codes in zip(*within, strict=True):
            _note(*codes, found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    return (held for held in code.co_consts if isinstance(held, CodeType))


def _same(one: CodeType, other: CodeType, *, deep: bool = True) -> bool:
    """Whether both do the same; without `deep`, whatever the code that they hold does."""
    if _shape(one) != _shape(other):
        return False
    return not deep or all(_same(*pair) for pair in zip(_codes(one), _codes(other), strict=True))


def _shape(code: CodeType) -> tuple[object, ...]:
    held = tuple(None if isinstance(value, CodeType) else (type(value), repr(value)) for value in code.co_consts)
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return (code.co_name, code.co_code, code.co_flags, code.co_argcount, code.co_kwonlyargcount, held, names)
