"""A desk's two keys: one signs what it writes (Ed25519), one opens what is sent to it (age)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_ID_BYTES = 8


@dataclass(frozen=True)
class PublicKeys:
    """What others know of a desk: ``sign`` is 32 bytes as hex, ``recipient`` begins with age1."""

    sign: str
    recipient: str

    @property
    def key_id(self) -> bytes:
        """The first 8 bytes of the SHA-256 of the signing key."""
        return key_id(self.sign)


@dataclass(frozen=True, repr=False)
class Keys:
    """The secret halves: ``seed`` is the 32 bytes of the signing key as hex."""

    seed: str
    identity: str

    @classmethod
    def new(cls) -> Self:
        import pyrage
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        seed = Ed25519PrivateKey.generate().private_bytes_raw().hex()
        return cls(seed, str(pyrage.x25519.Identity.generate()))

    @cached_property
    def public(self) -> PublicKeys:
        import pyrage

        recipient = pyrage.x25519.Identity.from_str(self.identity).to_public()
        return PublicKeys(self._private().public_key().public_bytes_raw().hex(), str(recipient))

    def sign(self, purpose: str, data: bytes) -> bytes:
        """64 bytes over ``purpose``, a zero byte and the data: a signature made for one purpose
        never serves another."""
        return bytes(self._private().sign(_bound(purpose, data)))

    def _private(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.seed))

    def open(self, sealed: bytes) -> bytes:
        """What was sealed to this desk; raises ``ValueError`` if it was not, or is damaged."""
        import pyrage

        identity = pyrage.x25519.Identity.from_str(self.identity)
        try:
            return bytes(pyrage.decrypt(sealed, [identity]))
        except pyrage.DecryptError as error:
            raise ValueError("not sealed to this desk") from error


def seal(data: bytes, recipients: tuple[str, ...]) -> bytes:
    """An age file that any one of the recipients can open alone."""
    import pyrage

    to = [pyrage.x25519.Recipient.from_str(one) for one in sorted(set(recipients))]
    return bytes(pyrage.encrypt(data, to))


def is_recipient(text: str) -> bool:
    import pyrage

    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def is_signed(sign: str, purpose: str, data: bytes, signature: bytes) -> bool:
    """Whether the holder of the key whose public half is ``sign`` signed this for this purpose."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign))
        key.verify(signature, _bound(purpose, data))
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(sign: str) -> bytes:
    return hashlib.sha256(bytes.fromhex(sign)).digest()[:KEY_ID_BYTES]


def _bound(purpose: str, data: bytes) -> bytes:
    return purpose.encode("ascii") + b"\0" + data
