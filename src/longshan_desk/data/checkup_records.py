"""The checkup's second part: whether the records agree with one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select, text

from longshan_desk.data.checkup_findings import Finding, Mend, kind_word
from longshan_desk.data.log.recording import search_entry
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.moves import STATE, fact, keep_state, opening_state
from longshan_desk.data.session import DeskSession
from longshan_desk.data.tables.exchanged import Exchanged
from longshan_desk.data.tables.matters import Matter, Move
from longshan_desk.data.tables.people import SpecialGroup
from longshan_desk.domain.matters import fold

_BATCH = 1000


# -- what is computed from the records ----------------------------------------------------------


def look_at_search(session: DeskSession) -> Iterator[Finding]:
    """Whether the search index and the sort keys are in step with their records."""
    for table in synced_tables().values():
        if table.derived or table.model.search_text is not Exchanged.search_text:
            yield from _look_at_derived(session, table)


def _look_at_derived(session: DeskSession, table: SyncedTable) -> Iterator[Finding]:
    entries = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            text("SELECT id, text, initials FROM search_entry WHERE kind = :kind"),
            {"kind": table.name},
        )
    }
    unsorted: list[str] = []
    unindexed = 0
    for row in session.execute(select(table.model).execution_options(yield_per=_BATCH)).scalars():
        session.expunge(row)  # deriving anew must not look like an edit
        kept = {name: getattr(row, name) for name in table.derived}
        row.derive()
        if kept != {name: getattr(row, name) for name in table.derived}:
            unsorted.append(row.id)
        entry = search_entry(row)
        wanted = (entry["text"], entry["initials"]) if entry else None
        unindexed += entries.pop(row.id, None) != wanted
    if unsorted:
        yield Finding(
            f"{len(unsorted)} 条{kind_word(table.name)}的排序拼音不对。",
            table.name,
            "重新计算。",
            _deriver(table, unsorted),
        )
    if unindexed + len(entries):
        yield Finding(
            f"搜索索引有 {unindexed + len(entries)} 条与{kind_word(table.name)}不一致。",
            table.name,
            "重建搜索索引。",
            _indexer(table),
        )


def _deriver(table: SyncedTable, ids: list[str]) -> Mend:
    def mend(session: DeskSession) -> None:
        for rid in ids:
            row = session.get(table.model, rid)
            assert row is not None
            row.derive()

    return mend


def _indexer(table: SyncedTable) -> Mend:
    def mend(session: DeskSession) -> None:
        assert session.recorder is not None
        session.flush()
        session.execute(text("DELETE FROM search_entry WHERE kind = :kind"), {"kind": table.name})
        rows = session.execute(select(table.model).execution_options(yield_per=_BATCH))
        for batch in rows.scalars().partitions():
            session.recorder.index(batch)

    return mend


def look_at_states(session: DeskSession) -> Iterator[Finding]:
    """Whether every matter's stored state is the sum of its moves."""
    moves: dict[str, list[Any]] = {}
    found = select(Move).where(Move.is_deleted.is_(False)).execution_options(yield_per=_BATCH)
    for move in session.execute(found).scalars():
        moves.setdefault(move.matter_id, []).append(fact(move))
    matters = select(Matter).execution_options(yield_per=_BATCH)
    for matter in session.execute(matters).scalars():
        facts = sorted(moves.get(matter.id, ()), key=lambda move: (move.on, move.stamp))
        state = fold(opening_state(matter, facts), facts)
        if any(getattr(matter, name) != getattr(state, name) for name in STATE):
            yield Finding(
                f"事项 {matter.number or '（未编号）'} 的办理状态与办理步骤不一致。",
                f"matter {matter.id}",
                "按办理步骤重新计算。",
                _state_keeper(matter.id),
            )


def _state_keeper(matter_id: str) -> Mend:
    def mend(session: DeskSession) -> None:
        matter = session.get(Matter, matter_id)
        assert matter is not None
        keep_state(session, matter)

    return mend


# -- what points to what ------------------------------------------------------------------------


def look_at_foreign_keys(session: DeskSession) -> Iterator[Finding]:
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding(
            f"一条{kind_word(row[0])}指向的{kind_word(row[2])}不存在。",
            f"{row[0]} {row[1]}",
            "不能自动修复：请用较早的备份核对。",
        )


_HEADS = """
    SELECT h.id, h.head_name FROM household h
    WHERE NOT h.is_deleted AND h.head_id IS NOT NULL AND h.moved_out_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM person p
        WHERE p.id = h.head_id AND p.household_id = h.id AND NOT p.is_deleted
            AND p.died_on IS NULL AND p.left_on IS NULL)
    ORDER BY h.id"""

_HOMELESS = """
    SELECT p.id, p.name FROM person p JOIN household h ON h.id = p.household_id
    WHERE h.is_deleted AND NOT p.is_deleted ORDER BY p.id"""

_GROUPS_OF_NOBODY = """
    SELECT g.id, coalesce(p.name, h.head_name) FROM special_group g
    JOIN household h ON h.id = g.household_id LEFT JOIN person p ON p.id = g.person_id
    WHERE NOT g.is_deleted AND (h.is_deleted OR coalesce(p.is_deleted, 0)) ORDER BY g.id"""

_DOUBLE_NUMBERS = """
    SELECT number, count(*) FROM matter WHERE NOT is_deleted AND number IS NOT NULL
    GROUP BY part, number HAVING count(*) > 1 ORDER BY number"""


def look_at_links(session: DeskSession) -> Iterator[Finding]:
    """Heads of households, people without a household, groups of nobody, doubled numbers."""
    for rid, name in session.execute(text(_HEADS)):
        yield Finding(
            f"“{name}”户的户主不在这一户的人员里。",
            f"household {rid}",
            "请打开这一户，重新选定户主。",
        )
    for rid, name in session.execute(text(_HOMELESS)):
        yield Finding(
            f"“{name}”所在的农户已删除。",
            f"person {rid}",
            "请把此人移到现在的农户，或者删除。",
        )
    for rid, name in session.execute(text(_GROUPS_OF_NOBODY)):
        yield Finding(
            f"“{name}”已删除，特殊群体登记还在。",
            f"special_group {rid}",
            "删除这条登记。",
            _remover(rid),
        )
    for number, count in session.execute(text(_DOUBLE_NUMBERS)):
        yield Finding(
            f"编号 {number} 有 {count} 件事项在用。",
            f"matter {number}",
            "编号不能改：请打开这几件，核对是不是同一件事；重复的以“与…重复”办结。",
        )


def _remover(rid: str) -> Callable[[DeskSession], None]:
    def mend(session: DeskSession) -> None:
        row = session.get(SpecialGroup, rid)
        assert row is not None
        row.is_deleted = True

    return mend
