"""One operation as it travels, and its link in the chain of its stream."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from longshan_desk.data.log.columns import is_integer, is_text
from longshan_desk.data.types import canonical_json

PAYLOAD_LIMIT = 64 * 1024
WORD_LIMIT = 64

PUT, PURGE = "P", "X"

BINDS_SEEN = 8
"""From this schema number on, a link covers what the writer had seen, not only its number: who
forwards a stream cannot say that its writer knew more or less. The number is in the link too, so
nobody can pass a later operation off as an earlier one."""

_HEX = re.compile(r"[0-9a-f]+")
_WORD = re.compile(r"[_-]*[0-9A-Za-z][0-9A-Za-z_-]*")


class MalformedError(ValueError):
    """Something that no honest program writes."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of one record. Of an erased one only the stub is left: no payload, no salt."""

    part: str
    dev: str
    seq: int
    ctx: int
    hlc: int
    wall: int | None
    usr: str
    txn: int
    tbl: str
    rid: str
    kind: str
    schema: int
    payload: str | None
    salt: bytes
    phash: bytes

    def link(self, previous: bytes, seen: bytes) -> bytes:
        """The next link of the stream's chain: all but what is local, and the payload's hash.

        ``seen`` is the ``hash_of_seen`` of the operation's context.
        """
        words = (
            f"{self.part}|{self.dev}|{self.seq}|{self.ctx}|{self.hlc}|{self.wall}|{self.usr}"
            f"|{self.txn}|{self.tbl}|{self.rid}|{self.kind}|{self.schema}"
        )
        if self.schema >= BINDS_SEEN:
            words += f"|{seen.hex()}|"
        return sha256(previous + words.encode() + self.phash).digest()

    def erased(self) -> Operation:
        """The stub that stays when the record's contents are erased."""
        return replace(self, payload=None, salt=b"")

    def line(self) -> list[Any]:
        """As it stands in a package; an erased operation carries its hash instead of its salt."""
        secret = self.salt if self.payload is not None else self.phash
        return [
            self.part, self.dev, self.seq, self.ctx, self.hlc, self.wall, self.usr, self.txn,
            self.tbl, self.rid, self.kind, self.schema, self.payload,
            base64.b64encode(secret).decode(),
        ]  # fmt: skip


def hash_of_seen(seen: Mapping[str, int]) -> bytes:
    """A context as a chain covers it."""
    return sha256(canonical_json(dict(seen)).encode()).digest()


def hash_of(salt: bytes, payload: str) -> bytes:
    return sha256(salt + payload.encode()).digest()


def from_line(line: Any) -> Operation:
    """Read one line of a package strictly; raises ``MalformedError``."""
    if type(line) is not list or len(line) != 14:
        raise MalformedError("not an operation")
    part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema, payload, secret = line
    are_words = _is_word(part) and _is_word(dev) and _is_word(tbl) and _is_word(rid)
    if not are_words or kind not in (PUT, PURGE):
        raise MalformedError("a name that is none")
    if not (is_text(usr) and len(usr) <= WORD_LIMIT) or "|" in usr or not _HEX.fullmatch(dev):
        raise MalformedError("a writer who is none")
    are_counted = _is_count(seq, 1) and _is_count(ctx, 1) and _is_count(schema, 1)
    if not (are_counted and _is_count(hlc, 0) and _is_count(txn, 0)):
        raise MalformedError("a number that is none")
    if wall is not None and not is_integer(wall):
        raise MalformedError("a clock that is none")
    if payload is not None and not (type(payload) is str and len(payload) <= PAYLOAD_LIMIT):
        raise MalformedError("a payload that is none")
    salt, phash = _secret(secret, payload)
    return Operation(
        part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema, payload, salt, phash
    )


def _is_word(value: Any) -> bool:
    return type(value) is str and len(value) <= WORD_LIMIT and bool(_WORD.fullmatch(value))


def _is_count(value: Any, least: int) -> bool:
    return is_integer(value) and value >= least


def _secret(secret: Any, payload: str | None) -> tuple[bytes, bytes]:
    try:
        raw = base64.b64decode(secret, validate=True) if type(secret) is str else b""
    except binascii.Error as error:
        raise MalformedError("a salt that is none") from error
    if payload is None:
        if len(raw) != 32:
            raise MalformedError("an erased operation without its hash")
        return b"", raw
    if len(raw) != 16:
        raise MalformedError("a salt that is none")
    try:
        return raw, hash_of(raw, payload)
    except UnicodeEncodeError as error:
        raise MalformedError("half a character") from error


def _refuse_number(words: str) -> Any:
    raise MalformedError(f"a number that cannot be kept exactly: {words[:40]}")


_decoder = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)


def read_payload(payload: str) -> dict[str, Any]:
    """A payload's groups; raises ``MalformedError`` unless it is canonical JSON of an object."""
    try:
        groups = _decoder.decode(payload)
        is_canonical = canonical_json(groups) == payload
    except (ValueError, RecursionError) as error:
        raise MalformedError("a payload that cannot be read") from error
    if type(groups) is not dict or not is_canonical:
        raise MalformedError("a payload that no program wrote")
    return groups
