"""Texts with wildcards and policy variables.

Matching is linear in pattern times text: a policy is somebody else's input, and the regular expression for twenty
stars would take forever to say no.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, TypeAlias


class Wildcard(Enum):
    """What stands for other characters."""

    ANY = "*"
    ONE = "?"


Token: TypeAlias = str | Wildcard
Tokens: TypeAlias = tuple[Token, ...]

#: The characters that have a meaning in a pattern, written as variables that stand for themselves.
_ESCAPES: Final = frozenset("*?$")


def tokens_of(text: str, *, wildcards: bool = True) -> Tokens:
    """Take a pattern without variables apart."""
    if not wildcards:
        return tuple(text)
    return tuple(Wildcard(character) if character in "*?" else character for character in text)


def resolved(text: str, look_up: Callable[[str], str | None], *, wildcards: bool) -> Tokens | None:
    """Take a pattern apart and put the values of its variables in, as plain characters.

    Args:
        text: The pattern, of a policy whose version knows variables.
        look_up: Gives the value of a variable, None where it has none.
        wildcards: Whether ``*`` and ``?`` mean other characters.

    Returns:
        The pattern; None where a variable has neither value nor default.
    """
    tokens: list[Token] = []
    at = 0
    while (start := text.find("${", at)) >= 0 and (end := text.find("}", start)) >= 0:
        tokens += tokens_of(text[at:start], wildcards=wildcards)
        value = _value(text[start + 2 : end], look_up)
        if value is None:
            return None
        tokens += value
        at = end + 1
    return (*tokens, *tokens_of(text[at:], wildcards=wildcards))


def _value(variable: str, look_up: Callable[[str], str | None]) -> str | None:
    """Give what stands for a variable: a key and, after a comma, a default in single quotes.

    Source: IAM User Guide, "IAM policy elements: Variables and tags".
    """
    name, comma, default = variable.partition(",")
    value = name.strip() if name.strip() in _ESCAPES else look_up(name.strip())
    if value is None and comma:
        return default.strip().removeprefix("'").removesuffix("'")
    return value


def matches(tokens: Sequence[Token], text: str) -> bool:
    """Tell whether the pattern covers the whole of `text`."""
    at = start = 0
    star, resume = -1, 0
    while at < len(text):
        token = tokens[start] if start < len(tokens) else None
        if token is Wildcard.ANY:
            star, resume = start, at
            start += 1
        elif token is Wildcard.ONE or token == text[at]:
            at, start = at + 1, start + 1
        elif star >= 0:
            resume += 1
            at, start = resume, star + 1
        else:
            return False
    return all(token is Wildcard.ANY for token in tokens[start:])


def glob(pattern: str, text: str) -> bool:
    """Tell whether a pattern without variables covers the whole of `text`."""
    return matches(tokens_of(pattern), text)


def lowered(tokens: Tokens) -> Tokens:
    """The pattern with its plain characters in lower case."""
    return tuple(token.lower() if isinstance(token, str) else token for token in tokens)


def split_at_colons(tokens: Tokens, most: int) -> list[Tokens]:
    """Cut a pattern at its first `most` colons."""
    parts: list[list[Token]] = [[]]
    for piece in tokens:
        if piece == ":" and len(parts) <= most:
            parts.append([])
        else:
            parts[-1].append(piece)
    return [tuple(part) for part in parts]
