"""The ledgers of packages: what went out and came in, and what each place has said last."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.vectors import acknowledged, version_vectors
from longshan_desk.data.types import canonical_json
from longshan_desk.peers.known import Known
from longshan_desk.peers.making import spoken_number

OUT, IN = "out", "in"
KEPT_HERE = "kept_here"


@dataclass(frozen=True, slots=True)
class Entry:
    """One package in the history."""

    direction: str
    at: str
    place: str
    number: int
    result: str
    """``made``, ``kept_here`` if no stick took it, ``received``, or the code of the refusal."""
    months: tuple[str, ...]
    new: int
    file: str
    diverged: tuple[str, ...] = ()
    """Parts whose records differ here from the sender's, though both have the same operations."""


@dataclass(frozen=True, slots=True)
class LastWord:
    """The last package that came from a place."""

    at: str
    number: int
    made: str
    months: tuple[str, ...]


def entries(connection: Connection) -> list[Entry]:
    """Every package made or received, the newest first."""
    found = [_made(*row) for row in connection.exec_driver_sql(
        "SELECT at, place, no, said, file FROM sync_pkg_out")]  # fmt: skip
    rows = connection.exec_driver_sql(
        "SELECT p.at, n.place, p.no, p.result, n.said, p.n_new FROM sync_pkg_in AS p"
        " LEFT JOIN pkg_note AS n ON n.pkg = p.pkg"
    )
    for at, place, no, result, said, new in rows:
        words: dict[str, Any] = json.loads(said) if said else {"months": ()}
        diverged = tuple(words.get("done", {}).get("diverged", ()))
        found.append(
            Entry(IN, at, place or "", no, result, tuple(words["months"]), new, "", diverged)
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def _made(at: str, place: str, number: int, said: str, file: str) -> Entry:
    words: dict[str, Any] = json.loads(said)
    total = sum(words["counts"].values())
    result = KEPT_HERE if words.get("is_kept_here") else "made"
    return Entry(OUT, at, place, number, result, tuple(words["months"]), total, file)


def note_kept_here(connection: Connection, numbers: Iterable[int], is_kept: bool) -> None:
    """Whether packages lie in the outbox alone: no stick took them."""
    for number in numbers:
        connection.exec_driver_sql(
            "UPDATE sync_pkg_out SET said = json_set(said, '$.is_kept_here', json(?)) WHERE no = ?",
            ("true" if is_kept else "false", number),
        )


def handed_upto(connection: Connection, place: str) -> int:
    """How many of the operations here lay in the last package that a stick took to a place."""
    found = connection.exec_driver_sql(
        "SELECT json_extract(said, '$.upto') FROM sync_pkg_out"
        " WHERE place = ? AND NOT coalesce(json_extract(said, '$.is_kept_here'), 0)"
        " ORDER BY no DESC LIMIT 1",
        (place,),
    ).scalar()
    return found or 0


def file_of(connection: Connection, number: int) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT file FROM sync_pkg_out WHERE no = ?", (number,)
    ).scalar()
    return found


def note_figures(connection: Connection, place: str, number: int, done: dict[str, Any]) -> None:
    """Keep what a package did here, for its receipt."""
    row = connection.exec_driver_sql(
        "SELECT n.pkg, n.said FROM pkg_note AS n JOIN sync_pkg_in AS p ON p.pkg = n.pkg"
        " WHERE n.place = ? AND p.no = ? ORDER BY p.at DESC",
        (place, number),
    ).first()
    if row is not None:
        said = canonical_json({**json.loads(row.said), "done": done})
        connection.exec_driver_sql("UPDATE pkg_note SET said = ? WHERE pkg = ?", (said, row.pkg))


def said_digests(connection: Connection, place: str, number: int) -> dict[str, str]:
    """What a package said its sender's records come to, by part."""
    said = connection.exec_driver_sql(
        "SELECT n.said FROM pkg_note AS n JOIN sync_pkg_in AS p ON p.pkg = n.pkg"
        " WHERE n.place = ? AND p.no = ? ORDER BY p.at DESC",
        (place, number),
    ).scalar()
    return dict(json.loads(said).get("digest", {})) if said else {}


def list_held_by(connection: Connection, place: str) -> int:
    """The lowest device list that the desks of a place said they have."""
    rows = connection.exec_driver_sql(
        "SELECT dev, said FROM pkg_note WHERE place = ? ORDER BY rowid", (place,)
    )
    last = {dev: json.loads(said)["list"] for dev, said in rows}
    return min(last.values(), default=0)


def last_from(connection: Connection, place: str) -> LastWord | None:
    row = connection.exec_driver_sql(
        "SELECT p.at, p.no, n.made, n.said FROM pkg_note AS n"
        " JOIN sync_pkg_in AS p ON p.pkg = n.pkg AND p.result = 'received'"
        " WHERE n.place = ? ORDER BY n.rowid DESC LIMIT 1",
        (place,),
    ).first()
    if row is None:
        return None
    return LastWord(row[0], row[1], row[2], tuple(json.loads(row[3])["months"]))


def confirmed_and_left(
    connection: Connection, known: Known, place: str, parts: Iterable[str]
) -> tuple[int, int, int | None]:
    """How many of the operations here a place has confirmed, how many it has not, and the time of
    the last confirmed one (as read from its writer's clock, ms)."""
    parts = sorted(parts)
    peers = [spoken_number(connection, known, one) for one in known.desks_of(place)]
    said = acknowledged(connection, peers)
    have = version_vectors(connection, parts)
    confirmed = left = 0
    last = None
    for part, vector in have.items():
        for dev, seq in vector.items():
            done = min(seq, said.get(part, {}).get(dev, 0))
            confirmed, left = confirmed + done, left + seq - done
            wall = connection.exec_driver_sql(
                "SELECT wall FROM sync_op WHERE part = ? AND dev = ? AND seq = ?", (part, dev, done)
            ).scalar()
            last = max(filter(None, (last, wall)), default=None)
    return confirmed, left, last
