"""Where a desk's secret keys lie: outside the database and every backup, bound to this PC.

On Windows the file is wrapped by the user's own account (DPAPI), elsewhere only its owner can
read it. A copy sealed to the township's recovery key lies beside it, for the day the account is
lost (F53).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from longshan_desk.errors import AppError
from longshan_desk.exchange.keys import Keys, seal
from longshan_desk.files import write_atomically


class KeyLostError(AppError):
    """The desk's keys are gone or cannot be opened here; records are untouched."""

    code = "key_lost"


def save(path: Path, keys: Keys, recovery: str = "", devices: Sequence[str] = ()) -> None:
    """Write the keys, and the sealed copy where there is a recovery recipient.

    ``devices`` are the numbers under which this desk wrote since it has these keys.
    """
    plain = json.dumps(
        {"seed": keys.seed, "identity": keys.identity, "devices": list(devices),
         "recovery": recovery}
    ).encode()  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _wrapped(plain))
    if os.name != "nt":
        path.chmod(0o600)
    if recovery:
        write_atomically(recovery_copy(path), seal(plain, (recovery,)))


def load(path: Path) -> Keys:
    """Raises ``KeyLostError``."""
    try:
        data = json.loads(_unwrapped(path.read_bytes()))
        return Keys(data["seed"], data["identity"])
    except (OSError, ValueError, KeyError) as error:
        raise KeyLostError(
            "这台电脑的交接密钥打不开或已经丢失，村里的记录没有受影响。",
            hint="请到“U盘交接”里重新申请加入，选“更换电脑”；或请乡镇用恢复密钥打开备份的密钥。",
            where=path.name,
        ) from error


def devices(path: Path) -> tuple[str, ...]:
    """The numbers these keys speak for. Raises ``KeyLostError``."""
    load(path)
    return tuple(json.loads(_unwrapped(path.read_bytes())).get("devices", ()))


def recovery_of(path: Path) -> str:
    """To which recovery recipient the copy was sealed. Raises ``KeyLostError``."""
    load(path)
    return str(json.loads(_unwrapped(path.read_bytes())).get("recovery", ""))


def recover(path: Path, seal_keys: Keys) -> Keys:
    """The keys from the copy that only the township's recovery key opens."""
    try:
        data = json.loads(seal_keys.open(recovery_copy(path).read_bytes()))
        return Keys(data["seed"], data["identity"])
    except (OSError, ValueError, KeyError) as error:
        raise KeyLostError(
            "备份的密钥打不开。", hint="请核对插入的印章盘是不是本乡镇的。", where=path.name
        ) from error


def recovery_copy(path: Path) -> Path:
    return path.with_suffix(".recovery")


def _wrapped(plain: bytes) -> bytes:
    return _dpapi(plain, protect=True) if sys.platform == "win32" else plain


def _unwrapped(data: bytes) -> bytes:
    return _dpapi(data, protect=False) if sys.platform == "win32" else data


if sys.platform == "win32":  # pragma: no cover
    import ctypes
    from ctypes import wintypes

    class _Blob(ctypes.Structure):
        _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

    def _dpapi(data: bytes, *, protect: bool) -> bytes:
        """CryptProtectData and back, for the user who is logged in."""
        crypt, kernel = ctypes.windll.crypt32, ctypes.windll.kernel32
        given = _Blob(len(data), ctypes.cast(ctypes.c_char_p(data), ctypes.POINTER(ctypes.c_char)))
        found = _Blob()
        call = crypt.CryptProtectData if protect else crypt.CryptUnprotectData
        if not call(ctypes.byref(given), None, None, None, None, 1, ctypes.byref(found)):
            raise ValueError("DPAPI refused")
        try:
            return ctypes.string_at(found.data, found.size)
        finally:
            kernel.LocalFree(found.data)

else:

    def _dpapi(data: bytes, *, protect: bool) -> bytes:
        raise NotImplementedError
