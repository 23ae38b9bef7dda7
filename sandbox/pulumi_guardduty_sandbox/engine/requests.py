"""What a registration asks for, read off its request."""

import os
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from pulumi_guardduty_sandbox.engine import urn as urns
from pulumi_guardduty_sandbox.engine.errors import UnsupportedError
from pulumi_guardduty_sandbox.engine.resource import Alias, Goal, Timeouts
from pulumi_guardduty_sandbox.engine.values import from_struct


def unsupported(request: Any) -> str:
    """What of a registration the engine does not do; empty where it does all of it."""
    package = urns.package_of(request.type)
    if request.remote:
        return f"the remote component {request.type}"
    if urns.is_provider(request.type):
        return f"the explicit provider {request.type}"
    if request.custom and package != urns.DYNAMIC_PACKAGE:
        return f"the resource type {request.type}"
    if request.provider and urns.parse_reference(request.provider)[0].split("::")[-1] != "default":
        return f"the explicit provider of {request.name}"
    hooks = request.hooks.ListFields() if request.HasField("hooks") else ()
    for what, used in (
        ("a transform", request.transforms),
        ("a resource hook", hooks),
        ("a state migration", request.state_migrations),
        ("the option replace_with", request.replace_with),
        ("the option replacement_trigger", request.HasField("replacement_trigger")),
        ("a package reference", request.packageRef),
    ):
        if used:
            return f"{what} on {request.name}"
    return ""


def registration_goal(request: Any, parent: Goal | None, provider: str, root: Path) -> Goal:
    """What a registration wants, with what its parent passes on.

    Raises:
        UnsupportedError: A value is one the engine cannot carry.
    """
    properties = from_struct(request.object)
    links = {key: sorted(set(found.urns)) for key, found in request.propertyDependencies.items()}
    if not links:
        links = {key: sorted(set(request.dependencies)) for key in properties}
    for key in properties:
        links.setdefault(key, [])
    position, trace = positions(request, root)
    return Goal(
        type=request.type,
        name=request.name,
        custom=request.custom,
        properties=properties,
        parent=request.parent,
        provider=provider,
        protect=_inherited(request, "protect", parent),
        retain_on_delete=_inherited(request, "retainOnDelete", parent),
        deleted_with=request.deletedWith or (parent.deleted_with if parent else ""),
        dependencies=tuple(dict.fromkeys(request.dependencies)),
        property_dependencies=links,
        delete_before_replace=request.deleteBeforeReplace
        if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace
        else None,
        ignore_changes=tuple(request.ignoreChanges),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        aliases=_aliases(request),
        id=request.importId,
        timeouts=_timeouts(request),
        replace_on_changes=tuple(request.replaceOnChanges),
        hide_diffs=tuple(request.hideDiffs),
        source_position=position,
        stack_trace=trace,
    )


def _inherited(request: Any, name: str, parent: Goal | None) -> bool | None:
    if request.HasField(name):
        return bool(getattr(request, name))
    if parent is None:
        return None
    return parent.protect if name == "protect" else parent.retain_on_delete


def _aliases(request: Any) -> tuple[Alias, ...]:
    found = [Alias(urn=urn) for urn in request.aliasURNs]
    for alias in request.aliases:
        if alias.WhichOneof("alias") == "urn":
            found.append(Alias(urn=alias.urn))
            continue
        spec = alias.spec
        found.append(
            Alias(
                name=spec.name,
                type=spec.type,
                stack=spec.stack,
                project=spec.project,
                parent=spec.parentUrn,
                no_parent=spec.noParent,
            )
        )
    return tuple(found)


_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(text: str) -> float:
    """A duration as Go writes it, such as ``1h30m``, in seconds; empty is 0.

    Raises:
        UnsupportedError: It is not one.
    """
    parts = re.findall(r"([0-9.]+)(ns|us|µs|ms|s|m|h)", text)
    if text and "".join(number + unit for number, unit in parts) != text:
        raise UnsupportedError(f"the custom timeout {text!r}")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def _timeouts(request: Any) -> Timeouts:
    given = request.customTimeouts
    return Timeouts(seconds(given.create), seconds(given.update), seconds(given.delete), seconds(given.read))


def positions(request: Any, root: Path) -> tuple[str, tuple[str, ...]]:
    """Where in the program a registration was made, and the calls that led there."""
    trace = tuple(_position(frame.pc, root) for frame in request.stackTrace.frames)
    return _position(request.sourcePosition, root), trace


def _position(position: Any, root: Path) -> str:
    """A place in a source file, relative to the project."""
    parts = urlsplit(position.uri)
    if parts.scheme != "file":
        return ""
    relative = os.path.relpath(unquote(parts.path), root)
    column = f",{position.column}" if position.column else ""
    return f"project:///{quote(relative)}#{position.line}{column}"
