"""What a cadre does with the diary: write entries, one or a month's at once, and correct (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from longshan_desk.data.attachments import attached_to
from longshan_desk.data.diary import (
    Pen,
    entry_of,
    facts_of_entry,
    follow_ups_of,
    links_of,
    versions_of,
)
from longshan_desk.data.store import Store
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import AppError, BadValueError, ChangedSinceError, ReasonRequiredError

__all__ = ["VisitFacts", "add_promise", "add_visit", "add_visits", "correct_visit", "delete_visit"]


def add_visit(store: Store, facts: VisitFacts) -> str:
    """R10: one entry; returns its id."""
    with store.change("登记走访") as session:
        row = Pen(session, store).entry(facts)
        session.add(row)
        return row.id


def add_visits(store: Store, entries: Sequence[VisitFacts]) -> list[str]:
    """R10: many entries as one act, all of them or none; a refusal names the row from 1."""
    if not entries:
        return []
    with store.change(f"登记走访（{len(entries)} 户）") as session:
        pen, rows = Pen(session, store), []
        pen.know([facts.household_id for facts in entries])
        for number, facts in enumerate(entries, start=1):
            try:
                rows.append(pen.entry(facts))
            except AppError as error:
                error.where = f"第 {number} 行 {error.where}".strip()
                raise
        session.insert_many(rows)
        return [row.id for row in rows]


def correct_visit(
    store: Store,
    entry_id: str,
    facts: VisitFacts,
    *,
    reason: str,
    expected: VisitFacts | None = None,
) -> None:
    """R10: the entry says something else from now on; what stood before stays readable.

    ``expected`` is what the form was opened with: raises ``ChangedSinceError`` when the entry was
    corrected meanwhile.
    """
    said = optional_text(reason)
    if said is None:
        raise ReasonRequiredError("没有写更正的原因。", hint="请写明为什么更正。", where="原因")
    with store.change("更正走访") as session:
        old = entry_of(session, entry_id)
        before = facts_of_entry(old)
        if expected is not None and before != expected:
            raise ChangedSinceError(
                "打开表单以后，这条走访记录已被更正，这次没有保存。",
                hint="您填写的内容还在表单里，请对照现在的内容再保存一次。",
            )
        Pen(session, store).correct(old, facts, said)


def add_promise(
    store: Store, entry_id: str, promise: str, *, due: date, by: str | None = None
) -> None:
    """R10: a promise that was forgotten at the writing, as a version of its own."""
    with store.change("补记承诺") as session:
        old = entry_of(session, entry_id)
        before = facts_of_entry(old)
        if before.promise is not None:
            raise BadValueError(
                "这条走访记录已经有承诺。", hint="要改承诺，请更正走访记录。", where="承诺"
            )
        facts = replace(before, promise=promise, promise_due=due, promise_by=by, is_unchanged=False)
        Pen(session, store).correct(old, facts, "补记承诺")


def delete_visit(store: Store, entry_id: str) -> None:
    """登记错误: nobody went there. What a matter or the ledger came from was no mistake."""
    with store.change("删除走访") as session:
        entry_of(session, entry_id)
        if links_of(session, entry_id):
            raise BadValueError(
                "这条走访记录已转为事项或台账，不能删除。",
                hint="写错的内容可以更正；确实要删的，请先取消关联。",
            )
        for version in versions_of(session, entry_id):
            version.is_deleted = True
        for follow_up in follow_ups_of(session, entry_id):
            follow_up.is_deleted = True
        for photo in attached_to(session, Attached.VISIT, entry_id):
            photo.is_deleted = True
