"""Wildcards and policy variables, as IAM reads them.

Source: IAM User Guide, "IAM policy elements: Variables and tags", and
"Resource": `*` is any run of characters, `?` any single one, `${*}`, `${?}`
and `${$}` stand for the characters themselves.
"""

import functools
import re
from collections.abc import Mapping, Sequence


_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_LITERALS = frozenset("*?$")
#: An ARN has six parts; the last may hold colons of its own.
_ARN_PARTS = 6


def matches(pattern: str, value: str, *, ignore_case: bool = False) -> bool:
    """Whether `value` fits `pattern`, whose wildcards were not replaced by `expand`."""
    return _compiled(pattern, ignore_case).fullmatch(value) is not None


def arn_matches(pattern: str, value: str) -> bool:
    """Whether an ARN fits a pattern part by part: a wildcard never reaches over a colon.

    Source: IAM User Guide, "Amazon Resource Name (ARN) condition operators".
    """
    wanted, seen = pattern.split(":", _ARN_PARTS - 1), value.split(":", _ARN_PARTS - 1)
    if len(wanted) != _ARN_PARTS or len(seen) != _ARN_PARTS:
        return False
    return all(matches(part, value_part) for part, value_part in zip(wanted, seen, strict=True))


def expand(text: str, context: Mapping[str, Sequence[str]]) -> str | None:
    """Put the request's values in the place of policy variables.

    A literal wildcard (`${*}`) comes back escaped for `matches`. The result is
    None where a variable has no value and no default: such an element matches nothing.
    """
    missing = False

    def value_of(found: re.Match[str]) -> str:
        nonlocal missing
        name = found.group(1)
        if name in _LITERALS:
            return found.group()
        key, _, default = name.partition(",")
        values = context.get(key.strip().lower(), ())
        if len(values) == 1:
            return _escaped(values[0])
        if default:
            return _escaped(default.strip().strip("'"))
        missing = True
        return ""

    expanded = _VARIABLE.sub(value_of, text)
    return None if missing else expanded


def plain(text: str) -> str:
    """The text of an expanded element where wildcards have no meaning."""
    return _VARIABLE.sub(lambda found: found.group(1), text)


def _escaped(value: str) -> str:
    return re.sub(r"[*?$]", lambda found: f"${{{found.group()}}}", value)


@functools.lru_cache(maxsize=4096)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = []
    for piece in re.findall(r"\$\{[*?$]\}|\*|\?|[^*?$]+|\$", pattern):
        if piece == "*":
            parts.append(".*")
        elif piece == "?":
            parts.append(".")
        elif piece.startswith("${"):
            parts.append(re.escape(piece[2]))
        else:
            parts.append(re.escape(piece))
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else re.NOFLAG))
