"""Which parts of a statement differ from what was declared, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_guardduty.diagnosis.wording import quoted
from pulumi_guardduty.policy_documents import canonical_statement, compact


def differences(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Name every element, principal kind and condition test in which `found` differs in meaning from `wanted`."""
    spelling = {**_spelling(found), **_spelling(wanted)}
    mine, theirs = _respelled(wanted, spelling), _respelled(found, spelling)
    for element in sorted(mine.keys() | theirs.keys()):
        yield from _element(element, mine.get(element), theirs.get(element))


def _element(element: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted == found:
        return
    if element == "Condition":
        yield from _conditions(wanted or {}, found or {})
    elif isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for kind in sorted(wanted.keys() | found.keys()):
            yield from _part(f"{element} {kind}", wanted.get(kind), found.get(kind))
    else:
        yield from _part(element, wanted, found)


def _spelling(statement: Mapping[str, Any]) -> dict[str, str]:
    """How a statement writes the words that the canonical spelling has in lower case."""
    actions = [statement.get(element) for element in ("Action", "NotAction")]
    words = [word for value in actions for word in (value if isinstance(value, list) else [value])]
    words += [key for _, key in _tests(statement.get("Condition", {}))]
    return {word.lower(): word for word in words if isinstance(word, str)}


def _respelled(statement: Mapping[str, Any], spelling: Mapping[str, str]) -> dict[str, Any]:
    """Spell a statement canonically, but for the words of `spelling`."""
    canonical = canonical_statement(statement)
    for element in {"Action", "NotAction"} & canonical.keys():
        canonical[element] = [
            spelling.get(word, word) if isinstance(word, str) else word for word in canonical[element]
        ]
    conditions = canonical.get("Condition")
    if isinstance(conditions, Mapping):
        canonical["Condition"] = {
            operator: {spelling.get(key.lower(), key): value for key, value in tests.items()}
            if isinstance(tests, Mapping)
            else tests
            for operator, tests in conditions.items()
        }
    return dict(canonical)


def _conditions(wanted: Any, found: Any) -> Iterator[str]:
    mine, theirs = _tests(wanted), _tests(found)
    for test in sorted(mine.keys() | theirs.keys()):
        yield from _part(" ".join(["Condition", *filter(None, test)]), mine.get(test), theirs.get(test))


def _tests(conditions: Any) -> dict[tuple[str, str], Any]:
    """Spread a Condition element into its single tests; what is malformed is one test by itself."""
    if not isinstance(conditions, Mapping):
        return {("", ""): conditions}
    return {
        (operator, key): value
        for operator, tests in conditions.items()
        for key, value in (tests.items() if isinstance(tests, Mapping) else [("", tests)])
    }


def _part(name: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted == found:
        return
    if found is None:
        yield f"{name} is gone"
    elif wanted is None:
        yield f"{name} {_shown(found)} is not declared"
    elif isinstance(wanted, list) and isinstance(found, list):
        yield from _lists(name, wanted, found)
    else:
        yield f"{name} is {_shown(found)}, not {_shown(wanted)}"


def _lists(name: str, wanted: list[Any], found: list[Any]) -> Iterator[str]:
    missing = [_text(value) for value in wanted if value not in found]
    added = [_text(value) for value in found if value not in wanted]
    if missing:
        yield f"{name} has {quoted(added)} instead of {quoted(missing)}" if added else f"{name} lacks {quoted(missing)}"
    elif added:
        yield f"{name} has {quoted(added)} besides"


def _shown(value: Any) -> str:
    return quoted([_text(each) for each in value]) if isinstance(value, list) else repr(_text(value))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)
