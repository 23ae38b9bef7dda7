"""Names of what nobody named: the same in every run, and no one else's."""

import hashlib
from typing import Final


#: Hexadecimal digits of the identity that a name carries.
_DIGITS: Final = 20


def generated_name(stem: str, *identity: str) -> str:
    """`stem` and the fingerprint of `identity`: a create that is run again finds what an earlier one made."""
    return f"{stem}-{fingerprint(*identity)[:_DIGITS]}"


def fingerprint(*identity: str) -> str:
    """Hexadecimal digits that depend on `identity` and nothing else."""
    return hashlib.sha256("\0".join(identity).encode()).hexdigest()
