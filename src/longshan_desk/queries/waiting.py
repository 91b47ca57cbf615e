"""What came in packages and cannot be shown yet, with the reason and what helps (3.15)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from longshan_desk.data.log.rebuild import INCOMPLETE, NEWER, PARENT
from longshan_desk.data.store import Store
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.record_words import record_word
from longshan_desk.peers.known import Known, known_in

_NAMES = ("name", "head_name", "number", "summary", "words", "title", "text", "target", "proposal")
_LONGEST = 24


class WaitsFor(Labelled):
    NEWER = NEWER, "对方的软件比本机新，本机还不认识这些内容。本机升级以后自动补上。"
    PARTLY = "partly", "其中几项是更新的软件写的，本机先显示认识的部分。升级以后自动补全。"
    PARENT = PARENT, "它所属的那一条还没有到。请对方再做一个包，一般下一个包就带来。"
    INCOMPLETE = INCOMPLETE, "内容还没有到齐。请对方再做一个包，勾选“发送全部数据”。"


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """``kind`` is its table; ``title`` what can be read of it; ``by`` the desk that wrote it."""

    kind: str
    id: str
    title: str
    why: WaitsFor
    by: str
    written_on: date | None

    @property
    def words(self) -> str:
        """事项“修二组水渠”"""
        word = record_word(self.kind)
        return f"{word}“{self.title}”" if self.title else word


def waiting_records(store: Store) -> list[WaitingRecord]:
    """Every record here that waits, those of one reason together; nothing of it is lost."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        parts = store.scope.parts if store.scope else (store.part,)
        if known is not None and known.is_township:
            parts = tuple(sorted(known.membership.parts))
        marks = ",".join("?" * len(parts))
        whole = connection.exec_driver_sql(
            f"SELECT tbl, rid, reason FROM sync_waiting WHERE part IN ({marks})", parts
        ).fetchall()
        partly = connection.exec_driver_sql(
            f"SELECT DISTINCT tbl, rid FROM sync_op WHERE state = 2 AND part IN ({marks})"
            " EXCEPT SELECT tbl, rid FROM sync_waiting",
            parts,
        ).fetchall()
        keys = [*whole, *((tbl, rid, WaitsFor.PARTLY.value) for tbl, rid in partly)]
        found = [_record(connection, known, *key) for key in keys]
    order = list(WaitsFor)
    return sorted(found, key=lambda one: (order.index(one.why), one.kind, one.title, one.id))


def _record(
    connection: Connection, known: Known | None, tbl: str, rid: str, reason: str
) -> WaitingRecord:
    rows = connection.exec_driver_sql(
        "SELECT dev, wall, payload FROM sync_op WHERE tbl = ? AND rid = ? ORDER BY lid", (tbl, rid)
    ).fetchall()
    said: dict[str, object] = {}
    for row in rows:
        said |= json.loads(row.payload or "{}")
    title = next((str(said[name]) for name in _NAMES if said.get(name)), "")
    short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    last = rows[-1] if rows else None
    entry = known.entry(last.dev) if known and last else None
    by = f"{known.name_of(entry.place)}{entry.letter}电脑" if known and entry else ""
    day = datetime.fromtimestamp(last.wall / 1000).date() if last and last.wall else None
    return WaitingRecord(tbl, rid, short, WaitsFor(reason), by, day)
