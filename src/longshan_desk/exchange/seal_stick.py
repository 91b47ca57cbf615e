"""The township's seal (印章盘): its root and recovery keys on a stick of their own, under a
passphrase. Only what is signed by it joins a desk or ends one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data import passphrase as secret
from longshan_desk.errors import BadValueError, FileMissingError, WrongPassphraseError
from longshan_desk.exchange import stick
from longshan_desk.exchange.keys import Keys
from longshan_desk.files import os_errors

NAME = "龙山印章.lsseal"
COMMISSION = "纪委密封件钥匙.lskey"


@dataclass(frozen=True)
class _Words:
    """What a kind of stick is called, and what to do where it is not the one."""

    name: str
    missing: str
    which: str
    where: str


_WORDS = {
    NAME: _Words(
        "印章盘", "这里没有找到印章。", "请插入乡镇的印章盘；纪委的钥匙盘不能代替印章盘。", "印章盘"
    ),
    COMMISSION: _Words(
        "纪委的钥匙盘", "这个 U 盘上没有纪委的钥匙。",
        "请插入纪委自己保管的钥匙盘；乡镇的印章盘打不开密封件。", "钥匙盘",
    ),
}  # fmt: skip


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
    doing = f"写{_WORDS[name].name}"
    with os_errors(path, doing):
        folder.mkdir(parents=True, exist_ok=True)
    plain = json.dumps({"seed": keys.seed, "identity": keys.identity}).encode()
    stick.put(path, (secret.seal(plain, passphrase),), doing=doing)
    return path


def read(folder: Path, passphrase: str, *, name: str = NAME) -> Keys:
    """Raises ``FileMissingError`` or ``WrongPassphraseError``, each in the words of its stick."""
    said = _WORDS[name]
    path = folder if folder.is_file() else folder / name
    if not path.exists():
        raise FileMissingError(said.missing, hint=said.which, where=said.where)
    with os_errors(path, f"读{said.name}"):
        sealed = path.read_bytes()
    try:
        data = json.loads(secret.unseal(sealed, passphrase))
    except WrongPassphraseError as error:
        raise WrongPassphraseError(
            f"口令不对，打不开{said.name}。",
            hint="口令在做这个盘的时候写在纸上封存了；请检查大小写和输入法。",
            where="口令",
        ) from error
    return Keys(data["seed"], data["identity"])


def _already_there(path: Path) -> BadValueError:
    return BadValueError(
        f"这个文件夹里已经有“{path.name}”，没有覆盖。",
        hint=f"请换一个U盘；原来的{_WORDS[path.name].name}还要用。",
        where=str(path),
    )
