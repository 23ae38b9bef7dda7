"""One life of a resource, with an IAM user's rights and no more."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from crash_kinds import Row
from findings_sink import ACCOUNT, REGION
from moto.iam.models import iam_backends
from permissions import Grants, policy
from pulumi_guardduty import errors, loader
from pulumi_guardduty._core import aws_access, holders
from pulumi_guardduty._core.call import Call
from pulumi_guardduty_sandbox.aws import Sandbox
from pulumi_guardduty_sandbox.aws.authorization import gate


#: One key for every user that is made, so that the provider's clients can be kept from one to the next.
_ACCESS_KEY = "AKIAPERMISSIONSTESTS"

#: Seconds an operation waits for what will not come.
_PATIENCE = 3


@dataclass(frozen=True)
class Life:
    """How it went.

    Attributes:
        ended_at: The operation that failed, or "" where none did.
        text: The error and all that was said to a person.
        judged: Actions that AWS judged the caller's policies for.
    """

    ended_at: str
    text: str
    judged: frozenset[str]


class LimitedCaller:
    """Lives a row of the matrix with the rights given."""

    def __init__(self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sandbox = sandbox
        for name, value in {**sandbox.environment, "AWS_ACCESS_KEY_ID": _ACCESS_KEY}.items():
            monkeypatch.setenv(name, value)
        aws_access.forget()

    def live(self, row: Row, grants: Grants) -> Life:
        """Create, read, update and delete it in an AWS that has nothing else."""
        holders.forget()
        self.sandbox.control.reset()
        ground = row.stands_on(self.sandbox)
        first, changed = row.declared(ground, "create"), row.declared(ground, "update")
        _make_user(_filled_in(policy(grants), first))
        self.sandbox.control.switch(caller_policies=True)
        said: list[str] = []
        call = Call(urn="urn:one", timeout_seconds=_PATIENCE, say=said.append, warn=said.append)
        with _judged() as judged:
            *_, ended_at = _operations(row.kind, first, changed, call, said)
        return Life(ended_at, "\n".join(said), frozenset(judged))


def _operations(kind: str, first: Any, changed: Any, call: Call, said: list[str]) -> Iterator[str]:
    """The name of each operation before it runs, "" at the end; an error ends it and is said."""
    handlers = loader.handlers(kind)
    try:
        yield "create"
        resource_id, held = handlers.create(_checked(handlers, {}, first, call), call)
        yield "read"
        held, _ = handlers.read(resource_id, held, call)
        yield "update"
        held = handlers.update(resource_id, held, _checked(handlers, held, changed, call), call)
        yield "delete"
        handlers.delete(resource_id, held, call)
        yield ""
    except errors.GuardDutyProviderError as error:
        said.append(str(error))


def _checked(handlers: Any, olds: Any, news: Any, call: Call) -> Any:
    bag, failures = handlers.check(olds, news, call)
    assert failures == []
    return bag


def _make_user(document: str) -> None:
    iam = iam_backends[ACCOUNT]["aws"]
    iam.create_user(REGION, "limited")
    iam.put_user_policy("limited", "only", document)
    iam.create_access_key("limited").access_key_id = _ACCESS_KEY


def _filled_in(document: Any, declared: Any) -> str:
    """The policy with its capital words replaced, as its reader would do."""
    bucket = declared.get("bucket") or declared.get("destinationArn") or declared.get("location", "")
    words = {
        "REGION": REGION,
        "ACCOUNT": ACCOUNT,
        "DETECTOR": declared.get("detectorId", "*"),
        "BUCKET": bucket.removeprefix("arn:aws:s3:::").removeprefix("s3://").partition("/")[0],
        "ALIAS": declared.get("alias", "none").removeprefix("alias/"),
        # The update gives it another key.
        "key/KEY": "key/*",
    }
    text = json.dumps(document)
    for word, value in words.items():
        text = text.replace(word, value)
    return text


@contextmanager
def _judged() -> Iterator[set[str]]:
    seen: set[str] = set()
    decide = gate.decide

    def watched(caller: Any, need: Any, *args: Any, **options: Any) -> Any:
        if caller.identity is not None and caller.account:
            seen.add(need.action)
        return decide(caller, need, *args, **options)

    with patch.object(gate, "decide", watched):
        yield seen
