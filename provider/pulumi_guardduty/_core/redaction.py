"""Keeps credentials out of every text that leaves the provider.

AWS itself puts them into texts: an answer to a wrong signature repeats the canonical request, session token included,
and a URL that cannot be reached may be presigned.
"""

import re
import threading
from typing import Any, Final


#: What stands for a credential.
BLOT: Final = "[secret]"

#: Shorter texts are no credentials, and blotting them out would make a message unreadable.
_SHORTEST: Final = 8

#: Where botocore's credentials of every kind keep what they hold; refreshable ones fetch when asked by property.
_FIELDS: Final = ("access_key", "secret_key", "token", "_access_key", "_secret_key", "_token")

#: Source: the canonical request of "Signing AWS API requests"; the query of a presigned URL, versions 4 and 2; the
#: forms of access key ids, IAM User Guide, "Unique identifiers".
_PATTERNS: Final = (
    re.compile(r"(?i)(x-amz-security-token:)[^\s'\"]+"),
    re.compile(r"(?i)([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|AWSAccessKeyId|Signature)=)[^&\s'\"]+"),
    re.compile(r"(?i)(\b(?:Credential|Signature)=)[^,\s'\"]+"),
    re.compile(r"\b()(?:AKIA|ASIA)[A-Z0-9]{12,}\b"),
)

_LOCK = threading.Lock()
_SESSIONS: list[Any] = []


def watch(session: Any) -> None:
    """Blot out the credentials of this botocore session from now on, whatever they will be."""
    with _LOCK:
        _SESSIONS.append(session)


def redacted(text: str) -> str:
    """`text` without credentials."""
    for secret in sorted(_known(), key=len, reverse=True):
        text = text.replace(secret, BLOT)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\1{BLOT}", text)
    return text


def _known() -> set[str]:
    with _LOCK:
        # Read past the properties: asking for credentials could fetch them.
        held = [vars(one) for session in _SESSIONS if (one := getattr(session, "_credentials", None)) is not None]
    found = {one.get(name) for one in held for name in _FIELDS}
    return {text for text in found if isinstance(text, str) and len(text) >= _SHORTEST}
