"""How lists of values are put into a sentence."""

from collections.abc import Sequence
from typing import Final


#: Values shown of a long list; a policy may name hundreds.
_SHOWN: Final = 3


def quoted(values: Sequence[str]) -> str:
    """Quote the first values of a list and count the others."""
    if not values:
        return "nothing"
    shown = [repr(value) for value in values[:_SHOWN]]
    if len(values) > _SHOWN:
        shown.append(f"{len(values) - _SHOWN} more")
    return joined(shown)


def joined(phrases: Sequence[str]) -> str:
    """Join phrases as one does in a sentence."""
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"
