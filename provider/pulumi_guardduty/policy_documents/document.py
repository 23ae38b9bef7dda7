"""What all policy documents have in common: reading, writing, and AWS's limits on their size."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias


#: One statement, or one whole document, as JSON values.
Statement: TypeAlias = dict[str, Any]
Document: TypeAlias = dict[str, Any]

#: The version whose policy variables and escapes work. Source: IAM User Guide, "IAM JSON policy elements: Version".
VERSION: Final = "2012-10-17"

#: Bytes. Source: Amazon S3 User Guide, "Bucket policies for Amazon S3": 20 KB.
BUCKET_POLICY_BYTES: Final = 20 * 1024

#: Bytes. Source: AWS KMS Developer Guide, "Quotas": key policy document size, 32 KB (32,768 bytes).
KEY_POLICY_BYTES: Final = 32 * 1024

#: Levels. A statement's deepest value lies six levels down; what is far deeper was written to exhaust a parser.
_DEEPEST: Final = 64

#: What JSON calls the types that json.loads makes.
_KIND: Final = {
    bool: "a boolean",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a string",
    type(None): "null",
}


def document_of(statements: Iterable[Statement]) -> Document:
    """Make a document of `statements`."""
    return {"Version": VERSION, "Statement": list(statements)}


def compact(value: object) -> str:
    """Write a document or statement in the fewest bytes; the order of its keys is kept."""
    return json.dumps(value, separators=(",", ":"))


def parse_document(document: str | Mapping[str, Any]) -> Document:
    """Read a policy document from its text, or from values that stand for JSON; the result is the caller's own.

    Raises:
        ValueError: It is not JSON, not an object, or nested absurdly deep.
    """
    try:
        text = document if isinstance(document, str) else json.dumps(document, default=str, skipkeys=True)
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the policy document is not JSON: {error}") from None
    if _is_deep(parsed):
        raise ValueError(f"the policy document is nested more than {_DEEPEST} levels deep")
    if not isinstance(parsed, dict):
        raise ValueError(f"the policy document must be a JSON object, not {_KIND[type(parsed)]}")  # noqa: TRY004 - every bad document is one kind of error
    return parsed


def checked_size(document: Document | str, limit_bytes: int, name: str) -> str:
    """Return the text of `document` when AWS would take one of its size.

    Raises:
        ValueError: It has more than `limit_bytes` bytes.
    """
    text = document if isinstance(document, str) else compact(document)
    size = len(text.encode(errors="surrogatepass"))
    if size > limit_bytes:
        raise ValueError(
            f"the {name} would have {size:,} bytes and AWS takes at most {limit_bytes:,}; "
            "spread the exporting detectors over more than one bucket and key"
        )
    return text


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        below = [v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)]
        level = [child for children in below for child in children]
        if not level:
            return False
    return True
