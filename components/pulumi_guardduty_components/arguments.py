"""Arguments of a component, given as a dictionary or as keywords."""

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, cast

import pulumi


def joined(component: str, args: Mapping[str, Any] | None, keywords: Mapping[str, Any], known: Iterable[str]) -> Any:
    """Both forms as one dictionary, without what is None.

    Raises:
        pulumi.RunError: `args` is no dictionary, has a key nobody knows, or says what a keyword says too; or a value is
            nothing that Pulumi can hand on, of which its SDK tells by a traceback alone.
    """
    names = sorted(known)
    if args is not None and not isinstance(args, Mapping):
        raise pulumi.RunError(f"{component}: args has to be a dictionary of arguments (got {type(args).__name__})")
    given = {key: value for key, value in (args or {}).items() if value is not None}
    if unknown := sorted(set(given) - set(names)):
        raise pulumi.RunError(f"{component}: {unknown[0]!r} is not an argument; there are {', '.join(names)}")
    spoken = {key: value for key, value in keywords.items() if value is not None}
    if twice := sorted(set(given) & set(spoken)):
        raise pulumi.RunError(f"{component}: {twice[0]} is given in args and as a keyword; give it once")
    together = {**given, **spoken}
    for name, value in together.items():
        if (strange := _strange(value)) is not None:
            raise pulumi.RunError(
                f"{component}: {name} holds a value of type {type(strange).__name__}; give text, a number, True or "
                "False, a list or a dictionary of them, or an output"
            )
    return together


def is_later(value: Any) -> bool:
    """Whether a value is known only when something else has been made."""
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


def _strange(value: Any) -> Any:
    """The first thing in `value` that no argument can be; None where there is none."""
    if value is None or isinstance(value, str | bool | int | float) or is_later(value):
        return None
    if isinstance(value, Mapping):
        return next((found for item in value.values() if (found := _strange(item)) is not None), None)
    if isinstance(value, list | tuple):
        return next((found for item in value if (found := _strange(item)) is not None), None)
    return value


def refuse(component: str, problems: Mapping[str, str]) -> None:
    """End the program with the first of `problems`, argument to what is wrong with it.

    Raises:
        pulumi.RunError: There is one.
    """
    for argument, problem in problems.items():
        raise pulumi.RunError(f"{component}: {argument} {problem}")


def below(parent: pulumi.Resource, opts: pulumi.ResourceOptions | None, *after: pulumi.Resource) -> Any:
    """Options of a child: what the component waits for, its children wait for too."""
    waits = opts.depends_on if opts is not None else None
    if waits is None:
        return pulumi.ResourceOptions(parent=parent, depends_on=list(after))
    if isinstance(waits, pulumi.Resource):
        return pulumi.ResourceOptions(parent=parent, depends_on=[waits, *after])
    if isinstance(waits, list | tuple):
        return pulumi.ResourceOptions(parent=parent, depends_on=[*waits, *after])
    later: pulumi.Output[Any] = pulumi.Output.from_input(cast("Any", waits))
    together = later.apply(lambda known: [*(known if isinstance(known, list | tuple) else [known]), *after])
    return pulumi.ResourceOptions(parent=parent, depends_on=together)
