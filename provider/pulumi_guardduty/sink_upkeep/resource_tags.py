"""Tags of keys and buckets: what may be declared, and the one that says whose they are.

KMS has no client token and a bucket's name may be taken by hand, so what this package makes carries its identity as
a tag from the call that makes it: a create that was cut off finds its own again, and nobody else's.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, StringConstraints


#: Key of the tag that names the resource which made a key or a bucket.
IDENTITY_TAG: Final = "pulumi-guardduty:identity"

#: Tags a key or a bucket may carry beside ours. Source: AWS KMS Developer Guide, "Quotas", and Amazon S3 User Guide,
#: "Using cost allocation S3 bucket tags": 50 each.
_AT_MOST: Final = 49

#: Source: AWS General Reference, "Tagging your AWS resources": letters, digits and spaces in UTF-8, and these signs.
_ALLOWED: Final = re.compile(r"[\w\s+\-=.:/@]*")


def _checked(tags: dict[str, str]) -> dict[str, str]:
    for key, value in tags.items():
        if key.lower().startswith("aws:") or key == IDENTITY_TAG:
            raise ValueError(f"tag key {key!r} is reserved; choose another key")
        for part in (key, value):
            if not _ALLOWED.fullmatch(part):
                raise ValueError(
                    f"tag {key!r} holds a character that is not allowed; letters, digits, spaces and + - = . _ : / @ "
                    "are"
                )
    return tags


#: At most 49; keys 1 to 128, values up to 256 characters.
ResourceTags = Annotated[
    dict[Annotated[str, StringConstraints(min_length=1, max_length=128)], Annotated[str, Field(max_length=256)]],
    Field(max_length=_AT_MOST),
    AfterValidator(_checked),
]


def with_identity(tags: Mapping[str, str] | None, token: str) -> dict[str, str]:
    """The tags to write: those declared, and whose it is."""
    return {**(tags or {}), IDENTITY_TAG: token}


def declared_part(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags that are a user's to set."""
    return {key: value for key, value in tags.items() if key != IDENTITY_TAG and not key.startswith("aws:")}


def as_map(rows: Iterable[Mapping[str, Any]], key: str = "Key", value: str = "Value") -> dict[str, str]:
    """AWS's list of tags as a map; KMS calls the two ``TagKey`` and ``TagValue``."""
    return {str(row[key]): str(row[value]) for row in rows}


def as_rows(tags: Mapping[str, str], key: str = "Key", value: str = "Value") -> list[Any]:
    """A map of tags as AWS's list."""
    return [{key: name, value: tags[name]} for name in sorted(tags)]
