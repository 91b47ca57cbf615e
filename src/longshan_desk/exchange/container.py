"""The package file: a signed header, then sealed segments that can each be opened alone.

    offset size  content
    0      10    magic; the last byte is the major version
    10     8     key id of the sending desk
    18     4     H, the header's length, big endian
    22     H     header, canonical JSON
    22+H   64    signature over everything before it
    86+H   …     segments back to back, to the end of the file

Nothing is parsed before the signature is verified, nothing opened before its hash is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, BinaryIO, Self

from longshan_desk.data.log.refusals import refused
from longshan_desk.exchange import canonical, limits
from longshan_desk.exchange.keys import KEY_ID_BYTES, Keys, is_signed, seal
from longshan_desk.files import os_errors

MAJOR = 1
FORMAT = 1
MAGIC = b"XCSYNC\r\n\x1a"
PURPOSE = "longshan-package-header-v1"
KNOWN_FEATURES = frozenset({"age1", "zlib"})

MANIFEST, DEVICES, CHANGES, ATTACHMENT, SEALED = "m", "r", "c", "b", "s"

_FIXED = 22
_SIGNATURE = 64
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Segment:
    """One sealed piece of the file: its kind, length and the hash of the sealed bytes."""

    kind: str
    size: int
    sha256: str
    offset: int = 0


@dataclass(frozen=True)
class Header:
    """What can be read without any key, and says nothing about people."""

    org: str
    dev: str
    sender: str
    receiver: str
    id: str
    number: int
    made: str
    app: str
    schema: int
    min_schema: int
    crit: tuple[str, ...] = ("age1", "zlib")
    segments: tuple[Segment, ...] = ()
    fmt: int = FORMAT

    def to_data(self) -> dict[str, Any]:
        return {
            "fmt": self.fmt, "crit": list(self.crit), "org": self.org, "dev": self.dev,
            "from": self.sender, "to": self.receiver, "id": self.id, "no": self.number,
            "made": self.made, "app": self.app, "schema": self.schema,
            "min_schema": self.min_schema,
            "segs": [{"k": one.kind, "n": one.size, "h": one.sha256} for one in self.segments],
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: dict[str, Any], first_offset: int) -> Self:
        """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else than a header;
        fields it does not know are passed over."""
        segments, offset = [], first_offset
        for one in _list(data["segs"], limits.SEGMENTS):
            size = _whole(one["n"])
            segments.append(Segment(_text(one["k"], 8), size, _hex(one["h"], 64), offset))
            offset += size
        return cls(
            org=_hex(data["org"], 32), dev=_hex(data["dev"], 16), sender=_text(data["from"], 16),
            receiver=_text(data["to"], 16), id=_hex(data["id"], 32), number=_whole(data["no"]),
            made=_text(data["made"], 40), app=_text(data["app"], 40),
            schema=_whole(data["schema"]), min_schema=_whole(data["min_schema"]),
            crit=tuple(_text(one, 20) for one in _list(data["crit"], 100)),
            segments=tuple(segments), fmt=_whole(data["fmt"]),
        )  # fmt: skip


# -- writing --------------------------------------------------------------------------------


@dataclass
class Writer:
    """Seals pieces one by one into a file beside the package, so that only sealed bytes ever
    touch the disk and only one piece is in memory."""

    folder: Path
    recipients: tuple[str, ...]
    segments: list[Segment] = field(default_factory=list)
    _out: BinaryIO | None = None

    @property
    def _beside(self) -> Path:
        return self.folder / f".segments-{os.getpid()}.tmp"

    def __enter__(self) -> Self:
        with os_errors(self._beside, "写数据包"):
            self._out = self._beside.open("wb")
        return self

    def __exit__(self, *exc: object) -> None:
        if self._out is not None:
            with suppress(OSError):  # what is still to be flushed is of no use any more
                self._out.close()
        with suppress(OSError):
            self._beside.unlink(missing_ok=True)

    def add(self, kind: str, data: bytes) -> Segment:
        """Seal ``data`` to the recipients as the next segment."""
        return self.add_sealed(kind, seal(data, self.recipients))

    def add_sealed(self, kind: str, sealed: bytes) -> Segment:
        """Add what is sealed already, to whomever."""
        assert self._out is not None
        with os_errors(self._beside, "写数据包"):
            self._out.write(sealed)
        segment = Segment(kind, len(sealed), hashlib.sha256(sealed).hexdigest())
        self.segments.append(segment)
        return segment

    def finish(self, header: Header, keys: Keys, to: Path) -> Header:
        """Write the package to ``to``, flushed to the disk; returns the header as written."""
        assert self._out is not None
        header = replace(header, segments=tuple(self.segments))
        beside = to.with_name(f"{to.name}.PART")
        with os_errors(to, "写数据包"):
            self._out.flush()
            try:
                with beside.open("wb") as out, self._beside.open("rb") as pieces:
                    out.write(signed_header(header, keys))
                    shutil.copyfileobj(pieces, out, _BLOCK)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(beside, to)
            finally:
                beside.unlink(missing_ok=True)
        return header


def signed_header(header: Header, keys: Keys) -> bytes:
    body = canonical.written(header.to_data())
    if not 2 <= len(body) <= limits.HEADER:
        raise ValueError("header too long")
    start = MAGIC + bytes([MAJOR]) + keys.public.key_id + len(body).to_bytes(4, "big") + body
    return start + keys.sign(PURPOSE, start)


# -- reading --------------------------------------------------------------------------------


@dataclass
class Container:
    """A package whose header is verified; its segments are checked as they are read."""

    file: IO[bytes]
    header: Header
    sign: str
    """The sender's public signing key, as hex."""

    def sealed(self, segment: Segment) -> bytes:
        """The segment's bytes, if they are the ones that were signed."""
        if segment.size > limits.most_sealed(segment.kind):
            raise refused("damaged")
        self.file.seek(segment.offset)
        data = self.file.read(segment.size)
        if len(data) != segment.size or hashlib.sha256(data).hexdigest() != segment.sha256:
            raise refused("damaged")
        return data

    def opened(self, segment: Segment, keys: Keys) -> bytes:
        """What the segment holds; refused as ``damaged`` or, not sealed to us, ``not_for_me``."""
        data = self.sealed(segment)
        try:
            return keys.open(data)
        except ValueError:
            raise refused("not_for_me") from None

    def of_kind(self, kind: str) -> tuple[Segment, ...]:
        return tuple(one for one in self.header.segments if one.kind == kind)


SignKey = Callable[[bytes], str]
"""The public signing key for a key id; raises ``unknown_sender`` or ``revoked``."""


def looks_like_package(path: Path) -> bool:
    """Whether a file begins like a package, whatever its name is."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


@contextmanager
def opened(path: Path, sign_key: SignKey) -> Iterator[Container]:
    """The package in ``path``, verified up to its header. Raises ``PackageRefusedError``."""
    with os_errors(path, "读数据包"), path.open("rb") as file:
        yield read_container(file, path.stat().st_size, path.name, sign_key)


def read_container(file: IO[bytes], size: int, where: str, sign_key: SignKey) -> Container:
    """The container in a file of ``size`` bytes: its header verified, and long enough to hold
    everything but photos."""
    fixed = file.read(_FIXED)
    if fixed[: len(MAGIC)] != MAGIC[: len(fixed)] or not fixed:
        raise refused("not_ours", where=where)
    if len(fixed) < _FIXED:
        raise refused("truncated", where=where)
    if fixed[len(MAGIC)] != MAJOR:
        raise refused("need_upgrade", where=where)
    length = int.from_bytes(fixed[18:22], "big")
    if size > limits.FILE or not 2 <= length <= limits.HEADER:
        raise refused("damaged", where=where)
    sign = sign_key(fixed[10 : 10 + KEY_ID_BYTES])
    body, signature = file.read(length), file.read(_SIGNATURE)
    if len(body) < length or len(signature) < _SIGNATURE:
        raise refused("truncated", where=where)
    if not is_signed(sign, PURPOSE, fixed + body, signature):
        raise refused("signature", where=where)
    header = _header(body, where)
    ends = {one.kind == ATTACHMENT: one.offset + one.size for one in header.segments}
    if size < ends[False]:
        raise refused("truncated", where=where)  # photos that are cut off are asked for again
    if size > max(ends.values()):
        raise refused("damaged", where=where)
    return Container(file, header, sign)


def _header(body: bytes, where: str) -> Header:
    try:
        data = canonical.read(body)
        if unknown := set(data["crit"]) - KNOWN_FEATURES:
            raise refused("need_upgrade", where=where, more=f"（{'、'.join(sorted(unknown))}）")
        header = Header.from_data(data, _FIXED + len(body) + _SIGNATURE)
    except (KeyError, TypeError, ValueError):
        raise refused("damaged", where=where) from None
    kinds = [one.kind for one in header.segments]
    if not kinds or kinds[0] != MANIFEST or kinds.count(MANIFEST) != 1 or kinds.count(DEVICES) > 1:
        raise refused("damaged", where=where)
    return header


def _hex(value: Any, length: int) -> str:
    if not isinstance(value, str) or len(value) != length or set(value) - set("0123456789abcdef"):
        raise ValueError("not hex")
    return value


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError("not a short text")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a whole number")
    return value


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list")
    return value
