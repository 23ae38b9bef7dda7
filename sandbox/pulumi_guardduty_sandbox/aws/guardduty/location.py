"""The ways in which a list's location may name its object.

Source: GuardDuty User Guide, "Working with lists", and `https://s3.<region>.amazonaws.com/…`
and `s3://…` as accepted by AWS (2026-09-29).
"""

import re


_LONGEST = 300
_DOMAIN = r"amazonaws\.com(?:\.cn)?"
_BUCKET = r"(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"s3://{_BUCKET}/(?P<key>.+)",
        rf"https?://s3(?:[.-][a-z0-9-]+)?\.{_DOMAIN}/{_BUCKET}/(?P<key>.+)",
        rf"https?://{_BUCKET}\.s3(?:[.-][a-z0-9-]+)?\.{_DOMAIN}/(?P<key>.+)",
    )
)


def read_location(location: object) -> tuple[str, str] | None:
    """Bucket and key that a location names; None: it is not a location."""
    if not isinstance(location, str) or len(location) > _LONGEST:
        return None
    for form in _FORMS:
        found = form.fullmatch(location)
        if found:
            return found.group("bucket"), found.group("key")
    return None
