"""A whole package: what the log has to say, the device list and attachments, sealed into one file.

Writing goes piece by piece; reading verifies everything up to the last operation before anybody
sees the first. Attachments are read one at a time, so that a gigabyte of photos needs no memory.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from longshan_desk.data.log.contents import Contents, Context, Head, Point
from longshan_desk.data.log.operations import MalformedError, Operation, from_line
from longshan_desk.data.log.refusals import PackageRefusedError, refused
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.exchange import canonical, container, limits
from longshan_desk.exchange.claims import Claim
from longshan_desk.exchange.container import Container, Header, Segment, Writer
from longshan_desk.exchange.device_list import SignedList
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.vouchers import Voucher

_LEVEL = 6
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Blob:
    """An attachment by the hash of its contents."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Letter:
    """What one desk says to a place, apart from who and when."""

    contents: Contents
    devices: SignedList | None = None
    blobs: Sequence[Blob] = ()
    want: Sequence[str] = ()
    """Attachments that are still missing at the sender's."""
    months: Sequence[str] = ()
    """The months that are handed over with it, for people to read."""
    device_list_version: int = 0
    confirmed_envelopes: Sequence[str] = ()
    """R35: hashes of the sealed envelopes that have arrived."""
    claims: Sequence[Claim] = ()
    """Numbers under which listed desks write besides their own."""
    gone: Sequence[str] = ()
    """Attachments that the receiver wants and that nobody has any more."""
    vouchers: Sequence[Voucher] = ()
    """What desks in use answer for of ended ones."""


Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Draft:
    """A package about to be written; the header still lacks its segments."""

    header: Header
    letter: Letter
    attachment: Callable[[Blob], bytes]
    envelope: bytes | None = None
    """R35: sealed to the commission, always of one size."""


def write(
    draft: Draft, keys: Keys, recipients: tuple[str, ...], to: Path, step: Step | None = None
) -> Header:
    """Write the package to ``to``; ``step(done, total)`` counts pieces and may raise to cancel."""
    tell = step or (lambda done, total: None)
    changes = list(_packed(draft.letter.contents.operations))
    total = len(changes) + len(draft.letter.blobs) + 2
    manifest = _manifest(draft, changes)
    with Writer(to.parent, recipients) as writer:
        writer.add(container.MANIFEST, zlib.compress(canonical.written(manifest), _LEVEL))
        if draft.letter.devices is not None:
            writer.add(container.DEVICES, draft.letter.devices.to_bytes())
        for done, piece in enumerate(changes, 1):
            writer.add(container.CHANGES, piece.data)
            tell(done, total)
        if draft.envelope is not None:
            writer.add_sealed(container.SEALED, draft.envelope)
        for done, blob in enumerate(draft.letter.blobs, len(changes) + 1):
            writer.add(container.ATTACHMENT, draft.attachment(blob))
            tell(done, total)
        header = writer.finish(draft.header, keys, to)
    tell(total, total)
    return header


@dataclass(frozen=True)
class _Piece:
    data: bytes
    count: int
    size: int


def _packed(operations: Iterable[Operation]) -> Iterator[_Piece]:
    """Lines of JSON, deflated, in pieces that a receiver can hold in memory one by one."""
    lines: list[bytes] = []
    size = 0
    for op in operations:
        line = canonical.written(op.line()) + b"\n"
        if size + len(line) > limits.CHANGES_WRITTEN and lines:
            yield _Piece(zlib.compress(b"".join(lines), _LEVEL), len(lines), size)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield _Piece(zlib.compress(b"".join(lines), _LEVEL), len(lines), size)


def _manifest(draft: Draft, changes: Sequence[_Piece]) -> dict[str, Any]:
    header, letter, said = draft.header, draft.letter, draft.letter.contents
    digest = hashlib.sha256()
    for piece in changes:
        digest.update(piece.data)
    return {
        "org": header.org, "dev": header.dev, "from": header.sender, "to": header.receiver,
        "id": header.id, "no": header.number,
        "parts": sorted(said.have), "have": {p: dict(v) for p, v in said.have.items()},
        "prev": [[p.part, p.dev, p.seq, p.chain.hex()] for p in said.prev],
        "heads": [[h.part, h.dev, h.seq, h.chain.hex(), h.sig.hex()] for h in said.heads],
        "ctxs": [[c.part, c.dev, c.ctx, dict(c.seen)] for c in said.contexts],
        "changes": {"count": sum(p.count for p in changes), "size": sum(p.size for p in changes),
                    "sha256": digest.hexdigest()},
        "blobs": [[b.sha256, b.size] for b in letter.blobs], "want": list(letter.want),
        "digest": dict(said.digest), "schema": said.schema, "is_cut": said.is_cut,
        "notes": dict(said.notes), "months": list(letter.months),
        "devices": letter.device_list_version, "envelopes": list(letter.confirmed_envelopes),
        "claims": [[one.dev, one.by, one.sig.hex()] for one in letter.claims],
        "gone": list(letter.gone),
        "vouchers": [[v.dev, v.part, v.seq, v.by, v.sig.hex()] for v in letter.vouchers],
    }  # fmt: skip


# -- reading --------------------------------------------------------------------------------


@dataclass
class OpenPackage:
    """A package whose every word up to the last operation is verified."""

    found: Container
    keys: Keys
    letter: Letter
    damaged: list[Blob] = field(default_factory=list)
    """Attachments that arrived broken, as far as they were read."""

    @property
    def header(self) -> Header:
        return self.found.header

    def attachments(self, wanted: Callable[[Blob], bool]) -> Iterator[tuple[Blob, bytes]]:
        """The wanted attachments that are whole; a broken one is noted and passed over."""
        segments = self.found.of_kind(container.ATTACHMENT)
        for blob, segment in zip(self.letter.blobs, segments, strict=True):
            if not wanted(blob):
                continue
            data = self._attachment(blob, segment)
            if data is None:
                self.damaged.append(blob)
            else:
                yield blob, data

    def _attachment(self, blob: Blob, segment: Segment) -> bytes | None:
        try:
            data = self.found.opened(segment, self.keys)
        except PackageRefusedError:
            return None
        return data if hashlib.sha256(data).hexdigest() == blob.sha256 else None

    @property
    def envelope(self) -> bytes | None:
        """R35: the sealed envelope as it came; nobody here can open it."""
        segments = self.found.of_kind(container.SEALED)
        return self.found.sealed(segments[0]) if segments else None


@contextmanager
def opened(path: Path, sign_key: container.SignKey, keys: Keys) -> Iterator[OpenPackage]:
    """The package in ``path``, verified. Raises ``PackageRefusedError``."""
    with container.opened(path, sign_key) as found:
        yield read(found, keys, path)


def read(found: Container, keys: Keys, path: Path) -> OpenPackage:
    header = found.header
    if header.min_schema > header.schema:
        raise refused("damaged", where=path.name)
    if header.min_schema > SCHEMA:
        raise refused("need_upgrade", where=path.name)
    manifest = _opened_manifest(found, keys, path.name)
    try:
        operations = tuple(_operations(found, keys, manifest, path.name))
        letter = _letter(found, keys, manifest, operations)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refused("damaged", where=path.name) from None
    if len(letter.blobs) != len(found.of_kind(container.ATTACHMENT)):
        raise refused("mismatch", where=path.name)
    return OpenPackage(found, keys, letter)


def _opened_manifest(found: Container, keys: Keys, where: str) -> dict[str, Any]:
    segment = found.header.segments[0]
    try:
        packed = found.opened(segment, keys)
        data = canonical.read(_inflated(packed, limits.MANIFEST))
        header = found.header
        same = {
            "org": header.org, "dev": header.dev, "from": header.sender, "to": header.receiver,
            "id": header.id, "no": header.number,
        }  # fmt: skip
        if any(data[name] != value for name, value in same.items()):
            raise refused("mismatch", where=where)
    except (KeyError, TypeError, ValueError):
        raise refused("damaged", where=where) from None
    return dict(data)


def _operations(
    found: Container, keys: Keys, manifest: Mapping[str, Any], where: str
) -> Iterator[Operation]:
    """Every operation, read strictly; too few, too many or other ones are refused."""
    digest, count, size = hashlib.sha256(), 0, 0
    for segment in found.of_kind(container.CHANGES):
        packed = found.opened(segment, keys)
        digest.update(packed)
        for line in _lines(packed, limits.CHANGES_INFLATED):
            count += 1
            size += len(line) + 1
            if count > limits.OPERATIONS:
                raise refused("damaged", where=where)
            yield _operation(line)
    said = manifest["changes"]
    if said != {"count": count, "size": size, "sha256": digest.hexdigest()}:
        raise refused("mismatch", where=where)


def _operation(line: bytes) -> Operation:
    try:
        return from_line(canonical.read(line))
    except MalformedError as error:
        raise ValueError("not an operation") from error


def _letter(
    found: Container, keys: Keys, manifest: Mapping[str, Any], operations: tuple[Operation, ...]
) -> Letter:
    lists = found.of_kind(container.DEVICES)
    signed = SignedList.from_bytes(found.opened(lists[0], keys)) if lists else None
    contents = Contents(
        have={_name(p): _vector(v) for p, v in manifest["have"].items()},
        prev=[Point(_name(p), _name(d), _count(s), bytes.fromhex(c))
              for p, d, s, c in manifest["prev"]],
        heads=[Head(_name(p), _name(d), _count(s), bytes.fromhex(c), bytes.fromhex(g))
               for p, d, s, c, g in manifest["heads"]],
        contexts=[Context(_name(p), _name(d), _count(c), _vector(v))
                  for p, d, c, v in manifest["ctxs"]],
        operations=operations,
        digest={_name(p): _name(v) for p, v in manifest["digest"].items()},
        schema=_count(manifest["schema"]),
        is_cut=manifest["is_cut"] is True,
        notes={_name(t): _count(n) for t, n in manifest["notes"].items()},
    )  # fmt: skip
    return Letter(
        contents,
        signed,
        [Blob(_digest(h), _count(n)) for h, n in manifest["blobs"]],
        [_digest(one) for one in manifest["want"]],
        [_name(one) for one in manifest["months"]],
        _count(manifest["devices"]),
        tuple(_digest(one) for one in manifest["envelopes"]),
        tuple(Claim(_name(d), _name(b), bytes.fromhex(s)) for d, b, s in manifest["claims"]),
        tuple(_digest(one) for one in manifest["gone"]),
        tuple(
            Voucher(_name(d), _name(p), _count(n), _name(b), bytes.fromhex(s))
            for d, p, n, b, s in manifest.get("vouchers", ())
        ),
    )


def _inflated(data: bytes, most: int) -> bytes:
    """Raises ``ValueError`` for a bomb, before it goes off, and for anything cut or added."""
    inflating = zlib.decompressobj()
    try:
        plain = inflating.decompress(data, most)
    except zlib.error as error:
        raise ValueError("not deflated") from error
    if not inflating.eof or inflating.unused_data:
        raise ValueError("longer than it may be")
    return plain


def _lines(data: bytes, most: int) -> Iterator[bytes]:
    """The lines of deflated text, a block at a time. Raises ``ValueError`` as ``_inflated``, and
    for a line longer than any operation."""
    inflating, size, rest = zlib.decompressobj(), 0, b""
    while not inflating.eof:
        try:
            plain = inflating.decompress(data, _BLOCK)
        except zlib.error as error:
            raise ValueError("not deflated") from error
        data, size = inflating.unconsumed_tail, size + len(plain)
        *lines, rest = (rest + plain).split(b"\n")
        if size > most or len(rest) > limits.LINE or not (plain or inflating.eof):
            raise ValueError("longer than it may be, or cut")
        yield from lines
    if inflating.unused_data or rest:
        raise ValueError("more than lines")


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64 or not value.isascii():
        raise ValueError("not a name")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value


def _digest(value: Any) -> str:
    if len(bytes.fromhex(value)) != 32:
        raise ValueError("not a digest")
    return str(value)


def _vector(value: Any) -> dict[str, int]:
    return {_name(dev): _count(seq) for dev, seq in value.items()}


def file_name(place: str, what: str, month: str, number: int, identity: str) -> str:
    """大湾村-上报-2022-04-第12包-K7QF.lspkg: for people; no program relies on it."""
    tag = base64.b32encode(bytes.fromhex(identity)).decode()[:4]
    when = f"-{month}" if month else ""
    return f"{place}-{what}{when}-第{number}包-{tag}.lspkg"
