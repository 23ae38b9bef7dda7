"""Recognises what gets uploaded by mistake, so that one sentence says it instead of a thousand bad lines."""

import re
from typing import Final

from .kind import ListFormat
from .problem import Code, UnusableListError


_COMPRESSED: Final = "unpack it, and give the list inside"
_ENCODED: Final = "save it as UTF-8"
_MAGIC: Final = (
    (b"\x1f\x8b", "is compressed with gzip", _COMPRESSED),
    (b"PK\x03\x04", "is a zip archive or an office document", _COMPRESSED),
    (b"BZh", "is compressed with bzip2", _COMPRESSED),
    (b"\xfd7zXZ\x00", "is compressed with xz", _COMPRESSED),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd", _COMPRESSED),
    (b"%PDF-", "is a PDF document", "give the list as plain text"),
    (b"\xff\xfe\x00\x00", "is encoded in UTF-32", _ENCODED),
    (b"\x00\x00\xfe\xff", "is encoded in UTF-32", _ENCODED),
    (b"\xff\xfe", "is encoded in UTF-16", _ENCODED),
    (b"\xfe\xff", "is encoded in UTF-16", _ENCODED),
)

_MARK: Final = b"\xef\xbb\xbf"
_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,400}?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)
_XML: Final = re.compile(rb"\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s>/])")
_JSON: Final = re.compile(rb'\s*(?:\{\s*"|\[\s*[\["{])')
_LOOKED_AT: Final = 1024
#: UTF-16 without a mark: every other byte of ASCII text is NUL.
_FEWEST_NULS: Final = 2


def refuse_foreign(head: bytes, list_format: ListFormat) -> None:
    """Refuse content whose beginning is plainly something else.

    Raises:
        UnusableListError: It is not a list of any format, or of another one.
    """
    for magic, what, advice in _MAGIC:
        if head.startswith(magic):
            raise UnusableListError(Code.NOT_A_LIST, f"{what}, not a list: {advice}")
    start = head[:_LOOKED_AT].removeprefix(_MARK)
    if start[0:32:2].count(0) > _FEWEST_NULS or start[1:32:2].count(0) > _FEWEST_NULS:
        raise UnusableListError(Code.NOT_A_LIST, f"is binary data or UTF-16, not a list: {_ENCODED}")
    if _HTML.match(start):
        raise UnusableListError(
            Code.NOT_A_LIST, "is a web page, not a list: perhaps a sign-in or error page was saved in its place"
        )
    if _JSON.match(start):
        raise UnusableListError(Code.NOT_A_LIST, "is JSON, which no list format is (STIX means STIX 1.x, which is XML)")
    if list_format is not ListFormat.STIX and _XML.match(start):
        raise UnusableListError(Code.NOT_A_LIST, f"is XML, not a {list_format} list: declare the format STIX if it is")
