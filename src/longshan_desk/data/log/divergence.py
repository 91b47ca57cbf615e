"""数据核对不一致 (3.11): what is remembered of the alarm, and what may be shown to who mends it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.digest import digest_of, record_words
from longshan_desk.data.log.registry import SCHEMA, synced_tables
from longshan_desk.data.log.vectors import version_vector
from longshan_desk.data.types import canonical_json

_KEY = "diverged"


@dataclass(frozen=True, slots=True)
class Alarm:
    """The records of ``parts`` differ from those of a place that has the same operations."""

    place: str
    number: int
    """Of the package by which it was found."""
    parts: tuple[str, ...]
    at: str
    file: str
    """The support bundle, below the desk's ``logs``."""


def open_alarms(connection: Connection) -> list[Alarm]:
    """What was found since the records were last built anew, at most one a place."""
    said = connection.exec_driver_sql("SELECT v FROM sync_kv WHERE k = ?", (_KEY,)).scalar()
    return [
        Alarm(one["place"], one["number"], tuple(one["parts"]), one["at"], one["file"])
        for one in json.loads(said or "[]")
    ]


def raise_alarm(
    connection: Connection, place: str, number: int, parts: Sequence[str], file: str
) -> None:
    """Remember it until ``end_alarms``; a place's newest word takes the place of its older one."""
    kept = [
        {"place": one.place, "number": one.number, "parts": one.parts, "at": one.at,
         "file": one.file}
        for one in open_alarms(connection) if one.place != place
    ]  # fmt: skip
    new = {"place": place, "number": number, "parts": list(parts), "at": utc_now(), "file": file}
    connection.exec_driver_sql(
        "INSERT INTO sync_kv (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v",
        (_KEY, canonical_json([*kept, new])),
    )


def end_alarms(connection: Connection) -> None:
    """The records were built anew; if they still differ, the next package says so again."""
    connection.exec_driver_sql("DELETE FROM sync_kv WHERE k = ?", (_KEY,))


def evidence(connection: Connection, part: str) -> dict[str, Any]:
    """Vector and hashes of a partition: enough to name the differing record, nothing to read."""
    return {
        "part": part,
        "schema": SCHEMA,
        "vector": version_vector(connection, part),
        "digest": digest_of(connection, part),
        "records": {
            name: {
                record: sha256(words.encode()).hexdigest()
                for record, words in record_words(connection, name, table, part)
            }
            for name, table in sorted(synced_tables().items())
        },
    }
