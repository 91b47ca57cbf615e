"""What comes after an entry of the diary: 批阅, and what became of its promise (R10)."""

from __future__ import annotations

from datetime import date

from longshan_desk.data.diary import entry_of, follow_ups_of
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.records import require, user_name, writer_role
from longshan_desk.data.store import Store
from longshan_desk.data.tables.visits import VisitFollowUp
from longshan_desk.domain.entry import required_text
from longshan_desk.domain.names import read_name
from longshan_desk.domain.steps import check_day
from longshan_desk.domain.visit_labels import FollowUpKind
from longshan_desk.errors import BadValueError, WrongStageError


def review_visit(store: Store, entry_id: str, text: str, *, by: str, on: date | None = None) -> str:
    """批阅: a leader's words on an entry, with their date."""
    leader = read_name(by, "批阅人") if by.strip() else ""
    if not leader:
        raise BadValueError("没有写是谁批阅的。", hint="请填写批阅人。", where="批阅人")
    said = required_text(text, "批阅意见", 1000)
    with store.change("批阅民情日记") as session:
        visit = entry_of(session, entry_id)
        day = on or store.today()
        check_day(day, earliest=visit.on, today=store.today(), what="批阅")
        row = _follow_up(store, entry_id, FollowUpKind.REVIEW, day, leader, said)
        row.owner = writer_role(session, store)
        session.add(row)
        return row.id


def follow_promise(
    store: Store,
    entry_id: str,
    kind: FollowUpKind,
    text: str,
    *,
    on: date | None = None,
) -> str:
    """R10: progress on a visit's promise, kept, or why it cannot be kept."""
    if kind is FollowUpKind.REVIEW:
        raise BadValueError("批阅不是承诺的进展。", hint="请用“批阅”。")
    said = required_text(text, "办理情况", 1000)
    with store.change(kind.label) as session:
        visit = entry_of(session, entry_id)
        if visit.promise is None:
            raise WrongStageError("这条走访记录没有承诺。", hint="请先补记承诺。")
        before = follow_ups_of(session, entry_id)
        if any(one.kind.ends_promise for one in before):
            raise WrongStageError("这项承诺已经了结。", hint="需要再办的，请另记一条走访或事项。")
        day = on or store.today()
        earliest = max([visit.on, *(one.on for one in before if one.kind is FollowUpKind.PROGRESS)])
        check_day(day, earliest=earliest, today=store.today(), what=kind.label)
        who = visit.promise_by or user_name(session, store.user_id)
        row = _follow_up(store, entry_id, kind, day, who, said)
        row.owner = visit.owner
        session.add(row)
        return row.id


def remove_follow_up(store: Store, follow_up_id: str) -> None:
    """登记错误: a 批阅 or a promise's progress that never was."""
    with store.change("删除批阅或进展") as session:
        require(session, VisitFollowUp, follow_up_id, "记录").is_deleted = True


def _follow_up(
    store: Store, entry_id: str, kind: FollowUpKind, on: date, by: str, text: str
) -> VisitFollowUp:
    return VisitFollowUp(
        entry_id=entry_id,
        kind=kind,
        on=on,
        by=by,
        text=text,
        entered_on=store.today(),
        at=utc_now(),
        stamp=store.stamp,
    )
