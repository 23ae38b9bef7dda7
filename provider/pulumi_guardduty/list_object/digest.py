"""Digests of content, in the two forms they are needed in."""

import base64
import hashlib


def sha256_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def checksum(sha256: str) -> str:
    """The same digest as S3 takes it, so that it refuses an upload that was damaged on its way."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()
