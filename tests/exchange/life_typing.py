"""Random lives: what people type, decide and erase."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.log.oracle import Event
from exchange.life_truths import Truths
from exchange.pcs import HOUSEHOLD, KINDS, LEDGER, WORDING, Kind, Pc, Value
from longshan_desk.data.handover import erase_records
from longshan_desk.data.log.conflicts import settle
from longshan_desk.domain.labels import OfficeRole

MOST_RECORDS = 4
MOST_ERASED = 2
DAY = date(2022, 4, 5)


class Typing(Truths):
    """Steps at one desk."""

    def _desk(self, pc: Pc, a: int, b: int) -> tuple[Kind, str]:
        """What is typed here now, and whose it is."""
        if not pc.is_township:
            return (LEDGER if b % 5 == 0 else HOUSEHOLD), pc.store.part
        if b % 2:
            return WORDING, pc.store.part
        villages = [part for part in self.parts(pc) if part != pc.store.part]
        return LEDGER, villages[a % len(villages)]

    def _own(self, pc: Pc, kind: Kind, part: str) -> list[str]:
        """The records there that this desk may change, and that are not erased."""
        if kind is (HOUSEHOLD if pc.is_township else WORDING):
            return []
        words = (
            f"SELECT id FROM {kind.table} WHERE part = ? AND NOT EXISTS"
            " (SELECT 1 FROM sync_op WHERE rid = id AND kind = 'X')"
        )
        if kind is LEDGER:
            words += f" AND owner = '{_role(pc).value}'"
        return [row[0] for row in pc.query(f"{words} ORDER BY id", part)]

    def _typed(self, pc: Pc, rid: str, puts: dict[str, Any], *, is_erasure: bool = False) -> None:
        words = "SELECT hlc, part || '|' || dev, seq FROM sync_op ORDER BY lid DESC LIMIT 1"
        stamp, stream, seq = pc.query(words)[0]
        seen = frozenset(event for event in pc.events if event.rid == rid)
        pc.learn([Event(rid, puts, seen, stamp, (stream, seq), is_erasure)])

    def _add(self, pc: Pc, a: int, b: int) -> None:
        kind, part = self._desk(pc, a, b)
        if len(self._own(pc, kind, part)) >= MOST_RECORDS:
            return
        facts, more = _facts(kind, pc, a, b)
        pc.store.view(part if pc.is_township else None)
        with pc.store.change("登记") as session:
            row = kind.model(**facts, **more)
            session.add(row)
        pc.store.view(None)
        self._typed(pc, row.id, {**facts, "is_deleted": False})

    def _edit(self, pc: Pc, a: int, b: int) -> None:
        kind, part = self._desk(pc, a, b)
        rids = self._own(pc, kind, part)
        if not rids:
            return
        rid, group = rids[a % len(rids)], kind.typed[b // 2 % len(kind.typed)]
        value = _value(kind, group, b // 6)
        row = pc.query(f"SELECT is_deleted, {kind.columns} FROM {kind.table} WHERE id = ?", rid)[0]
        if kind.values(row[1:])[group] != value:
            self._put(pc, kind, rid, part, _columns(kind, group, value))
            self._typed(pc, rid, {group: value, **({"is_deleted": True} if row[0] else {})})

    def _hide(self, pc: Pc, a: int, b: int) -> None:
        kind, part = self._desk(pc, a, b)
        if rids := self._own(pc, kind, part):
            rid = rids[a % len(rids)]
            ((gone,),) = pc.query(f"SELECT is_deleted FROM {kind.table} WHERE id = ?", rid)
            self._put(pc, kind, rid, part, {"is_deleted": not gone})
            self._typed(pc, rid, {"is_deleted": not gone})
            self.note("restored record" if gone else "deleted")

    def _put(self, pc: Pc, kind: Kind, rid: str, part: str, puts: dict[str, Any]) -> None:
        pc.store.view(part if pc.is_township else None)
        with pc.store.change("修改") as session:
            row = session.get_one(kind.model, rid)
            for name, value in puts.items():
                setattr(row, name, value)
        pc.store.view(None)

    def _settle(self, pc: Pc, a: int, b: int) -> None:
        """A person decides what two had typed at once."""
        rows = pc.query("SELECT tbl, rid, field, part FROM sync_conflict ORDER BY rid, field")
        found = [one for one in rows if one[1] in self._own(pc, KINDS[one[0]], one[3])]
        if not found:
            return
        self.note("settled")
        table, rid, group, part = found[a % len(found)]
        kind = KINDS[table]
        ((gone,),) = pc.query(f"SELECT is_deleted FROM {table} WHERE id = ?", rid)
        puts: dict[str, Any] = {group: bool(b % 2)}
        decided: dict[str, Any] = {group: b % 2}
        if group != "is_deleted":
            puts = {group: _value(kind, group, b)}
            decided = {group: _plain(kind, group, puts[group])}
        pc.store.view(part if pc.is_township else None)
        with pc.store.change("处理冲突") as session:
            settle(session, table, rid, decided)
        pc.store.view(None)
        self._typed(pc, rid, {"is_deleted": True, **puts} if gone else puts)

    def _erase(self, pc: Pc, a: int, b: int) -> None:
        """By law: everything that was ever said of one record."""
        kind, part = self._desk(pc, a, b)
        rids = self._own(pc, kind, part)
        if rids and self.happened.get("erased", 0) < MOST_ERASED * len(self.pcs):
            rid = rids[a % len(rids)]
            erase_records(pc.store, [(kind.table, rid)])
            self._typed(pc, rid, {}, is_erasure=True)
            self.note("erased")


def _role(pc: Pc) -> OfficeRole:
    return OfficeRole.TOWNSHIP if pc.is_township else OfficeRole.VILLAGE


def _facts(kind: Kind, pc: Pc, a: int, b: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a new record says; and what it says besides, which nobody looks at."""
    if kind is HOUSEHOLD:
        return {"group_no": 1, "head_name": f"户{a}-{b}"}, {}
    if kind is WORDING:
        return {"kind": "k", "key": f"词{a}", "text": f"值{b % 4}"}, {}
    more = {"person": "王主任", "on": DAY, "due_on": DAY, "entered_on": DAY, "owner": _role(pc)}
    return {"target": f"目标{a}-{b}"}, more


def _value(kind: Kind, group: str, n: int) -> Value:
    if kind.groups[group] == (group,):
        return f"值{n % 4}"
    return f"2022-05-0{n % 4 + 1}", f"值{n % 4}"


def _plain(kind: Kind, group: str, value: Value) -> Any:
    """A value as it stands in an operation."""
    if isinstance(value, tuple):
        return dict(zip(kind.groups[group], value, strict=True))
    return value


def _columns(kind: Kind, group: str, value: Value) -> dict[str, Any]:
    """The same for the attributes of a row."""
    if isinstance(value, tuple):
        day, words = value
        return {"closed_on": date.fromisoformat(str(day)), "result": words}
    return {group: value}
