"""The lists of the program that is running, as far as the engine has shown them.

AWS counts lists by account and region, so one program can be seen to declare too many before anything is made.
"""

import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from pulumi_guardduty._core.bags import Failure
from pulumi_guardduty._core.call import Call
from pulumi_guardduty._core.lists.kind import ListKind


_LOCK = threading.Lock()

#: (stack, kind, place) to the lists there: URN to name.
_LISTS: dict[tuple[str, str, str], dict[str, Any]] = {}


def register(kind: ListKind, declared: Mapping[str, Any], call: Call) -> list[Failure]:
    """Note one declared list; what is wrong with it beside the others of its kind, account and region.

    Where the door cannot tell which resource is asking, nothing is counted and AWS itself refuses.
    """
    if not call.urn:
        return []
    with _LOCK:
        lists = _LISTS.setdefault((stack_of(call.urn), kind.api, place(declared)), {})
        lists[call.urn] = declared.get("name")
        others = {urn: name for urn, name in lists.items() if urn != call.urn}
    return [*_beyond_quota(kind, declared, others), *_same_name(kind, declared, others)]


def place(declared: Mapping[str, Any]) -> str:
    """Where a declaration leads, by what it says; two texts may still mean one account and region."""
    region = declared.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    return json.dumps([region, declared.get("aws")], sort_keys=True, default=repr)


def stack_of(urn: str) -> str:
    """The stack and project that a URN names."""
    return "::".join(urn.split("::")[:2])


def _beyond_quota(kind: ListKind, declared: Mapping[str, Any], others: Mapping[str, Any]) -> list[Failure]:
    if kind.quota is None or len(others) < kind.quota:
        return []
    where = f" in {declared['region']}" if isinstance(declared.get("region"), str) else " in one region"
    return [
        Failure(
            "",
            f"the program declares {len(others) + 1} {kind.words}s{where} ({', '.join(sorted(map(_own_name, others)))} "
            f"and this one), and AWS takes {kind.quota} at most in an account and region; merge lists, or remove one",
        )
    ]


def _same_name(kind: ListKind, declared: Mapping[str, Any], others: Mapping[str, Any]) -> list[Failure]:
    name = declared.get("name")
    twins = sorted(_own_name(urn) for urn, other in others.items() if isinstance(name, str) and other == name)
    if not twins:
        return []
    return [
        Failure(
            "name", f"is {name!r}, which {kind.words} {twins[0]!r} of this program has too; give each a name of its own"
        )
    ]


def _own_name(urn: str) -> str:
    return urn.rpartition("::")[2]
