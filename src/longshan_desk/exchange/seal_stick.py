"""The township's seal (印章盘): its root and recovery keys on a stick of their own, under a
passphrase. Only what is signed by it joins a desk or ends one.
"""

from __future__ import annotations

import json
from pathlib import Path

from longshan_desk.data import passphrase as secret
from longshan_desk.errors import BadValueError, FileMissingError
from longshan_desk.exchange import stick
from longshan_desk.exchange.keys import Keys
from longshan_desk.files import os_errors

NAME = "龙山印章.lsseal"
COMMISSION = "纪委密封件钥匙.lskey"


def is_there(folder: Path, *, name: str = NAME) -> bool:
    return (folder / name).exists()


def check_new(folder: Path, passphrase: str, *, name: str = NAME) -> None:
    """Raises ``BadValueError`` where a file would be overwritten, or the passphrase is too weak."""
    secret.check_new_passphrase(passphrase)
    if is_there(folder, name=name):
        raise _already_there(folder / name)


def write(folder: Path, keys: Keys, passphrase: str, *, name: str = NAME) -> Path:
    """The second stick gets the same keys; an existing file is never overwritten."""
    path = folder / name
    if path.exists():
        raise _already_there(path)
    with os_errors(path, "写印章盘"):
        folder.mkdir(parents=True, exist_ok=True)
    plain = json.dumps({"seed": keys.seed, "identity": keys.identity}).encode()
    stick.put(path, (secret.seal(plain, passphrase),), doing="写印章盘")
    return path


def read(folder: Path, passphrase: str, *, name: str = NAME) -> Keys:
    """Raises ``FileMissingError`` or ``WrongPassphraseError``."""
    path = folder if folder.is_file() else folder / name
    if not path.exists():
        raise FileMissingError(
            f"这里没有找到“{name}”。",
            hint="请插入印章盘，并选择它所在的文件夹。",
            where=str(folder),
        )
    with os_errors(path, "读印章盘"):
        sealed = path.read_bytes()
    data = json.loads(secret.unseal(sealed, passphrase))
    return Keys(data["seed"], data["identity"])


def _already_there(path: Path) -> BadValueError:
    return BadValueError(
        f"这个文件夹里已经有“{path.name}”，没有覆盖。",
        hint="请换一个U盘；旧的印章盘丢了才需要新做。",
        where=str(path),
    )
