"""The two files of joining a township: the request a new desk writes, and the welcome it gets back.

Each is trusted because of twelve digits that go by telephone: the request's are typed at the
township, the welcome's at the village. From then on the township's root key is known here.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import shutil
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Self

from longshan_desk.errors import AppError
from longshan_desk.exchange import canonical, limits, stick
from longshan_desk.exchange.device_list import SignedList
from longshan_desk.exchange.keys import Keys, PublicKeys, is_recipient, is_signed, seal
from longshan_desk.exchange.spoken_codes import spoken_code, typed_digits
from longshan_desk.files import os_errors

REQUEST_SUFFIX = ".lsjoin"
WELCOME_SUFFIX = ".lspkg"

_REQUEST_MAGIC = b"LSJOIN\r\n\x1a\x01"
_WELCOME_MAGIC = b"LSWLCM\r\n\x1a\x01"
_PURPOSE = "longshan-join-v1"
_WELCOME_PURPOSE = "longshan-welcome-v1"
_SIGNATURE = 64


class JoinError(AppError):
    """A step of joining that did not succeed; nothing has changed."""

    code = "not_ours"


class WrongCodeError(JoinError):
    code = "wrong_code"


@dataclass(frozen=True)
class JoinRequest:
    """What a desk says of itself; ``code`` is its wish, the device list decides."""

    dev: str
    sign: str
    recipient: str
    place_name: str
    code: str
    part: str
    """The partition its records lie in already, empty for a new PC of a place."""
    role: str
    app: str
    schema: int
    nonce: str = ""

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(self.sign, self.recipient)

    def to_data(self) -> dict[str, Any]:
        return {
            "dev": self.dev, "sign": self.sign, "age": self.recipient, "name": self.place_name,
            "code": self.code, "part": self.part, "role": self.role, "app": self.app,
            "schema": self.schema, "nonce": self.nonce,
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        if not is_recipient(data["age"]) or len(bytes.fromhex(data["sign"])) != 32:
            raise ValueError("not a key")
        if len(bytes.fromhex(data["dev"])) != 8 or type(data["schema"]) is not int:
            raise ValueError("not a desk")
        words = {name: data[name] for name in ("name", "code", "part", "role", "app", "nonce")}
        if not all(isinstance(word, str) and len(word) <= 64 for word in words.values()):
            raise ValueError("not words")
        return cls(
            data["dev"], data["sign"], data["age"], words["name"], words["code"], words["part"],
            words["role"], words["app"], data["schema"], words["nonce"],
        )  # fmt: skip


@dataclass(frozen=True)
class ReadRequest:
    request: JoinRequest
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def check(self, typed: str) -> None:
        """Raises ``WrongCodeError`` unless these are the digits that the village read out."""
        _check(typed, spoken_code(self.data, _PURPOSE))


def write_request(path: Path, request: JoinRequest, keys: Keys) -> str:
    """Write the request, signed by the key it announces; returns the twelve digits."""
    data = canonical.written({**request.to_data(), "nonce": secrets.token_hex(16)})
    whole = _REQUEST_MAGIC + keys.sign(_PURPOSE, data) + data
    stick.put(path, (whole,), doing="写申请")
    return spoken_code(whole, _PURPOSE)


def read_request(path: Path) -> ReadRequest:
    """Raises ``JoinError`` for anything but an undamaged request."""
    with os_errors(path, "读申请文件"), path.open("rb") as file:
        whole = file.read(limits.JOIN_REQUEST + 1)
    if not whole.startswith(_REQUEST_MAGIC):
        raise JoinError(
            "这个文件不是加入申请。",
            hint="请选U盘上以 .lsjoin 结尾的文件。",
            where=path.name,
        )
    start = len(_REQUEST_MAGIC)
    signature, data = whole[start : start + _SIGNATURE], whole[start + _SIGNATURE :]
    try:
        request = JoinRequest.from_data(canonical.read(data))
    except (KeyError, TypeError, ValueError):
        raise _damaged(path) from None
    if not is_signed(request.sign, _PURPOSE, data, signature):
        raise _damaged(path)
    return ReadRequest(request, whole)


# -- the welcome ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Welcome:
    """The township's root key and device list; ``package`` is where the package begins."""

    root: str
    devices: SignedList
    request: str
    """SHA-256 of the request it answers."""
    place: str
    package: int

    def check(self, typed: str) -> None:
        """Raises ``WrongCodeError`` unless these are the digits that the township read out."""
        _check(typed, welcome_code(self.root, self.request))


def welcome_code(root: str, request: str) -> str:
    return spoken_code(bytes.fromhex(root) + bytes.fromhex(request), _WELCOME_PURPOSE)


def write_welcome(
    path: Path, asked: ReadRequest, devices: SignedList, place: str, package: Path
) -> str:
    """Put the device list before the package that holds the place's records; returns the digits."""
    root = devices.listed.root
    plain = canonical.written(
        {
            "root": root,
            "list": base64.b64encode(devices.to_bytes()).decode(),
            "request": asked.sha256,
            "place": place,
        }
    )
    sealed = seal(plain, (asked.request.recipient, devices.listed.recovery))
    head = _WELCOME_MAGIC + len(sealed).to_bytes(4, "big") + sealed
    with package.open("rb") as given:
        stick.put(path, chain((head,), iter(lambda: given.read(1 << 20), b"")), doing="写欢迎包")
    return welcome_code(root, asked.sha256)


def is_welcome(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_WELCOME_MAGIC)) == _WELCOME_MAGIC
    except OSError:
        return False


def read_welcome(path: Path, keys: Keys) -> Welcome:
    """What the welcome says; trusted only after its ``check``. Raises ``JoinError``."""
    with os_errors(path, "读欢迎包"), path.open("rb") as file:
        return _read_welcome(file, keys, path)


def _read_welcome(file: BinaryIO, keys: Keys, path: Path) -> Welcome:
    if file.read(len(_WELCOME_MAGIC)) != _WELCOME_MAGIC:
        raise JoinError(
            "这个文件不是乡镇发回的欢迎包。",
            hint="请选乡镇在U盘上写好的欢迎包。",
            where=path.name,
        )
    size = int.from_bytes(file.read(4), "big")
    sealed = file.read(size) if size <= limits.DEVICE_LIST else b""
    try:
        data = canonical.read(keys.open(sealed))
        devices = SignedList.from_bytes(base64.b64decode(data["list"], validate=True))
        listed = devices.listed
        welcome = Welcome(
            data["root"], devices, data["request"], data["place"],
            len(_WELCOME_MAGIC) + 4 + size,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise JoinError(
            "这个欢迎包打不开：它不是发给这台电脑的，或者没有拷完整。",
            hint="请确认是用这台电脑的申请办的；不是的话请重新申请。",
            where=path.name,
        ) from None
    if listed.root != welcome.root or not devices.is_signed_by(welcome.root):
        raise _damaged(path)
    return welcome


def unwrap_package(path: Path, welcome: Welcome, to: Path) -> None:
    """The package of a welcome as a file of its own."""
    with os_errors(path, "读欢迎包"), path.open("rb") as given, to.open("wb") as out:
        given.seek(welcome.package)
        shutil.copyfileobj(given, out, 1 << 20)


def _check(typed: str, expected: str) -> None:
    if not secrets.compare_digest(typed_digits(typed).encode(), expected.encode()):
        raise WrongCodeError(
            "核对码不对。",
            hint="请对方再慢慢读一遍，四位一组；连续三次不对，这份申请就作废，需要重新申请。",
            where="核对码",
        )


def _damaged(path: Path) -> JoinError:
    return JoinError(
        "文件没有拷完整或被改动过。", hint="请对方重新拷一次。", where=path.name, code="damaged"
    )
