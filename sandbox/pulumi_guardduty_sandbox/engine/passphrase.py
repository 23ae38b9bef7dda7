"""Secrets in state files, encrypted as ``pulumi`` encrypts them under a passphrase.

AES-256-GCM under a key that PBKDF2 (SHA-256, 1,000,000 rounds) derives from passphrase and salt.
Source: `pkg/secrets/passphrase/manager.go` and `sdk/go/common/resource/config/crypt.go` of CLI v3.258.0.
"""

import functools
import hashlib
import secrets
from base64 import b64decode, b64encode
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pulumi_guardduty_sandbox.engine.errors import StateError


_ROUNDS = 1_000_000
_KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 8
#: What the salt's own ciphertext says, so that a wrong passphrase is told from a right one.
_PROOF = "pulumi"


class Crypter:
    """Encrypts and decrypts the secrets of one stack."""

    def __init__(self, passphrase: str, state: str) -> None:
        """Open the secrets of an existing stack.

        Args:
            passphrase: The stack's passphrase.
            state: The stack's salt, as kept in its file: ``v1:<salt>:<proof>``.

        Raises:
            StateError: The passphrase is not the stack's.
        """
        version, salt, proof = [*state.split(":", 2), "", ""][:3]
        if version != "v1" or not proof:
            raise StateError("the stack's encryption salt is malformed; restore the state file from a backup")
        self.state = state
        self._cipher = AESGCM(_key(passphrase, b64decode(salt)))
        try:
            known = self.decrypt(proof)
        except StateError:
            known = ""
        if known != _PROOF:
            raise StateError("incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE to the stack's own")

    @classmethod
    def new(cls, passphrase: str) -> Self:
        """Make the salt of a new stack.

        Stacks made in one process under one passphrase share their salt: deriving a key takes a third of a
        second, and stacks of a sandbox are many and short-lived.
        """
        return cls(passphrase, _new_state(passphrase))

    def encrypt(self, text: str) -> str:
        """The ciphertext of `text`, never the same twice."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, text.encode(), None)
        return f"v1:{b64encode(nonce).decode()}:{b64encode(sealed).decode()}"

    def decrypt(self, text: str) -> str:
        """The plaintext of what `encrypt` made.

        Raises:
            StateError: It was made under another key.
        """
        version, nonce, sealed = [*text.split(":"), "", ""][:3]
        if version != "v1":
            raise StateError("a secret in the state is malformed; restore the state file from a backup")
        try:
            return self._cipher.decrypt(b64decode(nonce), b64decode(sealed), None).decode()
        except (InvalidTag, ValueError) as error:
            raise StateError("a secret in the state was encrypted under another key") from error


@functools.lru_cache(maxsize=64)
def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, _ROUNDS, _KEY_BYTES)


@functools.lru_cache(maxsize=64)
def _new_state(passphrase: str) -> str:
    salt = secrets.token_bytes(_SALT_BYTES)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    proof = AESGCM(_key(passphrase, salt)).encrypt(nonce, _PROOF.encode(), None)
    sealed = f"v1:{b64encode(nonce).decode()}:{b64encode(proof).decode()}"
    return f"v1:{b64encode(salt).decode()}:{sealed}"
