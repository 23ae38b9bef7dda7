"""What S3 accepts as the name of a new general purpose bucket."""

import re
from dataclasses import dataclass
from typing import Final, Self


_SHORTEST: Final = 3
_LONGEST: Final = 63

#: Source: Amazon S3 User Guide, "General purpose bucket naming rules".
_RESERVED_PREFIXES: Final = ("xn--", "sthree-", "amzn-s3-demo-")

#: Source: the same page. `-an` ends the names of account regional namespaces, for which CreateBucket takes a
#: further header.
_RESERVED_SUFFIXES: Final = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an")


@dataclass(frozen=True)
class BucketName:
    """The name of a general purpose bucket that S3 lets one create."""

    text: str
    """The name itself."""

    @classmethod
    def parse(cls, text: object) -> Self:
        """Check `text` against S3's naming rules.

        Raises:
            ValueError: It breaks one; the first one that it breaks is named.
        """
        if not isinstance(text, str) or not _SHORTEST <= len(text) <= _LONGEST:
            raise ValueError(f"bucket name {text!r} must be a string of {_SHORTEST} to {_LONGEST} characters")
        if not re.fullmatch(r"[a-z0-9.-]+", text):
            raise ValueError(f"bucket name {text!r} may hold only lowercase letters, digits, dots and hyphens")
        if not (text[0].isalnum() and text[-1].isalnum()):
            raise ValueError(f"bucket name {text!r} must begin and end with a letter or a digit")
        if ".." in text:
            raise ValueError(f"bucket name {text!r} must not hold two dots in a row")
        if re.fullmatch(r"[0-9]+(\.[0-9]+){3}", text):
            raise ValueError(f"bucket name {text!r} must not have the form of an IP address")
        _refuse_reserved(text)
        return cls(text)

    def __str__(self) -> str:
        return self.text


def _refuse_reserved(text: str) -> None:
    for prefix in _RESERVED_PREFIXES:
        if text.startswith(prefix):
            raise ValueError(f"bucket name {text!r} must not begin with {prefix!r}, which S3 reserves")
    for suffix in _RESERVED_SUFFIXES:
        if text.endswith(suffix):
            raise ValueError(f"bucket name {text!r} must not end with {suffix!r}, which S3 reserves")
