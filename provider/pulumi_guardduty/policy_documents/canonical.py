"""One spelling for every policy that means the same.

AWS hands documents back in another spelling than it was given: lists of one as strings, account ids as root ARNs,
statements' keys reordered. Comparing texts would show a difference on every refresh.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pulumi_guardduty.policy_documents.document import Document, Statement, parse_document


#: What AWS takes a document without a version for. Source: IAM User Guide, "IAM JSON policy elements: Version".
_OLDEST_VERSION: Final = "2008-10-17"

_ROOT_ARN: Final = re.compile(r"arn:[^:]*:iam::([0-9]{12}):root")


def same_meaning(one: str | Mapping[str, Any], other: str | Mapping[str, Any]) -> bool:
    """Tell whether two policy documents say the same in the same named statements.

    Raises:
        ValueError: One of them is not a JSON object.
    """
    return canonical(one) == canonical(other)


def canonical(document: str | Mapping[str, Any]) -> Document:
    """Spell a policy document in the one way that all documents of the same meaning share.

    The order of statements, actions, resources, principals, condition values and keys does not count, nor do
    repetitions, the case of actions and condition keys, a list around a single value, a number or boolean for its
    text, ``"*"`` for ``{"AWS": "*"}``, an account id for the ARN of its root, and the document's ``Id``. Sids do
    count: statements are owned by them. What is not understood is kept as it is.

    Raises:
        ValueError: `document` is not a JSON object.

    Source: IAM User Guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON policy language".
    """
    raw = parse_document(document)
    statements = raw.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    unique = {_text(statement): statement for statement in map(canonical_statement, listed)}
    rest = {key: value for key, value in raw.items() if key not in {"Id", "Statement", "Version"}}
    return {
        **rest,
        "Version": raw.get("Version", _OLDEST_VERSION),
        "Statement": [unique[text] for text in sorted(unique)],
    }


def canonical_statement(statement: Any) -> Any:
    """Spell one statement in the canonical way; what is no statement is returned as it is."""
    if not isinstance(statement, Mapping):
        return statement
    spelled: Statement = {}
    for element in sorted(map(str, statement)):
        value = statement[element]
        if element in {"Action", "NotAction"}:
            spelled[element] = _sorted([v.lower() if isinstance(v, str) else v for v in _list(value)])
        elif element in {"Resource", "NotResource"}:
            spelled[element] = _sorted(_list(value))
        elif element in {"Principal", "NotPrincipal"}:
            spelled[element] = _principal(value)
        elif element == "Condition":
            spelled |= {element: _condition(value)} if value != {} else {}
        else:
            spelled[element] = value
    return spelled


def _principal(value: Any) -> Any:
    if value == "*":
        return {"AWS": ["*"]}
    if not isinstance(value, Mapping):
        return value
    return {kind: _sorted([_account(name) for name in _list(value[kind])]) for kind in sorted(value)}


def _account(name: Any) -> Any:
    root = _ROOT_ARN.fullmatch(name) if isinstance(name, str) else None
    return root[1] if root else name


def _condition(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {operator: _tests(operator, value[operator]) for operator in sorted(value)}


def _tests(operator: str, tests: Any) -> Any:
    if not isinstance(tests, Mapping):
        return tests
    names = [name.lower() for name in tests]
    if len(set(names)) < len(names):
        # The same key twice in two spellings: what AWS makes of it is not established.
        return tests
    flags = operator.startswith(("Bool", "Null"))
    return {
        name.lower(): _sorted([_value(v, flags) for v in _list(tests[name])]) for name in sorted(tests, key=str.lower)
    }


def _value(value: Any, is_flag: bool) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return json.dumps(value)
    return value.lower() if is_flag and isinstance(value, str) else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _sorted(values: list[Any]) -> list[Any]:
    unique = {_text(value): value for value in values}
    return [unique[text] for text in sorted(unique)]


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
