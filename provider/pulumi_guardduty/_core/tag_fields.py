"""Tags as a program may declare them; no AWS client is needed to judge them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


# AWS's own pattern, held against the whole key: its range `+-=` holds digits and `,-./0-9:;<=`. Source: the pattern
# `^(?!aws:)[a-zA-Z+-=._:/]+$` of GuardDuty API Reference, "CreateThreatIntelSet", tags. `\Z` because `$` would let a
# trailing line break through.
TagKey = Annotated[str, StringConstraints(min_length=1, max_length=128)]
TagValue = Annotated[str, StringConstraints(max_length=256)]


def _keys_are_allowed(tags: dict[str, str]) -> dict[str, str]:
    for key in tags:
        if key.startswith("aws:"):
            raise ValueError(f"tag key {key!r} begins with aws:, which AWS keeps for itself; choose another key")
        if not re.fullmatch(r"[a-zA-Z+-=._:/]+", key):
            raise ValueError(
                f"tag key {key!r} holds a character that is not allowed; letters, digits and + , - . / : ; < = _ are"
            )
    return tags


Tags = Annotated[dict[TagKey, TagValue], Field(max_length=200), AfterValidator(_keys_are_allowed)]
