"""Bags: the untyped property maps that the engine sends and keeps, and the way to a model and back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pulumi_guardduty._core.unknown import holds_unknown
from pulumi_guardduty._core.unshowable import UnshowableError


Bag = dict[str, Any]

#: Longest part of a seen value that a message shows, in characters.
_SHOWN = 80


@dataclass(frozen=True)
class Failure:
    """One property that is wrong, named as the program spells it, and why."""

    property: str
    reason: str


def without_none(value: Any) -> Any:
    """`value` with every None inside it left out: the wire drops nested ones in both directions."""
    if isinstance(value, Mapping):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [without_none(item) for item in value if item is not None]
    return value


def known_part(bag: Mapping[str, Any]) -> Bag:
    """The properties of `bag` that hold nothing unknown."""
    return {key: value for key, value in bag.items() if not holds_unknown(value)}


def dump(model: BaseModel) -> Bag:
    """The bag of `model`: wire names, JSON values, no None."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def failures(
    error: ValidationError, model: type[BaseModel], bag: Mapping[str, Any], ignore: Iterable[str]
) -> list[Failure]:
    """One failure per property of `bag` that pydantic refused, in the model's order, but for those in `ignore`.

    A rule across properties is not judged where any of them is ignored: it may be about that one.
    """
    snake = {field.alias or name: name for name, field in model.model_fields.items()}
    ignored = {name for wire in ignore for name in (wire, snake.get(wire, wire))}
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        path = [str(part) for part in problem["loc"] if part != "function-before[whole(), int]"]
        if (path[0] in ignored) if path else ignored:
            continue
        head = snake.get(path[0], path[0]) if path else ""
        reason = _reason(problem, path, bag, _spelled(model, head))
        if isinstance(problem.get("ctx", {}).get("error"), UnshowableError):
            head, reason = "", f"{head} {reason}"
        found.setdefault(head, reason)
    order = list(model.model_fields)
    return [Failure(name, found[name]) for name in sorted(found, key=lambda n: order.index(n) if n in order else -1)]


def _spelled(model: type[BaseModel], name: str) -> Mapping[str, str]:
    """Wire name to the program's spelling, of the properties inside the property `name`; a map's keys are its own."""
    field = model.model_fields.get(name)
    inner = [kind for kind in _types_in(field.annotation) if issubclass(kind, BaseModel)] if field else []
    return {own.alias or key: key for kind in inner for key, own in kind.model_fields.items()}


def _types_in(annotation: Any) -> Iterator[type]:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and not get_args(part):
            yield part
        elif part is not annotation:
            yield from _types_in(part)


def _reason(problem: Any, path: list[str], bag: Mapping[str, Any], spelled: Mapping[str, str]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    inside = f"at {'.'.join(spelled.get(part, part) for part in path[1:])}: " if len(path) > 1 else ""
    if kind == "missing":
        return inside + "is required; declare it"
    if kind == "extra_forbidden":
        return inside + "is not a property of this resource; remove it or correct its spelling"
    if kind == "value_error":
        return inside + str(context.get("error", problem["msg"]))
    if kind == "model_type":
        return f"{inside}has to be a map (got {shown(_seen(path, bag))})"
    return f"{inside}{problem['msg']} (got {shown(_seen(path, bag))})"


def _seen(path: list[str], bag: Mapping[str, Any]) -> Any:
    value: Any = bag
    for part in path:
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
            continue
        if not isinstance(value, Mapping) or part not in value:
            return value if value is not bag else None
        value = value[part]
    return value


def shown(value: Any) -> str:
    """`value` as a message shows it: one line, cut at a sane length."""
    text = repr(value)
    if len(text) <= _SHOWN:
        return text
    length = f"{len(value)} characters" if isinstance(value, str) else f"{len(text)} characters written out"
    return f"{text[:_SHOWN]}…, {length}"
