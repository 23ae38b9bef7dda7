"""Property paths such as ``tags["team"]`` or ``rules[*].port``, as resource options write them.

Follows `sdk/go/common/resource/properties_path.go` of CLI v3.258.0.
"""

from typing import TypeAlias

from pulumi_guardduty_sandbox.engine.values import Properties, Secret, Value, secret


Path: TypeAlias = tuple[str | int, ...]


def parse(text: str) -> Path:
    """Split a path into its keys and indices; ``*`` stays a star.

    Raises:
        ValueError: The text is not a path.
    """
    keys: list[str | int] = []
    rest = text
    if rest.startswith("."):
        raise ValueError(f"property path {text!r} must start with a name or an index")
    while rest:
        if rest[0] == ".":
            rest = rest[1:]
            if not rest:
                raise ValueError(f"property path {text!r} must end with a name or an index")
        elif rest[0] == "[":
            key, rest = _bracketed(rest, text)
            keys.append(key)
        else:
            end = min((at for at in (rest.find("."), rest.find("[")) if at >= 0), default=len(rest))
            keys.append(rest[:end])
            rest = rest[end:]
    return tuple(keys)


def _bracketed(rest: str, text: str) -> tuple[str | int, str]:
    if rest[1:2] == '"':
        return _quoted(rest, text)
    inner, closed, rest = rest[1:].partition("]")
    if not closed:
        raise ValueError(f"property path {text!r} lacks a closing bracket")
    return ("*" if inner == "*" else int(inner)), rest


def _quoted(rest: str, text: str) -> tuple[str, str]:
    key, at = "", 2
    while rest[at : at + 1] != '"':
        if at >= len(rest):
            raise ValueError(f"property path {text!r} lacks a closing quote")
        at += rest.startswith('\\"', at)
        key += rest[at]
        at += 1
    if rest[at + 1 : at + 2] != "]":
        raise ValueError(f"property path {text!r} lacks a closing bracket")
    return key, rest[at + 2 :]


def write(path: Path) -> str:
    """The text of a path."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        elif all(character.isascii() and (character.isalnum() or character == "_") for character in key):
            text += f".{key}" if text else key
        else:
            quoted = key.replace('"', '\\"')
            text += f'["{quoted}"]'
    return text


def contains(outer: Path, inner: Path) -> bool:
    """Whether `inner` lies at or below `outer`, in which a star stands for any key or index."""
    return len(inner) >= len(outer) and all(
        ours == "*" or (type(ours) is type(theirs) and ours == theirs)
        for ours, theirs in zip(outer, inner, strict=False)
    )


def reset(path: Path, old: Properties, new: Properties) -> bool:
    """Put the old value at `path` back into `new`; False where the two differ in shape on the way."""
    return _reset(path, old, new, old_secret=False, new_secret=False)


def _reset(path: Path, old: Value, new: Value, *, old_secret: bool, new_secret: bool) -> bool:
    old_secret, new_secret = old_secret or isinstance(old, Secret), new_secret or isinstance(new, Secret)
    old, new = _bare(old), _bare(new)
    key, last = path[0], len(path) == 1
    if key == "*":
        return _reset_star(path, old, new, old_secret=old_secret, new_secret=new_secret)
    if last:
        hide = old_secret and not new_secret
        if isinstance(key, int):
            return _reset_item(key, old, new, hide=hide)
        return _reset_key(key, old, new, hide=hide)
    below = _below(key, old, new)
    if isinstance(below, bool):
        return below
    return _reset(path[1:], *below, old_secret=old_secret, new_secret=new_secret)


def _bare(value: Value) -> Value:
    while isinstance(value, Secret):
        value = value.value
    return value


def _below(key: str | int, old: Value, new: Value) -> tuple[Value, Value] | bool:
    """What both have at `key`; where that is not to be had, whether they agree in that."""
    if isinstance(key, int):
        if isinstance(old, list) and isinstance(new, list):
            return (old[key], new[key]) if 0 <= key < min(len(old), len(new)) else False
        return not isinstance(old, list) and not isinstance(new, list)
    if isinstance(old, dict) and isinstance(new, dict):
        return (old.get(key), new[key]) if key in new else key not in old
    return not isinstance(old, dict) and not isinstance(new, dict)


def _reset_item(index: int, old: Value, new: Value, *, hide: bool) -> bool:
    if not isinstance(old, list) or not isinstance(new, list):
        return index >= 0 and not isinstance(old, list) and not isinstance(new, list)
    if index < 0 or (index < len(old)) != (index < len(new)):
        return False
    if index < len(old):
        new[index] = secret(old[index]) if hide else old[index]
    return True


def _reset_key(key: str, old: Value, new: Value, *, hide: bool) -> bool:
    if isinstance(old, dict) and key in old:
        if not isinstance(new, dict):
            return False
        new[key] = secret(old[key]) if hide else old[key]
    elif isinstance(new, dict):
        new.pop(key, None)
    return True


def _reset_star(path: Path, old: Value, new: Value, *, old_secret: bool, new_secret: bool) -> bool:
    if len(path) == 1:
        return _reset_all(old, new, hide=old_secret and not new_secret)
    if isinstance(old, dict) and isinstance(new, dict):
        return all(
            key in new and _reset(path[1:], old[key], new[key], old_secret=old_secret, new_secret=new_secret)
            for key in old
        )
    if isinstance(old, list) and isinstance(new, list):
        pairs = zip(old, new, strict=False)
        reset_all = all(
            _reset(path[1:], theirs, ours, old_secret=old_secret, new_secret=new_secret) for theirs, ours in pairs
        )
        return reset_all and len(old) == len(new)
    return False


def _reset_all(old: Value, new: Value, *, hide: bool) -> bool:
    if isinstance(new, dict):
        if isinstance(old, dict):
            new.clear()
            new.update({key: secret(value) if hide else value for key, value in old.items()})
        return True
    if isinstance(new, list):
        if isinstance(old, list):
            for index, value in enumerate(old[: len(new)]):
                new[index] = secret(value) if hide else value
            return len(old) == len(new)
        return True
    return False
