"""Client tokens: how a resource knows again, after a crash, what its own earlier call made."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Final


#: Longest client token AWS takes, in characters. Source: API reference of both create calls.
LONGEST_TOKEN: Final = 64

#: How often a replay may answer with something deleted before the resource gives up.
GENERATIONS: Final = 64


def identity_token(parts: Iterable[str]) -> str:
    """A token that depends on who the resource is (organization, project, stack, type, names) and on nothing else."""
    text = "\0".join(parts)
    return "pulumi-" + hashlib.sha256(text.encode()).hexdigest()[:40]


def token_for(declared: str | None, urn: str) -> str:
    """The token of a create call: the one declared, else one of the URN, else a random one."""
    if declared is not None:
        return declared
    return identity_token((urn,)) if urn else uuid.uuid4().hex


def generations(token: str) -> Iterator[str]:
    """`token`, then the tokens to try in turn when a replay answers with something deleted.

    The same token gives the same row in every run: a crash between two of them loses nothing.
    """
    yield token
    for generation in range(2, GENERATIONS + 1):
        suffix = f"-{generation}"
        if len(token) + len(suffix) <= LONGEST_TOKEN:
            yield token + suffix
        else:
            yield hashlib.sha256(token.encode()).hexdigest()[: LONGEST_TOKEN - len(suffix)] + suffix
