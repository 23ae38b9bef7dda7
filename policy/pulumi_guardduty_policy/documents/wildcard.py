"""The wildcards of policy documents: `*` for any text, `?` for any one character."""

import functools
import re


#: `${*}`, `${?}` and `${$}` stand for the character itself.
#: Source: IAM User Guide, "IAM policy elements: Variables and tags".
_TOKEN = re.compile(r"\$\{([*?$])\}|(.)", re.DOTALL)

_WILD = {"*": ".*", "?": "."}


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    regex = "".join(
        re.escape(literal) if literal else _WILD.get(character, re.escape(character))
        for literal, character in _TOKEN.findall(pattern)
    )
    return re.compile(regex, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def matches(pattern: str, value: str, *, ignore_case: bool = False) -> bool:
    """Tell whether a pattern covers a value."""
    return _compiled(pattern, ignore_case).fullmatch(value) is not None


def is_wild(pattern: str) -> bool:
    """Tell whether a text has a wildcard, or a policy variable that stands for anything."""
    return any(sign in pattern for sign in ("*", "?", "${"))
