"""The two ways in which GuardDuty pages its lists."""

from collections.abc import Sequence
from typing import Any

from pulumi_guardduty_sandbox.aws.guardduty.errors import Refusal


_MOST = 50
Page = tuple[list[Any], str | None]


def destination_page(rows: Sequence[dict[str, Any]], max_results: int | None, token: str | None) -> Page:
    """Destinations: the token is `<id>/S3` and comes even with the last page when that page is full."""
    size = _size(max_results)
    start = 0
    if token:
        ids = [f"{row['destinationId']}/S3" for row in rows]
        if token not in ids:
            raise Refusal("E15")
        start = ids.index(token) + 1
    page = list(rows[start : start + size])
    full = len(page) == size
    return page, f"{page[-1]['destinationId']}/S3" if full else None


def list_page(ids: Sequence[str], max_results: int | None, token: str | None) -> Page:
    """Lists: in ascending order; the token is the last id, and null with the true last page."""
    size = _size(max_results)
    ordered = sorted(ids)
    start = 0
    if token:
        if token not in ordered:
            raise Refusal("L9")
        start = ordered.index(token) + 1
    page = ordered[start : start + size]
    return page, page[-1] if start + size < len(ordered) else None


def _size(max_results: int | None) -> int:
    if max_results is None:
        return _MOST
    if not 1 <= max_results <= _MOST:
        raise Refusal("E14")
    return max_results
