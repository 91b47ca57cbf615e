"""镇上代改: what the township changed in a village's own records, as the village sees it (3.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from longshan_desk.data.log.authority import TOWNSHIP, VILLAGE, writers_of
from longshan_desk.data.log.history import understood
from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.operations import read_payload
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.scope import EVERY_PART, township_devices
from longshan_desk.data.store import Store
from longshan_desk.domain.record_words import part_word, record_word
from longshan_desk.peers.known import Known, known_in
from longshan_desk.queries.conflicts import name_of

_MOST = 200
_ABOVE = ("matter", "person", "household", "meeting")


@dataclass(frozen=True, slots=True)
class TownshipEdit:
    """One record as the township changed it for the village."""

    at: datetime | None
    desk: str
    """龙山镇 A 电脑"""
    record: tuple[str, str]
    title: str
    """事项 2022-04-003, 人员 马建国 …"""
    parts: tuple[str, ...]
    """What was changed, in words; empty for a new record."""


def villages_open_to_edits(store: Store) -> tuple[str, ...]:
    """The codes of the villages for which the township may edit now; at a village its own."""
    with store.read() as session:
        known = known_in(session.connection())
    if known is None:
        return ()
    return tuple(
        one.code
        for one in known.listed.places
        if one.is_open and (known.is_township or one.code == known.place)
    )


def township_edits(store: Store) -> list[TownshipEdit]:
    """What the township changed in the place that the store looks at, the newest first."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        if known is None or not _was_ever_open(known, store.viewed):
            return []
        devices = sorted(township_devices(connection))
        marks = ",".join("?" * len(devices))
        rows = connection.exec_driver_sql(
            "SELECT wall, dev, tbl, rid, schema, payload, before FROM sync_op AS o"
            f" WHERE part = ? AND dev IN ({marks}) AND payload IS NOT NULL"
            " ORDER BY lid DESC",
            (store.viewed, *devices),
        ).fetchall()
        found: list[TownshipEdit] = []
        for row in rows:
            if len(found) == _MOST:
                break
            edit = _edit(session, known, *row)
            if edit is not None:
                found.append(edit)
    return found


def _was_ever_open(known: Known, part: str) -> bool:
    return any(one.is_open or one.edited for one in known.listed.places if one.part == part)


def _edit(
    session: Session, known: Known, wall: int | None, dev: str, tbl: str, rid: str, schema: int,
    payload: str, before: str | None,
) -> TownshipEdit | None:  # fmt: skip
    table = synced_tables().get(tbl)
    if table is None or TOWNSHIP in writers_of(table, DELETED, VILLAGE):
        return None
    groups, _ = understood(table, schema, read_payload(payload))
    if before is None:
        parts: tuple[str, ...] = ()
    else:
        own = [one for one in groups if TOWNSHIP not in writers_of(table, one, VILLAGE)]
        if not own:
            return None
        parts = tuple(part_word(tbl, one) for one in own)
    entry = known.entry(dev)
    desk = f"{known.name_of(entry.place)} {entry.letter} 电脑" if entry else dev
    return TownshipEdit(_moment(wall), desk, (tbl, rid), _title(session, tbl, rid), parts)


def _title(session: Session, tbl: str, rid: str) -> str:
    """By its own name, or by that of the record it hangs on."""
    name = name_of(session, tbl, rid)
    if name == rid:
        row = session.get(synced_tables()[tbl].model, rid, execution_options=EVERY_PART)
        above = [(one, getattr(row, f"{one}_id", None)) for one in _ABOVE]
        name = next((name_of(session, one, of) for one, of in above if of), "")
    return f"{record_word(tbl)} {name}".strip()


def _moment(wall: Any) -> datetime | None:
    return datetime.fromtimestamp(wall / 1000, UTC).astimezone() if wall else None
