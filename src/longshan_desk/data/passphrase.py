"""A few bytes under a passphrase, as an age file that every age program can open.

The reading is pyrage's. The writing is ours, because pyrage chooses the work by the speed of the
computer at hand: on a fast one it asks for a gigabyte of memory, also of the old one that must
open the file later. Format: https://age-encryption.org/v1, one scrypt recipient, one chunk.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from base64 import b64encode

from longshan_desk.errors import BadValueError, WrongPassphraseError

SHORTEST = 8
ADVICE = "请把口令写在纸上，与U盘分开保管：忘了口令，谁也打不开这份备份。"

_WORK = 17
"""scrypt's cost as a power of two: 128 MB and a second on an old computer."""

_CHUNK = 64 * 1024


def check_new_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect anything."""
    if len(set(_plain(passphrase))) < 3 or len(_plain(passphrase)) < SHORTEST:
        raise BadValueError(
            f"口令太短或太简单：至少要 {SHORTEST} 个字符，不能只是一两个字重复。",
            hint=f"可以用一句自己记得住的话。{ADVICE}",
            where="口令",
        )


def seal(data: bytes, passphrase: str) -> bytes:
    """``data`` (less than 64 KB) as an age file under the passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    assert len(data) < _CHUNK
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt)).encrypt(bytes(12), file_key, None)
    header = (
        f"age-encryption.org/v1\n-> scrypt {_text(salt)} {_WORK}\n{_text(wrapped)}\n---".encode()
    )
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    last_chunk = bytes(11) + b"\x01"
    body = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(last_chunk, data, None)
    return header + f" {_text(mac)}\n".encode() + nonce + body


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """What ``seal`` put in; raises ``WrongPassphraseError``."""
    import pyrage

    try:
        opened: bytes = pyrage.passphrase.decrypt(sealed, _plain(passphrase))
    except pyrage.DecryptError as error:
        raise wrong_passphrase() from error
    return opened


def wrong_passphrase(*, missing: bool = False) -> WrongPassphraseError:
    return WrongPassphraseError(
        "这份完整备份有口令，请输入口令。" if missing else "口令不对，打不开这份完整备份。",
        hint="口令应写在村里保存的纸上；请检查大小写和输入法。",
        where="口令",
    )


def _plain(passphrase: str) -> str:
    """As typed by anybody: full-width letters of an input method are the same letters."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        _plain(passphrase).encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << _WORK,
        r=8,
        p=1,
        maxmem=256 << 20,
        dklen=32,
    )


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 for one block."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")


def _text(data: bytes) -> str:
    return b64encode(data).rstrip(b"=").decode()
