"""Which resources of the running deployment hold which AWS id, as far as the engine has shown them.

Two resources of a stack may come to hold one AWS resource: a rename without an alias together with `adopt` makes a
second one, and then the engine deletes the first, which is the same thing in AWS. Whoever holds an id is known by
its client token, which differs between two resources whatever their type of door.
"""

import threading
from typing import Any


_LOCK = threading.Lock()
_HOLDERS: dict[str, set[str]] = {}


def hold(aws_id: str, token: Any) -> None:
    """Note that the resource of `token` holds `aws_id`."""
    if isinstance(token, str):
        with _LOCK:
            _HOLDERS.setdefault(aws_id, set()).add(token)


def held_by_another(aws_id: str, token: Any) -> bool:
    """Whether a resource other than that of `token` holds `aws_id`."""
    with _LOCK:
        return bool(_HOLDERS.get(aws_id, set()) - {token})
