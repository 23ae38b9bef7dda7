"""A policy document, from the string or the object a program declares."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_guardduty_policy.documents.element import element
from pulumi_guardduty_policy.documents.request import Request
from pulumi_guardduty_policy.documents.statement import Statement
from pulumi_guardduty_policy.framework.malformed import MalformedError
from pulumi_guardduty_policy.framework.undecided import CANNOT_TELL


class Document:
    """The statements of a policy."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)

    def denies(self, request: Request) -> bool:
        """Tell whether a statement is sure to refuse a request.

        A statement that is known and refuses settles it; failing that, one
        that is not known yet leaves it open.
        """
        unknown: Exception | None = None
        for statement in self.statements:
            try:
                if statement.denies(request):
                    return True
            except CANNOT_TELL as error:
                unknown = error
        if unknown is not None:
            raise unknown
        return False


def parse(value: Any) -> Document:
    """Read a policy document: JSON text, an object, or a bare list of statements.

    Raises:
        MalformedError: It is none of these.
    """
    body = _decoded(value) if isinstance(value, str) else value
    if isinstance(body, Mapping):
        body = element(body, "Statement")
    if isinstance(body, Mapping):
        body = [body]
    if not isinstance(body, Sequence) or isinstance(body, str):
        raise MalformedError("the policy has no Statement; write an object with a list of statements under it")
    return Document([Statement(body, index) for index in range(len(body))])


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise MalformedError(f"the policy is not JSON: {error}; write it with json.dumps") from None
