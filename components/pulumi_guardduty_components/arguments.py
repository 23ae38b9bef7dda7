"""Arguments of a component, given as a dictionary or as keywords."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import pulumi


def joined(component: str, args: Mapping[str, Any] | None, keywords: Mapping[str, Any], known: Iterable[str]) -> Any:
    """Both forms as one dictionary, without what is None.

    Raises:
        pulumi.RunError: `args` is no dictionary, has a key nobody knows, or says what a keyword says too.
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
    return {**given, **spoken}


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
