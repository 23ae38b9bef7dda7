"""Read, merge, write, read again: with one writer a policy at a time, and no belief that others keep to that."""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from pulumi_guardduty import errors
from pulumi_guardduty._core.waiting import Deadline
from pulumi_guardduty.policy_documents import (
    canonical_statement,
    checked_size,
    extract_statements,
    merge_statements,
    remove_statements,
)
from pulumi_guardduty.statement_upkeep.target import PolicyTarget


#: Seconds in which what was written has to be readable: bucket and key policies are eventually consistent.
#: Source: Amazon S3 User Guide, "Amazon S3 data consistency model"; AWS KMS Developer Guide, "Eventual consistency".
SETTLING_SECONDS: Final = 30.0

_GUARD: Final = threading.Lock()
_WRITERS: Final[dict[str, threading.Lock]] = defaultdict(threading.Lock)

Statement = Mapping[str, Any]


def put(
    target: PolicyTarget, statements: Sequence[Statement], owned: Collection[str], size: int, time: Deadline
) -> str:
    """Have `statements` in the policy of `target`; the policy as it is then.

    Args:
        target: The policy.
        statements: Each with a Sid.
        owned: Sids this owner wrote before: those no longer among `statements` go.
        size: Bytes the policy may have.
        time: How long it may take.

    Raises:
        InvalidInputError: The policy has a statement of that Sid which is not ours, or would grow too large.
        AwsCallError: AWS refused.
    """
    wanted = {str(statement["Sid"]): statement for statement in statements}
    stale = set(owned) - set(wanted)

    def merged(text: str | None) -> str | None:
        kept = text if text is None or not stale else remove_statements(text, stale)
        return checked_size(merge_statements(kept, wanted.values(), owned=owned), size, f"policy of {target.name}")

    def holds(text: str | None) -> bool:
        return missing(text, wanted) == [] and not extract_statements(text, stale)

    return str(_written(target, merged, holds, time))


def take_out(target: PolicyTarget, sids: Collection[str], time: Deadline) -> None:
    """Have no statement of `sids` in the policy of `target`; all others stay to the byte.

    Raises:
        MissingResourceError: The bucket or key is gone.
        AwsCallError: AWS refused.
    """

    def without(text: str | None) -> str | None:
        return None if text is None else remove_statements(text, sids)

    _written(target, without, lambda text: not extract_statements(text, sids), time)


def missing(text: str | None, wanted: Mapping[str, Statement]) -> list[str]:
    """Sids of `wanted` that the policy `text` lacks, or has with another meaning."""
    there = {row.get("Sid"): canonical_statement(row) for row in extract_statements(text, wanted.keys())}
    return [sid for sid, statement in wanted.items() if there.get(sid) != canonical_statement(statement)]


def _written(
    target: PolicyTarget,
    change: Callable[[str | None], str | None],
    holds: Callable[[str | None], bool],
    time: Deadline,
) -> str | None:
    pauses = time.pauses(f"the policy of {target.name} to hold what was written", SETTLING_SECONDS)
    with _GUARD:
        writer = _WRITERS[target.name]
    with writer:
        while True:
            before = target.read()
            if holds(before):
                return before
            target.write(_changed(target, change, before))
            after = target.read()
            if holds(after):
                return after
            # Somebody else wrote in between, or the answer is an old one: what they wrote is merged too.
            if not pauses.take("it does not yet"):
                raise errors.ConflictError(
                    f"the policy of {target.name} does not keep this resource's statements: something else writes "
                    "to it as well; stop that, or put the statements there"
                )


def _changed(target: PolicyTarget, change: Callable[[str | None], str | None], before: str | None) -> str | None:
    try:
        return change(before)
    except ValueError as error:
        raise errors.InvalidInputError(f"{target.name}: {error}") from None
