"""Where a list is: the URL forms GuardDuty takes, and the object each one names."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote

from pulumi_guardduty._core.unshowable import UnshowableError


#: Longest location in characters. Source: GuardDuty API Reference, "CreateThreatIntelSet", `location`.
LONGEST: Final = 300

_BUCKET: Final = r"(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])"
_DOMAIN: Final = r"amazonaws\.com(\.cn)?"
_REGION: Final = r"[a-z]{2,}(-[a-z]+)+-[0-9]+"

#: Source: GuardDuty User Guide, "Setting up entity lists and IP address lists" (the forms with a dash before the
#: region), and wire captures of 2026-09-29 (`s3.<region>`, accepted and echoed unchanged).
_FORMS: Final = tuple(
    re.compile(form + r"/(?P<key>.+)\Z", re.DOTALL)
    for form in (
        rf"s3://{_BUCKET}",
        rf"https?://s3([.-]{_REGION})?\.{_DOMAIN}/{_BUCKET}",
        rf"https?://{_BUCKET}\.s3([.-]{_REGION})?\.{_DOMAIN}",
    )
)


@dataclass(frozen=True)
class Location:
    """The S3 object a list is read from."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: object) -> Self:
        """Take a location apart.

        Raises:
            ValueError: It is none of the forms GuardDuty takes, or too long.
        """
        if not isinstance(text, str) or not 1 <= len(text) <= LONGEST:
            length = len(text) if isinstance(text, str) else 0
            raise ValueError(f"has to be 1 to {LONGEST} characters long (got {length})")
        if not text.startswith("s3://") and "?" in text:
            raise UnshowableError(
                "is a URL with a query, as a presigned one has; GuardDuty reads the object itself, so give its URL "
                "without the question mark and what follows"
            )
        for form in _FORMS:
            if found := form.match(text):
                key = found["key"] if text.startswith("s3://") else unquote(found["key"])
                return cls(found["bucket"], key)
        raise ValueError(
            f"is not the S3 URL of an object (got {text!r}); use s3://bucket/key, "
            "https://s3.<region>.amazonaws.com/bucket/key or https://bucket.s3.<region>.amazonaws.com/key"
        )
