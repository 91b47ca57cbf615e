"""Attachments between desks: which go along, which are missing here, which nobody has any more."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from longshan_desk.data.attachments import path_of
from longshan_desk.data.log.history import CHUNK
from longshan_desk.data.log.operations import Operation
from longshan_desk.data.log.rows import many
from longshan_desk.exchange import limits
from longshan_desk.exchange.package import Blob, OpenPackage
from longshan_desk.files import os_errors, write_atomically
from longshan_desk.paths import DeskPaths

TABLE = "attachment"
_ROOM = 64 * limits.MIB


def missing_here(connection: Connection, paths: DeskPaths, parts: Iterable[str]) -> list[str]:
    """The photos of these partitions' records whose bytes are not here, lost ones left out."""
    wanted = sorted(parts)
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT digest FROM attachment WHERE NOT is_deleted"
        f" AND part IN ({','.join('?' * len(wanted))})"
        " AND digest NOT IN (SELECT digest FROM lost_attachment) ORDER BY digest",
        tuple(wanted),
    )
    digests = [digest for (digest,) in rows if _is_digest(digest)]
    return [digest for digest in digests if not path_of(paths, digest).exists()]


def wanted_by(connection: Connection, place: str) -> set[str]:
    """What the desks of a place said last that they miss."""
    rows = connection.exec_driver_sql(
        "SELECT dev, said FROM pkg_note WHERE place = ? ORDER BY rowid", (place,)
    )
    last = {dev: json.loads(said) for dev, said in rows}
    return {digest for said in last.values() for digest in said.get("want", ())}


def going_along(
    connection: Connection, paths: DeskPaths, operations: Sequence[Operation],
    place: str, parts: Iterable[str],
) -> tuple[list[Blob], list[str]]:  # fmt: skip
    """The photos for a package, oldest first, and those that are wanted and nobody has.

    Only photos of records that the receiver may read go to it, whatever it asks for.
    """
    new = {op.rid for op in operations if op.tbl == TABLE}
    asked, wanted = wanted_by(connection, place), sorted(parts)
    rows = connection.exec_driver_sql(
        "SELECT id, digest FROM attachment WHERE NOT is_deleted"
        f" AND part IN ({','.join('?' * len(wanted))}) ORDER BY added_on, id",
        tuple(wanted),
    )
    due = [d for rid, d in rows if _is_digest(d) and (rid in new or d in asked)]
    found, gone = [], []
    for digest in dict.fromkeys(due):
        path = path_of(paths, digest)
        if path.exists():
            found.append(Blob(digest, path.stat().st_size))
        elif digest in asked:
            gone.append(digest)
    return found, gone


def _is_digest(text: str) -> bool:
    """Other desks' rows name a file here; only a hash may."""
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def portions(blobs: Sequence[Blob]) -> list[list[Blob]]:
    """As many at a time as one file may hold; at least one portion, perhaps empty."""
    found: list[list[Blob]] = [[]]
    size = 0
    most = limits.FILE - 4 * _ROOM
    for blob in blobs:
        if found[-1] and (size + blob.size > most or len(found[-1]) >= limits.SEGMENTS - 100):
            found.append([])
            size = 0
        found[-1].append(blob)
        size += blob.size
    return found


def read_photo(paths: DeskPaths, blob: Blob) -> bytes:
    path = path_of(paths, blob.sha256)
    with os_errors(path, "读照片"):
        return path.read_bytes()


def take_in(connection: Connection, found: OpenPackage, paths: DeskPaths) -> None:
    """Keep the photos of a package that records here name and that are not here yet. Those
    that came broken are in ``found.damaged``."""
    named = _named(connection, [blob.sha256 for blob in found.letter.blobs])

    def is_wanted(blob: Blob) -> bool:
        return blob.sha256 in named and not is_here(path_of(paths, blob.sha256))

    for blob, data in found.attachments(is_wanted):
        path = path_of(paths, blob.sha256)
        with os_errors(path, "保存照片"):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)


def _named(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Those of them that a record here names."""
    named: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        some = tuple(digests[start : start + CHUNK])
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT digest FROM attachment WHERE NOT is_deleted"
            f" AND digest IN ({','.join('?' * len(some))})",
            some,
        )
        named.update(digest for (digest,) in rows)
    return named


def is_here(path: Path) -> bool:
    """Whether the bytes are there and are the ones that the name says."""
    if not path.exists():
        return False
    with os_errors(path, "读照片"), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == path.stem


def give_up(connection: Connection, digests: Iterable[str]) -> None:
    many(
        connection,
        "INSERT INTO lost_attachment (digest) VALUES (?) ON CONFLICT (digest) DO NOTHING",
        [(digest,) for digest in digests],
    )
