"""What waits for a person, in words: each side's value as a clerk would read it (3.12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import SequenceMatcher
from typing import Any

from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.scope import EVERY_PART
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.record_words import part_word, record_word
from longshan_desk.queries.conflicts import ConflictKind, ConflictRow, ValueRow, conflicts, name_of

EMPTY = "（空白）"
_LONG = 8
_TECHNICAL = frozenset({
    "id", "part", "merged_into", "is_deleted", "stamp", "at", "entry_id", "position", "owner",
    "data", "is_opening", "former_number", "finding",
})  # fmt: skip
_PEOPLE = frozenset({"head_id", "mother_id", "father_id"})
"""Columns that name a person without holding the database to it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a card. ``lines`` are the double's facts, for putting side by side."""

    id: str
    words: str
    who: str
    when: str
    clock_ok: bool
    lines: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    """Of a long text, what the other side does not say."""


@dataclass(frozen=True, slots=True)
class ConflictCard:
    id: str
    kind: ConflictKind
    record: tuple[str, str]
    title: str
    """事项 2022-04-003, 人员 马建国 …"""
    field: str
    sides: tuple[Side, ...]
    can_write: bool
    can_be_opened: bool

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide; 不同项 is for information alone."""
        return self.kind is not ConflictKind.PARALLEL


def waiting_count(store: Store) -> int:
    """How many wait for a person; for the work thread."""
    return len(conflicts(store))


def conflict_cards(store: Store, *, parallel: bool = True) -> list[ConflictCard]:
    """Those to decide first, then those to know of; for the work thread."""
    rows = conflicts(store, parallel=parallel)
    with store.read() as session:
        return [_card(session, row) for row in rows]


def _card(session: DeskSession, row: ConflictRow) -> ConflictCard:
    tbl, _ = row.record
    table = synced_tables()[tbl]
    named = row.number if len(row.number) < 32 or " " in row.number else ""
    if row.kind is ConflictKind.DUPLICATE:
        sides = tuple(_double(session, table, one, row) for one in row.values)
        field = ""
    elif row.kind is ConflictKind.PARALLEL:
        groups = row.field.split("、")
        field = "、".join(part_word(tbl, group) for group in groups)
        sides = tuple(
            _side(session, table, group, one) for group, one in zip(groups, row.values, strict=True)
        )
    else:
        field = part_word(tbl, row.field)
        sides = _marked(tuple(_side(session, table, row.field, one) for one in row.values))
    return ConflictCard(
        row.id, row.kind, row.record, f"{record_word(tbl)} {named}".strip(), field, sides,
        row.kind is ConflictKind.SAME_FIELD and _can_be_typed(table, row),
        tbl in ("matter", "meeting", "household", "procedure", "visit"),
    )  # fmt: skip


def _marked(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Two long texts, each with what stands in it alone."""
    if len(sides) != 2 or min(len(one.words) for one in sides) < _LONG:
        return sides
    one, other = sides
    blocks = SequenceMatcher(None, one.words, other.words, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    first = tuple(one.words[a:b] for _, a, b, _, _ in changed if b > a)
    second = tuple(other.words[a:b] for _, _, _, a, b in changed if b > a)
    return replace(one, only=first), replace(other, only=second)


def _can_be_typed(table: SyncedTable, row: ConflictRow) -> bool:
    if table.groups[row.field] != (row.field,) or _points_to(table, row.field):
        return False
    texts = [one.value for one in row.values if one.value is not None]
    return all(
        isinstance(one, str) and type(table.from_plain(row.field, one)) is str for one in texts
    )


def _side(session: DeskSession, table: SyncedTable, group: str, one: ValueRow) -> Side:
    if group == "is_deleted":
        text = "删除了这一条" if one.value else "改过这一条，要留着"
    else:
        text = _group_words(session, table, group, one.value)
    return Side(one.id, text, _who(one), _when(one), one.clock_ok)


def _double(session: DeskSession, table: SyncedTable, one: ValueRow, row: ConflictRow) -> Side:
    record = session.get(table.model, one.id, execution_options=EVERY_PART)
    lines = []
    for name in (name for names in table.groups.values() for name in names):
        if name in _TECHNICAL:
            continue
        value = getattr(record, name, None)
        if value not in (None, "", False):
            lines.append((part_word(table.model.__tablename__, name),
                          _words(session, table, name, value)))  # fmt: skip
    return Side(
        one.id, name_of(session, row.record[0], one.id), _who(one), _when(one), one.clock_ok,
        tuple(dict.fromkeys(line for line in lines if line[1] and line[0] != "其他内容")),
    )  # fmt: skip


def _group_words(session: DeskSession, table: SyncedTable, group: str, value: Any) -> str:
    columns = table.groups[group]
    if columns == (group,):
        return _words(session, table, group, _plain(table, group, value))
    if not isinstance(value, dict):
        return EMPTY
    said = []
    for name in columns:
        words = _words(session, table, name, _plain(table, name, value.get(name)))
        if words != EMPTY:
            label = part_word(table.model.__tablename__, name)
            said.append(words if label == "其他内容" else f"{label} {words}")
    return "；".join(said) or EMPTY


def _plain(table: SyncedTable, name: str, value: Any) -> Any:
    try:
        return table.from_plain(name, value)
    except (ValueError, TypeError, KeyError):
        return value  # a newer program's


def _words(session: DeskSession, table: SyncedTable, name: str, value: Any) -> str:
    match value:
        case None | "":
            return EMPTY
        case Labelled():
            return value.label
        case datetime() | time():
            return value.isoformat("minutes")
        case date():
            return chinese_date(value)
        case bool():
            return "是" if value else "否"
        case list() | tuple():
            return "、".join(str(one) for one in value) or EMPTY
        case str() if target := _points_to(table, name):
            return name_of(session, target, value)
        case _:
            return str(value)


def _points_to(table: SyncedTable, name: str) -> str:
    column = table.model.__table__.c.get(name)
    if column is None:
        return ""
    if name in _PEOPLE:
        return "person"
    return next((key.target_fullname.partition(".")[0] for key in column.foreign_keys), "")


def _who(one: ValueRow) -> str:
    return "　".join(part for part in (one.desk, one.by) if part)


def _when(one: ValueRow) -> str:
    if one.at is None:
        return ""
    moment = datetime.fromisoformat(one.at)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
